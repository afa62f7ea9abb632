"""What stands above a page: the channel's topic, and the window's title."""

import reflex as rx

from chat_app.ui.components.browser import beside


class Topic(rx.Component):
    """What the channel is about; pressed, all of it."""

    library = beside(__file__)
    tag = "Topic"

    topic: rx.Var[str]
    html: rx.Var[str]


class WindowTitle(rx.Component):
    """The title of the window."""

    library = beside(__file__)
    tag = "WindowTitle"

    title: rx.Var[str]
