"""The field that a message is edited in."""

import reflex as rx

from chat_app.realtime.views import MessageView
from chat_app.ui.components.browser import beside, id_and_text

_nothing = rx.event.no_args_event_spec
_id = rx.event.passthrough_event_spec(str)


class MessageEditor(rx.Component):
    """The field in which a message is edited, in the row of the message."""

    library = beside(__file__)
    tag = "MessageEditor"

    channel_id: rx.Var[str]
    person: rx.Var[str]
    live: rx.Var[list[MessageView]]
    message_id: rx.Var[str]
    text: rx.Var[str]
    saved: rx.Var[str]
    error: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    save_label: rx.Var[str]
    cancel_label: rx.Var[str]
    on_edit: rx.EventHandler[_id]
    on_save: rx.EventHandler[id_and_text]
    on_cancel: rx.EventHandler[_nothing]
