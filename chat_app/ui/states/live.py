"""What the server pushes: who I am, my channels, the open channel and who is here.

These vars are read from the hub by the socket that asks, so a page gets the truth whenever Reflex
sends it the whole state (on connect and reconnect). Every later change is pushed past the state by
`ui.outlet`, as one delta encoded once for all pages that show the same.
"""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_base.vars.base import ComputedVar

from chat_app.realtime.views import ChannelView, LossView, MessageView, PersonView, SidebarItem, TypistView
from chat_app.realtime.windows import SLOTS
from chat_app.ui.live.hub import hub
from chat_app.ui.states.identity import sid_of


class LiveVar(ComputedVar):
    """A computed var that is read anew each time and never counts as changed by itself."""

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return super().__get__(instance, owner)
        return self._fget(self._owner_instance(instance))


def live_var(read: Callable[[Any], Any]) -> Any:
    """Declare a method as a LiveVar."""
    return LiveVar(fget=read, cache=True, auto_deps=False)


def _slot(name: str) -> Any:
    def read(self: rx.State) -> MessageView | None:
        return hub.value(sid_of(self), name)

    read.__name__ = name
    return live_var(read)


class LiveState(rx.State):
    """The live part of the page. Holds nothing of its own."""

    @live_var
    def channel(self) -> ChannelView:
        """Return the open channel; its id is empty while none is open."""
        return hub.value(sid_of(self), "channel")

    @live_var
    def joined(self) -> bool:
        """Whether I am in the open channel; else I am only looking at it."""
        return hub.personal_var(sid_of(self), "joined")

    @live_var
    def title(self) -> str:
        """Return what I read as the title of the open channel."""
        return hub.personal_var(sid_of(self), "title")

    @live_var
    def lost(self) -> LossView:
        """Return the channel that this page had open and lost, until it opens another."""
        return hub.personal_var(sid_of(self), "lost")

    @live_var
    def start(self) -> int:
        """Return the seq of the first message in the window; more than 1 means there is older."""
        return hub.value(sid_of(self), "start")

    # The newest messages: see `realtime.windows` and `messages`.
    vars().update({name: _slot(name) for name in SLOTS})

    @live_var
    def change(self) -> int:
        """Return the number of the newest change of any message of the channel."""
        return hub.value(sid_of(self), "change")

    @live_var
    def online(self) -> list[PersonView]:
        """Who of the open channel is here."""
        return hub.value(sid_of(self), "online")

    @live_var
    def typing(self) -> list[TypistView]:
        """Who is writing in the open channel, myself with them; the first few."""
        return hub.value(sid_of(self), "typing")

    @live_var
    def sidebar(self) -> list[SidebarItem]:
        """My channels as I read them, with what is unread."""
        person = hub.person(sid_of(self))
        return person.sidebar() if person else []


def live_messages() -> rx.Var[list[MessageView]]:
    """Return the newest messages of the open channel, oldest first, put together by the page."""
    slots = rx.Var.create([getattr(LiveState, name) for name in SLOTS])
    ordered = f"{slots}.filter(Boolean).sort((one, other) => one.seq - other.seq)"
    return rx.Var(ordered, _var_data=slots._get_all_var_data()).to(list[MessageView])
