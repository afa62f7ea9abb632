"""Who I am."""

from typing import Any
from urllib.parse import quote

import reflex as rx

from chat_app.errors import ChatError
from chat_app.services.channels import GENERAL
from chat_app.ui.browser_calls import close_session, put_address_right
from chat_app.ui.core import hub
from chat_app.ui.states.acting import sid_of
from chat_app.ui.states.entrance import SignInState, SignUpState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import live_var
from chat_app.ui.states.notice import NoticeState
from chat_app.ui.states.onward import HOME, entrance, keeping, wanted
from chat_app.ui.states.opening import (
    address_of,
    asked_channel,
    asked_message,
    follow_address,
    link_to,
    open_channel,
)
from chat_app.ui.states.telling import why


class SessionState(rx.State):
    """The signed-in person, as the hub knows them by this page's socket."""

    onward: str = ""  # what the links of the entrance end with, so that they keep where one wanted to go
    _session_id: str = ""  # whose state this is, to notice when it is somebody else's
    _sid: str = ""  # the socket that it was last entered by
    _entered: tuple[str, str] = ("", "")  # what connecting has opened: the page's address, the channel's name

    @live_var
    def ready(self) -> bool:
        """The server has told the page whose it is."""
        return hub.viewer(sid_of(self)) is not None

    @live_var
    def user_id(self) -> str:
        """Empty while nobody is signed in."""
        return _mine(self, "id")

    @live_var
    def username(self) -> str:
        return _mine(self, "username")

    @live_var
    def display_name(self) -> str:
        return _mine(self, "display_name")

    @live_var
    def color(self) -> str:
        """The name of a colour of the palette."""
        return _mine(self, "color")

    @live_var
    def status(self) -> str:
        """What I say of myself."""
        return _mine(self, "status")

    @live_var
    def is_admin(self) -> bool:
        person = hub.person(sid_of(self))
        return person is not None and person.is_admin

    @rx.event
    def sign_out(self):
        """End this session, in every tab of it."""
        return close_session()

    @rx.event(supersedes=True)
    async def load_chat(self):
        """Open what the address names; send whoever is not signed in to the entrance.

        The page says so whenever it is at another address, and the next time cancels what is under way.
        """
        if hub.viewer(sid_of(self)) is None:
            # Signed in, it is a connection that has ended meanwhile.
            return None if self._session_id else rx.redirect(entrance(self), replace=True)
        (entered, name), self._entered = self._entered, ("", "")
        try:
            if entered != address_of(self):
                name = await follow_address(self, open_channel)
        except ChatError as error:
            # Not behind the redirect, whose page load cancels what is left of this one.
            (await self.get_state(NoticeState))._say(why(error))
            return rx.redirect(_instead(self), replace=True)
        hub.refresh(sid_of(self), if_behind=True)
        if (message_id := asked_message(self)) and name != asked_channel(self):
            (await self.get_state(HistoryState))._open_at = right = link_to(name, message_id)
            return put_address_right(message_id, right)

    @rx.event
    async def forget_forms(self):
        """Have the forms without the errors of another visit, on the way to them; there it might be late."""
        for form in (SignInState, SignUpState):
            (await self.get_state(form)).reset()

    @rx.event
    async def load_entrance(self):
        """Remember where to go from here; send whoever is signed in to the chat."""
        self.onward = keeping(wanted(self))
        if hub.viewer(sid_of(self)) is not None:
            return rx.redirect(wanted(self) or HOME, replace=True)
        if self.router.url.path in ("", "/"):
            return rx.redirect("/login", replace=True)


def _instead(state: rx.State) -> str:
    """Where to go when the address leads nowhere: to its channel, if it was a message that is not there."""
    return link_to(quote(asked_channel(state)) if asked_message(state) else GENERAL)


def _mine(state: Any, name: str) -> str:
    person = hub.person(sid_of(state))
    return str(person.view[name]) if person else ""  # pyright: ignore[reportGeneralTypeIssues]
