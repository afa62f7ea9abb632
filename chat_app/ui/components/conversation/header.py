"""The open channel's name and topic, above its messages."""

import reflex as rx

from chat_app.ui.components.browser.header import Topic
from chat_app.ui.components.browser.navigation import arrived, here
from chat_app.ui.components.browser.overlays import DrawerButton
from chat_app.ui.components.browser.search import SearchButton
from chat_app.ui.components.browser.unread import UnreadSum
from chat_app.ui.components.parts.channel_name import channel_sign, title_of
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.live import LiveState
from chat_app.ui.texts import conversation as texts
from chat_app.ui.texts import parts as parts_texts


def header() -> rx.Component:
    """Return the bar above the messages; on small screens it also brings out the drawers."""
    return rx.el.header(
        rx.el.div(
            DrawerButton.create(
                icon("menu", 20),
                name="channels",
                label=texts.SHOW_CHANNELS,
                class_name="icon-button for-channels",
            ),
            UnreadSum.create(
                sidebar=LiveState.sidebar, unread_text=parts_texts.UNREAD, mentions_text=parts_texts.MENTIONS
            ),
            class_name="menu-place",
        ),
        rx.cond(here["key"] != "", _title(), rx.el.div(class_name="channel-title")),
        SearchButton.create(icon("search", 20), label=texts.SEARCH_MESSAGES, class_name="icon-button"),
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
    return rx.el.div(
        rx.el.h1(
            channel_sign(here, 18),
            rx.el.span(title_of(here), dir="auto"),
        ),
        Topic.create(
            topic=rx.cond(arrived, LiveState.channel["topic"], ""),
            html=rx.cond(arrived, LiveState.channel["topic_html"], ""),
        ),
        class_name="channel-title",
    )
