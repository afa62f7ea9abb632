"""What is quoted in a message."""

import reflex as rx

from chat_app.ui.components.browser import beside


class QuoteLink(rx.Component):
    """Leads to the message with this seq; `on_open` when it is not among those on show."""

    library = beside(__file__)
    tag = "QuoteLink"

    seq: rx.Var[int]
    label: rx.Var[str]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]
