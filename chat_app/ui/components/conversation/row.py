"""One message in the log, be it stored or on its way."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from chat_app.realtime.views import MessageView, QuoteView
from chat_app.ui.components.browser.language import say
from chat_app.ui.components.browser.times import DayDivider, LocalTime
from chat_app.ui.components.conversation.message_actions import reactions_of
from chat_app.ui.components.conversation.replies import quote_line
from chat_app.ui.components.parts.avatar import avatar, bot_mark, handle
from chat_app.ui.states.error_text import ErrorText
from chat_app.ui.texts import conversation as texts

GROUP_PAUSE_MS = 5 * 60 * 1000
_NO_ATTRIBUTE: rx.Var = rx.Var("undefined", _var_type=int)


class RowView(MessageView, total=False):
    """A message as its row shows it. One that is on its way has what follows, and neither id nor number.

    `browser/pending.js` makes those of what is in the outbox.
    """

    state: str  # `sending` or `failed`
    text: str  # as it was typed
    failure: ErrorText | str  # empty while it is being sent
    retry: Callable[[], None]
    discard: Callable[[], None]


def starts_group(message: Any) -> rx.Var[bool]:
    """Return whether a message shows author and time: of another author than before, a reply, or later on."""
    other: rx.Var[bool] = message["author_id"] != message["previous_author_id"]
    paused: rx.Var[bool] = message["at"] - message["previous_at"] > GROUP_PAUSE_MS
    return other | message["quote"].bool() | paused


@rx.memo
def message_row(message: rx.Var[RowView], starts_new: rx.Var[bool]) -> rx.Component:
    """Return one message, with the lines that belong above it. Painted again only when it changed."""
    row: Any = message
    starts = starts_group(row) | starts_new
    return rx.fragment(
        DayDivider.create(
            at=row["at"],
            previous_at=row["previous_at"],
            today=texts.TODAY,
            yesterday=texts.YESTERDAY,
        ),
        rx.cond(starts_new, _new_line()),
        rx.el.article(
            rx.el.div(
                rx.cond(
                    starts,
                    avatar(row["author"], row["color"], person=row["author_id"]),
                    LocalTime.create(at=row["at"], narrow=True),
                ),
                class_name="gutter",
            ),
            _body(row, starts),
            class_name=_class_of(row, starts),
            # For the buttons and the editor, which come into the row from outside.
            tab_index=rx.cond(row["state"], _NO_ATTRIBUTE, -1),
            data_seq=row["seq"],
            data_id=row["id"],
            data_at=row["at"],
            data_author=row["author_id"],
            data_deleted=rx.cond(row["deleted"], "true", "false"),
            data_color=row["color"],
            # Not read out on its way: the stored message that takes its place will be.
            aria_live=rx.cond(row["state"], "off", _NO_ATTRIBUTE),
        ),
    )


def _class_of(message: Any, starts: Any) -> rx.Var[str]:
    kind = rx.cond(message["state"], "message " + message["state"].to(str), "message")
    return kind.to(str) + rx.cond(starts, " starts", "").to(str)


def _new_line() -> rx.Component:
    return rx.el.div(
        rx.el.span(texts.NEW),
        role="separator",
        aria_label=texts.NEW,
        data_new="true",
        class_name="divider new",
    )


def _body(message: Any, starts: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            starts,
            _byline(message),
            # Seen by screen readers: grouped or not, a message says whose it is.
            rx.el.span(message["author"], handle(message), class_name="sr-only"),
        ),
        rx.cond(
            message["deleted"],
            rx.el.div(texts.DELETED, class_name="text deleted"),
            rx.fragment(
                rx.cond(message["quote"], quote_line(message["quote"].to(QuoteView)), rx.fragment()),
                rx.el.div(
                    rx.cond(message["state"], message["text"], rx.html(message["html"])),
                    rx.cond(message["edited"], rx.el.span(" " + texts.EDITED, class_name="edited")),
                    class_name=rx.cond(message["big"], "text big", "text"),
                    dir="auto",
                ),
            ),
        ),
        reactions_of(message),
        rx.cond(message["state"], _delivery(message), rx.fragment()),
        class_name="body",
    )


def _byline(message: Any) -> rx.Component:
    return rx.el.div(
        rx.el.button(
            message["author"],
            type="button",
            class_name="author",
            dir="auto",
            title="@" + message["username"].to(str),
            tab_index=-1,  # log_keys.jsx lets the Tab key come here from its message
            data_person=message["author_id"],
        ),
        handle(message),
        bot_mark(message),
        LocalTime.create(at=message["at"]),
        class_name="byline",
    )


def _delivery(message: Any) -> rx.Component:
    """Return how far a message on its way has come, and what can be done about one that failed."""
    return rx.cond(
        message["failure"],
        rx.el.p(
            rx.el.span(say(message["failure"]), role="alert"),
            _link(texts.RETRY, message["retry"]),
            _link(texts.DISCARD, message["discard"]),
            class_name="failure",
        ),
        rx.el.span(texts.SENDING, class_name="sending-note"),
    )


def _link(label: Any, act: Any) -> rx.Component:
    return rx.el.button(label, type="button", class_name="link", on_click=act.to(rx.event.EventChain))
