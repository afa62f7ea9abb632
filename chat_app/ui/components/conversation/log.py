"""The messages of the open channel."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser.connection import connect_errors
from chat_app.ui.components.browser.log import MessageLog
from chat_app.ui.components.browser.navigation import arrived, here
from chat_app.ui.components.conversation.message_actions import message_tools
from chat_app.ui.components.conversation.outbox import outbox
from chat_app.ui.components.conversation.row import RowView, message_row
from chat_app.ui.components.parts.channel_name import channel_name, channel_sign
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.components.parts.skeleton import arriving
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState, live_messages
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.texts import conversation as texts

BAR_TEXTS = {
    "since": texts.NEW_SINCE,
    "unread": texts.UNREAD_HERE,
    "first": texts.GO_TO_FIRST_UNREAD,
    "newest": texts.JUMP_TO_NEWEST,
    "mention": texts.GO_TO_MENTION,
    "markRead": texts.MARK_AS_READ,
}


def message_log() -> rx.Component:
    """Return the log: the live window, or a page of the past while reading far back."""
    # Not that of the channel before: what is live comes first when another is opened.
    shows = LiveState.channel["id"]
    past = HistoryState.active & ((HistoryState.past_of == shows) | (shows == ""))
    lost: Any = LiveState.lost
    has_before = rx.cond(past, HistoryState.has_before, LiveState.start > 1)
    rows = rx.cond(past, HistoryState.page, live_messages())
    return MessageLog.create(
        rx.cond(arrived | (lost["reason"] != ""), rx.fragment(), arriving()),
        rx.cond(has_before | ~arrived, rx.fragment(), _beginning()),
        # One list, so that a row stays the same element when it moves on or the log changes its mode.
        rx.foreach(rx.cond(arrived, rows, []).to(list[RowView]), _row),
        outbox(),
        message_tools(),
        # Kept until the next channel is here, which then opens at its place.
        channel_id=rx.cond(arrived, here["id"], ""),
        reading_history=past & arrived,
        jump_seq=rx.cond(arrived, HistoryState.jump_seq, 0),
        jump_count=HistoryState.jump_count,
        showing=HistoryState.showing,
        new_from=HistoryState.new_from,
        read_to=HistoryState.read_to,
        joined=LiveState.joined,
        sidebar=LiveState.sidebar,
        has_before=has_before & arrived,
        has_after=HistoryState.has_after & arrived,
        live=rx.cond(arrived, live_messages(), []),
        change=LiveState.change,
        connect_errors=connect_errors,
        **_texts(),
        **_handlers(),
    )


def _texts() -> dict[str, Any]:
    """Return what the log says and shows around the messages."""
    return {
        "label": texts.MESSAGES,
        "jump_text": texts.JUMP_TO_NEWEST,
        "one_new_text": texts.ONE_NEW_MESSAGE,
        "many_new_text": texts.NEW_MESSAGES,
        "bar_texts": rx.Var.create(BAR_TEXTS),
        "icon": icon("down", 16),
        "up_icon": icon("send", 16),
        "read_icon": icon("check", 16),
    }


def _handlers() -> dict[str, Any]:
    """Return what the log asks for, and what it reports."""
    return {
        "on_reach_top": HistoryState.load_older,
        "on_reach_bottom": HistoryState.load_newer,
        "on_follow": PresenceState.follow,
        "on_come_back": HistoryState.come_back,
        "on_read": PresenceState.note_read,
        "on_unread": HistoryState.show_unread,
        "on_mention": HistoryState.show_mention,
        "on_jump": HistoryState.jump_to_present,
        "on_changes": HistoryState.load_changes,
    }


def _beginning() -> rx.Component:
    """Return what stands above a channel's first message."""
    empty = LiveState.start == 0
    return rx.el.div(
        rx.el.span(channel_sign(here, 28), class_name="beginning-mark"),
        rx.el.p(
            texts.BEGINNING + " ",
            rx.el.strong(channel_name(here)),
            ".",
            rx.cond(empty, " " + texts.SAY_HELLO, ""),
        ),
        class_name="beginning",
    )


def _row(message: Any) -> rx.Component:
    return rx.fragment(
        message_row(message=message, starts_new=message["seq"] == HistoryState.new_from),
        key=message["id"],
    )
