"""Copying several messages."""

import reflex as rx

from chat_app.ui.components.browser import beside


class Transcript(rx.Component):
    """What copying several messages gives."""

    library = beside(__file__)
    tag = "Transcript"
