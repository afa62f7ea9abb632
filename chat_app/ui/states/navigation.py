"""The channel that a page has open, and the way there. Which one it asks for, its address alone says.

To choose a channel or a message is to go to its address, in the browser; the page that is loaded there
opens it. So the newest choice wins: a page load that is still under way is cancelled by the next.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote

import reflex as rx

from chat_app.errors import ChatError, NotFound, SignedOut, Unavailable
from chat_app.failures import describe
from chat_app.realtime.background import insist
from chat_app.services import access
from chat_app.services.channels import channels
from chat_app.services.channels.channels import GENERAL
from chat_app.services.messages import reading
from chat_app.ui.addresses import (
    asked_channel,
    asked_key,
    asked_message,
    channel_address,
    channel_key,
    chat_address,
    message_address,
)
from chat_app.ui.browser_calls import put_address_right
from chat_app.ui.live.hub import hub, outlet
from chat_app.ui.states.error_text import message_of
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.identity import as_id, read_as_me, sid_of
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.toast import ToastState, leave_for_sign_in

log = logging.getLogger(__name__)

# How a channel is shown, by its name or its id; it returns its key in addresses. One of `_open` and `_show`.
Show = Callable[[str | int], Awaitable[str]]


class NavigationState(rx.State):
    """The channel that this page has open, and the address at which it was opened."""

    _channel_id: int = 0  # a reconnect finds the channel again whatever its name
    _address: str = ""
    _opened: tuple[str, str] = ("", "")  # what connecting has opened: an address, its channel's key

    @rx.event(supersedes=True)
    async def load_chat(self):
        """Open what the address names; send a page that is nobody's to the sign-in.

        The page says so whenever it is at another address, and the next time cancels what is under way.
        """
        if hub.connection(sid_of(self)) is None:
            # Signed in, it is a connection that has ended meanwhile.
            was_signed_in = (await self.get_state(SessionState))._was_signed_in()
            return None if was_signed_in else leave_for_sign_in(self)
        (opened_at, key), self._opened = self._opened, ("", "")
        try:
            if opened_at != chat_address(self):
                # The next time cancels this one, also while it waits for a database that is away.
                is_open = partial(outlet.knows, sid_of(self))
                key = await insist(partial(self._follow_address, self._open), is_open)
        except SignedOut:
            return leave_for_sign_in(self)
        except NotFound as error:
            return await self._tell_of_loss(error)
        hub.refresh(sid_of(self), if_behind=True)
        # By a name it is another only where the channel was renamed, which the page sees for itself.
        if key != asked_key(self) and (asked_message(self) or isinstance(asked_channel(self), int)):
            return self._put_address_right(key)

    async def _open_first(self, *, loaded: bool) -> None:
        """Open what a page asks for that has just connected: loaded, or come back after a break.

        What stands against that costs the channel only: the page is signed in and has its list.

        Raises:
            SignedOut, Unavailable: then nobody can say whose page it is.
        """
        self._opened = "", ""
        if loaded:  # a page of before may have been left far back
            (await self.get_state(HistoryState))._go_live()
        try:
            key = await (self._follow_address if loaded else self._stay)(self._show)
            self._opened = chat_address(self), key
        except (SignedOut, Unavailable):
            raise
        except ChatError:
            if not loaded:  # a page load follows otherwise, which tells the person
                was_there = self._address == chat_address(self)
                hub.lose(sid_of(self), str(self._channel_id) if was_there else "", asked_key(self))
                self._opened = chat_address(self), asked_key(self)
            await self._leave()
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the page is shown
            log.error("The channel that a page asks for could not be opened.\n%s", describe(error))
            await self._leave()

    async def _follow_address(self, show: Show) -> str:
        """Open what the page's address names, a message or a channel; return the key of the open channel.

        Raises:
            SignedOut, NotFound: the person may not see it.
        """
        if not (message_id := asked_message(self)):
            return await show(asked_channel(self))
        message = await read_as_me(self, reading.get, as_id(message_id))
        channel_id = int(message.channel_id)
        key = await show(channel_id)
        await (await self.get_state(HistoryState))._lead_to(channel_id, message.seq)
        return key

    async def _stay(self, show: Show) -> str:
        """Open the channel that the page had open, whatever it is called by now; return its key.

        Unless the page has gone elsewhere meanwhile. If its state was lost, it gets its address's channel
        and is not led to the message: it has been there for a while.

        Raises:
            SignedOut, NotFound: the person may not see it.
        """
        if not self._channel_id:
            return await show(asked_channel(self))
        if self._address == chat_address(self):
            return await show(self._channel_id)
        try:
            return await self._follow_address(show)
        except NotFound:
            # Perhaps renamed once more, after the page had put the first new name into its address.
            channel = await read_as_me(self, channels.get, self._channel_id)
            if channel_address(channel.name, channel.id) == self._address:
                raise
            return await show(self._channel_id)

    async def _open(self, wanted: str | int) -> str:
        """Show a channel in this page, live, and send it; return its key.

        Raises:
            SignedOut, NotFound: the person may not see it.
        """
        key = await self._show(wanted)
        hub.refresh(sid_of(self), if_behind=True)
        return key

    async def _show(self, wanted: str | int) -> str:
        """Do the same without sending anything, for a page that is about to be sent all of it."""
        find = access.channel_named if isinstance(wanted, str) else access.channel_for
        channel = await read_as_me(self, find, wanted)  # pyright: ignore[reportArgumentType]
        assert channel.id is not None
        history, before = await self.get_state(HistoryState), hub.personal_var(sid_of(self), "showing")
        view = await hub.show(sid_of(self), channel.id)
        with _hidden_unless_done(self, channel.id):
            if view and (view["private"] or not view["name"]):
                # The person may have lost it just before the hub knew that this page has to hear of it.
                await read_as_me(self, channels.get, channel.id)
            self._channel_id, self._address = channel.id, chat_address(self)
            history._keep_to(channel.id)
            if hub.personal_var(sid_of(self), "showing") != before:
                await history._start_at_unread()
        return channel_key(channel.name, channel.id)

    def _put_address_right(self, key: str):
        """Have the page show the address of the open channel, or of the message there that it was led to."""
        if message_id := asked_message(self):
            self._address = message_address(key, "", message_id)
            return put_address_right("message", message_id, self._address)
        self._address = channel_address(key)
        return put_address_right("channel", asked_key(self), self._address)

    async def _leave(self) -> None:
        """Have the page show no channel."""
        self._channel_id = 0
        (await self.get_state(HistoryState))._go_live()

    async def _tell_of_loss(self, error: NotFound):
        """Say that the address leads nowhere.

        Where a channel was open its person may be writing, so the page is led nowhere by itself.
        """
        if self._channel_id and not asked_message(self):
            await self._leave()
            hub.lose(sid_of(self), "", asked_key(self))
            return None
        # Not behind the redirect, whose page load cancels what is left of this one.
        (await self.get_state(ToastState))._say(message_of(error))
        return rx.redirect(_instead(self), replace=True)


def _instead(state: rx.State) -> str:
    """Return where to go when the address leads nowhere: to its channel, if it was a message."""
    return channel_address(quote(asked_key(state)) if asked_message(state) else GENERAL)


@contextmanager
def _hidden_unless_done(state: rx.State, channel_id: int) -> Iterator[None]:
    """Show the channel no longer when this fails or is cancelled: half opened is not open."""
    try:
        yield
    except BaseException:
        hub.hide(sid_of(state), channel_id)
        raise
