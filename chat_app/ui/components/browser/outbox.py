"""What was sent and is not stored yet."""

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
    group_pause: rx.Var[int]  # ms
    author: rx.Var[str]
    handle: rx.Var[str]
    initial: rx.Var[str]
    color: rx.Var[str]
    live: rx.Var[list[MessageView]]
    stored: rx.Var[list[str]]
    failed: rx.Var[dict]
    waiting: rx.Var[dict]
    connect_errors: rx.Var[list]
    sending_text: rx.Var[str]
    late_text: rx.Var[str]
    retry_text: rx.Var[str]
    retry_all_text: rx.Var[str]
    discard_text: rx.Var[str]
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
