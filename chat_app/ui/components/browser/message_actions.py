"""The buttons of a message."""

import reflex as rx

from chat_app.ui.components.browser import beside, id_and_text

_nothing = rx.event.no_args_event_spec
_id = rx.event.passthrough_event_spec(str)


class MessageActions(rx.Component):
    """The buttons of the message that is pointed at or has the focus."""

    library = beside(__file__)
    tag = "MessageActions"

    me: rx.Var[str]
    owner_ids: rx.Var[list[str]]
    is_admin: rx.Var[bool]
    joined: rx.Var[bool]
    editing: rx.Var[str]
    label: rx.Var[str]
    quick: rx.Var[list[str]]
    quick_label: rx.Var[str]
    react_label: rx.Var[str]
    react_icon: rx.Var[rx.Component]
    quote_length: rx.Var[int]
    reply_label: rx.Var[str]
    reply_icon: rx.Var[rx.Component]
    address: rx.Var[str]  # of a message, up to its id
    copy_label: rx.Var[str]
    copy_icon: rx.Var[rx.Component]
    edit_label: rx.Var[str]
    delete_label: rx.Var[str]
    edit_icon: rx.Var[rx.Component]
    delete_icon: rx.Var[rx.Component]
    on_react: rx.EventHandler[id_and_text]
    on_copied: rx.EventHandler[_nothing]
    on_edit: rx.EventHandler[_id]
    on_delete: rx.EventHandler[_id]
