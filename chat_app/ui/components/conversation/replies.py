"""Replies: the line that says what was answered."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser.replies import QuoteLink
from chat_app.ui.components.parts.avatar import handle
from chat_app.ui.states.history import HistoryState
from chat_app.ui.texts import conversation as texts


def quote_line(quote: Any) -> rx.Component:
    """Return the message that was answered, on one line; it leads there, if its number is known."""
    words = (
        rx.el.strong(quote["author"], dir="auto"),
        handle(quote),
        " ",
        rx.cond(quote["deleted"], rx.el.em(texts.DELETED), rx.el.span(quote["text"], dir="auto")),
    )
    open_it = HistoryState.show_message(quote["seq"])
    return rx.cond(
        quote["seq"],
        QuoteLink.create(*words, seq=quote["seq"], label=texts.GO_TO_ORIGINAL, on_open=open_it),
        rx.el.p(*words, class_name="quote"),
    )
