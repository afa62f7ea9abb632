"""What was sent and is not stored yet."""

from typing import Any

import reflex as rx

from chat_app.realtime.views import MessageView, SidebarItem
from chat_app.ui.components.browser import beside


def _sending(
    channel_id: rx.Var[str], client_message_id: rx.Var[str], text: rx.Var[str], reply_to: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str], rx.Var[str]]:
    """Return what `on_send` is called with."""
    return channel_id, client_message_id, text, reply_to


class Outbox(rx.Component):
    """One's own messages that are not stored yet; it sends them."""

    library = beside(__file__)
    tag = "Outbox"

    channel_id: rx.Var[str]
    person: rx.Var[str]
    me: rx.Var[dict[str, str]]  # the part of a message's view that is its author's look
    row: rx.Var[Any]  # a function, which is given the view of a message and returns its row
    live: rx.Var[list[MessageView]]
    stored: rx.Var[list[str]]
    failed: rx.Var[dict]
    waiting: rx.Var[dict]
    connect_errors: rx.Var[list]
    late_text: rx.Var[str]
    retry_all_text: rx.Var[str]
    slow_text: rx.Var[str]
    sidebar: rx.Var[list[SidebarItem]]
    homeless_text: rx.Var[str]
    copy_text: rx.Var[str]
    discarded_text: rx.Var[str]
    undo_text: rx.Var[str]
    undo_seconds: rx.Var[float]
    dismiss_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]
    on_send: rx.EventHandler[_sending]
