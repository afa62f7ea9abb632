"""Opening a channel in a page. Which one, the page's address alone says.

Whoever chooses a channel or a message goes to its address, in the browser; the page that is loaded there
opens it. So the newest choice wins: a page load that is still under way is cancelled by the next.
"""

from collections.abc import Awaitable, Callable

import reflex as rx

from chat_app.errors import NotFound
from chat_app.services import access, channels, messages
from chat_app.services.channels import GENERAL
from chat_app.ui.core import hub
from chat_app.ui.states.acting import as_id, look_up_as_me, sid_of
from chat_app.ui.states.history import HistoryState

# How a channel is shown, by its name or its id: one of `open_channel` and `show_channel`.
Show = Callable[[rx.State, str | int], Awaitable[str]]


def address_of(state: rx.State) -> str:
    """The chat's address in the page, whether its host puts a slash behind the path or not."""
    return f"/chat?{state.router.url.query}"


def asked_channel(state: rx.State) -> str:
    """The channel that the page's address names, or the one everybody is in."""
    return state.router.url.query_parameters.get("channel", "") or GENERAL


def asked_message(state: rx.State) -> str:
    """The id of the message that the page's address leads to; empty for none."""
    return state.router.url.query_parameters.get("message", "")


def link_to(channel: str, message_id: str = "") -> str:
    """The address of a channel within the pages, or of a message in it."""
    return f"/chat?channel={channel}" + (f"&message={message_id}" if message_id else "")


async def follow_address(state: rx.State, show: Show) -> str:
    """Open what the page's address names, a message or a channel; the name of the channel that is open then.

    Raises:
        SignedOut, NotFound: the person may not see it.
    """
    if message_id := asked_message(state):
        return await _lead_to(state, message_id, show)
    return await show(state, asked_channel(state))


async def stay(state: rx.State, show: Show) -> str:
    """Open the channel that the page had open, whatever it is called by now; its name.

    Unless the page has gone elsewhere meanwhile. If its state was lost, it gets the channel of its address
    and is not led to the message: it has been there for a while.

    Raises:
        SignedOut, NotFound: the person may not see it.
    """
    history = await state.get_state(HistoryState)
    known, is_there = history._open_id, history._open_at == address_of(state)
    if not known:
        return await show(state, asked_channel(state))
    try:
        return await (show(state, known) if is_there else follow_address(state, show))
    except NotFound:
        # Gone; or renamed once more, after the page had put the first new name into its address.
        return await show(state, asked_channel(state) if is_there else known)


async def open_channel(state: rx.State, wanted: str | int) -> str:
    """Show a channel in this page, live, and send it; the channel's name.

    Raises:
        SignedOut, NotFound: the person may not see it.
    """
    channel = await show_channel(state, wanted)
    hub.refresh(sid_of(state), if_behind=True)
    return channel


async def show_channel(state: rx.State, wanted: str | int) -> str:
    """The same without sending anything, for a page that is about to be sent all of it."""
    find = access.channel_named if isinstance(wanted, str) else access.channel_for
    channel = await look_up_as_me(state, find, wanted)  # pyright: ignore[reportArgumentType]
    assert channel.id is not None
    view = await hub.show(sid_of(state), channel.id)
    if view and view["private"]:
        await _ask_again(state, channel.id)
    (await state.get_state(HistoryState))._keep_to(channel.id, address_of(state))
    return channel.name


async def _lead_to(state: rx.State, message_id: str, show: Show) -> str:
    message = await look_up_as_me(state, messages.get, as_id(message_id))
    channel_id = int(message.channel_id)
    name = await show(state, channel_id)
    await (await state.get_state(HistoryState))._lead_to(channel_id, message.seq)
    return name


async def _ask_again(state: rx.State, channel_id: int) -> None:
    """The person may have lost the channel just before the hub knew that this page has to hear of it."""
    try:
        await look_up_as_me(state, channels.get, channel_id)
    except BaseException:  # also when this is cancelled: then nobody has asked
        hub.hide(sid_of(state), channel_id)
        raise
