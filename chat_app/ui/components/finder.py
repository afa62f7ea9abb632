"""The search."""

from typing import Any

import reflex as rx

from chat_app.ui import texts
from chat_app.ui.components.browser import Finder, LocalMoment
from chat_app.ui.components.icon import icon
from chat_app.ui.components.links import message_address, page_link
from chat_app.ui.states.search import SearchState


def finder() -> rx.Component:
    """The dialog to search in, closed."""
    return Finder.create(
        rx.el.ul(rx.foreach(SearchState.found, _found), role="list"),
        label=texts.SEARCH_MESSAGES,
        field_label=texts.SEARCH,
        hint=texts.SEARCH_HINT,
        nothing_text=texts.NOTHING_FOUND,
        one_text=texts.ONE_FOUND,
        many_text=texts.FOUND,
        close_label=texts.CLOSE,
        close_icon=icon("close"),
        icon=icon("search", 20),
        answered=SearchState.answered,
        count=SearchState.found.length(),  # pyright: ignore[reportAttributeAccessIssue]
        on_look_up=SearchState.look_up,
    )


def _found(item: Any) -> rx.Component:
    return rx.el.li(
        page_link(
            rx.el.span(
                rx.cond(item["private"], icon("lock", 14), icon("hash", 14)),
                rx.el.span(item["channel"], class_name="found-channel"),
                rx.el.span(item["author"], class_name="author", data_color=item["color"]),
                LocalMoment.create(at=item["at"]),
                class_name="found-place",
            ),
            rx.html(item["excerpt"], class_name="found-text"),
            href=message_address(item["channel"], item["id"]),
            class_name="found",
        ),
        key=item["id"],
    )
