"""The open channel's name and topic, above its messages."""

import reflex as rx

from chat_app.ui import texts
from chat_app.ui.components.browser import DrawerButton, FinderButton, Topic
from chat_app.ui.components.icon import icon
from chat_app.ui.states.live import LiveState


def header() -> rx.Component:
    """The bar above the messages; on small screens it also brings out the drawers."""
    channel = LiveState.channel
    return rx.el.header(
        DrawerButton.create(
            icon("menu", 20),
            name="channels",
            label=texts.SHOW_CHANNELS,
            class_name="icon-button for-channels",
        ),
        rx.cond(channel["id"] != "", _title(), rx.el.div(class_name="channel-title")),
        FinderButton.create(icon("search", 20), label=texts.SEARCH_MESSAGES, class_name="icon-button"),
        DrawerButton.create(
            icon("people", 20),
            rx.el.span(LiveState.online.length(), class_name="people-count", aria_hidden="true"),
            name="people",
            label=texts.SHOW_PEOPLE,
            class_name="icon-button for-people",
        ),
        class_name="header",
    )


def _title() -> rx.Component:
    channel = LiveState.channel
    return rx.el.div(
        rx.el.h1(
            rx.cond(channel["private"], icon("lock", 18), icon("hash", 18)),
            rx.el.span(channel["name"]),
        ),
        Topic.create(topic=channel["topic"]),
        class_name="channel-title",
    )
