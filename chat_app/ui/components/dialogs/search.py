"""The search."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from chat_app.ui.addresses import channel_address, message_address
from chat_app.ui.components.browser.language import Text, say
from chat_app.ui.components.browser.navigation import PageLink
from chat_app.ui.components.browser.search import Search
from chat_app.ui.components.browser.times import LocalMoment
from chat_app.ui.components.parts.avatar import avatar, bot_mark, handle
from chat_app.ui.components.parts.channel_name import channel_sign
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.search import MAX_QUESTION_LENGTH, SearchState
from chat_app.ui.texts import conversation as conversation_texts
from chat_app.ui.texts import dialogs as texts
from chat_app.ui.texts import parts as parts_texts
from chat_app.ui.texts import people as people_texts
from chat_app.ui.texts import sidebar as sidebar_texts


def search_dialog() -> rx.Component:
    """Return the dialog to search in, closed."""
    return Search.create(
        _section(sidebar_texts.CHANNELS, SearchState.channels, _channel),
        _section(people_texts.PEOPLE, SearchState.people, _person),
        _section(conversation_texts.MESSAGES, SearchState.found, _found),
        max_length=MAX_QUESTION_LENGTH,
        label=conversation_texts.SEARCH_MESSAGES,
        placeholder=texts.SEARCH_EVERYTHING,
        field_label=texts.SEARCH,
        hint=texts.SEARCH_HINT,
        nothing_text=texts.NOTHING_FOUND,
        one_text=texts.ONE_FOUND,
        many_text=texts.FOUND,
        close_label=parts_texts.CLOSE,
        close_icon=icon("close"),
        icon=icon("search", 20),
        answered=SearchState.answered,
        names_text=texts.NAMES_FOUND,
        count=_number(SearchState.found),
        names=_number(SearchState.channels) + _number(SearchState.people),
        on_look_up=SearchState.look_up,
        has_more=SearchState.has_more,
        so_far_text=texts.FOUND_SO_FAR,
        more_label=texts.MORE_RESULTS,
        more_error=say(SearchState.more_error),
        on_more=SearchState.load_more(SearchState.found[-1]["id"]),
    )


def _number(found: Any) -> Any:
    return found.length()


def _section(heading: Text, found: Any, show: Callable[[Any], rx.Component]) -> rx.Component:
    return rx.cond(
        found.length() > 0,
        rx.el.section(
            rx.el.h3(heading),
            rx.el.ul(rx.foreach(found, show), role="list"),
            class_name="search-section",
        ),
    )


def _channel(item: Any) -> rx.Component:
    return rx.el.li(
        PageLink.create(
            rx.cond(item["private"], icon("lock", 16), icon("hash", 16)),
            rx.el.strong(item["name"]),
            rx.el.span(item["topic"], class_name="search-result-topic"),
            href=channel_address(item["name"], item["id"]),
            class_name="search-result by-name",
        ),
        key=item["id"],
    )


def _person(item: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            avatar(item["display_name"], item["color"]),
            rx.el.strong(item["display_name"], dir="auto"),
            bot_mark(item),
            rx.el.span("@", item["username"], class_name="search-result-topic"),
            type="button",
            class_name="search-result by-name",
            data_person=item["id"],
            aria_haspopup="dialog",
        ),
        key=item["id"],
    )


def _found(item: Any) -> rx.Component:
    return rx.el.li(
        PageLink.create(
            rx.el.span(
                channel_sign(item, 14),
                rx.el.span(item["title"], class_name="search-result-channel", dir="auto"),
                rx.el.span(
                    rx.el.span(item["author"], class_name="author", dir="auto", data_color=item["color"]),
                    handle(item),
                ),
                LocalMoment.create(at=item["at"]),
                class_name="search-result-place",
            ),
            rx.html(item["excerpt"], class_name="search-result-text", dir="auto"),
            href=message_address(item["channel"], item["channel_id"], item["id"]),
            class_name="search-result",
        ),
        key=item["id"],
    )
