"""A sentence that goes away by itself."""

import reflex as rx

from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


class Toast(rx.Component):
    """A sentence that goes away by itself, perhaps with something to be done about it."""

    library = beside(__file__)
    tag = "Toast"

    message: rx.Var[str]
    about: rx.Var[str]
    seconds: rx.Var[float]
    action_label: rx.Var[str]
    dismiss_label: rx.Var[str]
    icon: rx.Var[rx.Component]
    on_action: rx.EventHandler[_nothing]
    on_dismiss: rx.EventHandler[_nothing]
