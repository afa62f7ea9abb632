"""Opening a channel in a page: from its address, a click, or a fresh connection."""

from collections.abc import Awaitable, Callable

import reflex as rx

from chat_app.services import access, channels, messages
from chat_app.services.channels import GENERAL
from chat_app.ui.core import hub
from chat_app.ui.states.acting import as_id, as_text, look_up_as_me, sid_of
from chat_app.ui.states.history import HistoryState

# How a channel is shown: one of `open_channel` and `show_channel`.
Show = Callable[[rx.State, str], Awaitable[str]]


def asked_channel(state: rx.State) -> str:
    """The channel that the page's address names, or the one everybody is in."""
    return state.router.url.query_parameters.get("channel", "") or GENERAL


def asked_message(state: rx.State) -> str:
    """The id of the message that the page's address leads to; empty for none."""
    return state.router.url.query_parameters.get("message", "")


def link_to(channel: str, message_id: str) -> str:
    """The address of a message within the pages."""
    return f"/chat?channel={channel}&message={message_id}"


async def follow_address(state: rx.State, show: Show) -> str:
    """Open what the page's address names, a message only once; the name of the channel that is open then.

    Raises:
        SignedOut, NotFound: the person may not see it.
    """
    history, asked = await state.get_state(HistoryState), asked_message(state)
    if asked and asked != history._led_to:
        return await lead_to(state, asked, show)
    if not asked:
        history._led_to, history._led_in = "", asked_channel(state)
    return await show(state, history._led_in)


async def lead_to(state: rx.State, message_id: str, show: Show) -> str:
    """Show a message in the midst of its neighbours; the name of its channel.

    Raises:
        SignedOut, NotFound: the person may not see it.
    """
    message = await look_up_as_me(state, messages.get, as_id(message_id))
    channel = await look_up_as_me(state, channels.get, int(message.channel_id))
    name, history = await show(state, channel.name), await state.get_state(HistoryState)
    await history._lead_to(int(channel.id), message.seq)
    history._led_to, history._led_in = message_id, name
    return name


async def stay(state: rx.State) -> None:
    """Take the message of the address as followed: the page has been where it is for a while."""
    history = await state.get_state(HistoryState)
    if not history._led_to:
        history._led_to, history._led_in = asked_message(state), asked_channel(state)


async def leave_message(state: rx.State) -> None:
    """Take the message of the address as not followed yet."""
    (await state.get_state(HistoryState))._led_to = ""


async def open_channel(state: rx.State, name: str) -> str:
    """Show a channel in this page, live, and send it; the channel's name.

    Raises:
        SignedOut, NotFound: the person may not see it.
    """
    viewer = hub.viewer(sid_of(state))
    before = viewer.channel_id if viewer else None
    channel = await show_channel(state, name)
    if viewer and viewer.channel_id != before:
        hub.refresh(viewer.sid)
    return channel


async def show_channel(state: rx.State, name: str) -> str:
    """The same without sending anything, for a page that is about to be sent all of it."""
    sid = sid_of(state)
    channel = await look_up_as_me(state, access.channel_named, as_text(name))
    assert channel.id is not None
    view = await hub.show(sid, channel.id)
    if view and view["private"]:
        await _ask_again(state, channel.id)
    (await state.get_state(HistoryState))._keep_to(channel.id)
    return channel.name


async def _ask_again(state: rx.State, channel_id: int) -> None:
    """The person may have lost the channel just before the hub knew that this page has to hear of it."""
    try:
        await look_up_as_me(state, channels.get, channel_id)
    except Exception:
        hub.hide(sid_of(state), channel_id)
        raise
