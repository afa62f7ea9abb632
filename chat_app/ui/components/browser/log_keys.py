"""The keyboard among the messages."""

import reflex as rx

from chat_app.ui.components.browser import beside


class LogKeys(rx.Component):
    """The keyboard among the messages."""

    library = beside(__file__)
    tag = "LogKeys"
