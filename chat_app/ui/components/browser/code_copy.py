"""The buttons that copy code."""

import reflex as rx

from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


class CodeCopy(rx.Component):
    """The buttons that copy a message's code."""

    library = beside(__file__)
    tag = "CodeCopy"

    label: rx.Var[str]
    on_copied: rx.EventHandler[_nothing]
