"""The row of a message: when it shows whose it is, and that there is one row for all messages."""

from collections.abc import Sequence

import reflex as rx

from chat_app.realtime.rendering import views_of
from chat_app.realtime.views import MessageView
from chat_app.schemas import QuotePublic
from chat_app.ui.components.conversation.outbox import outbox
from chat_app.ui.components.conversation.row import RowView, message_row, starts_group
from tests.support.fakes import message
from tests.support.javascript import evaluated

SHOWN: rx.Var = rx.Var("message", _var_type=RowView).guess_type()


def starting(views: Sequence[MessageView]) -> list[bool]:
    """Return of each message whether it starts a group."""
    return evaluated(starts_group(SHOWN), "message", [*views])


def test_consecutive_messages_of_one_author_are_a_group() -> None:
    views = views_of([message(1, 1), message(2, 1), message(3, 2), message(4, 1)])
    assert starting(views) == [True, False, True, True]


def test_a_pause_of_more_than_five_minutes_starts_a_group() -> None:
    at = [message(1).created_at.replace(minute=minute) for minute in (0, 5, 11)]
    views = views_of([message(seq + 1, created_at=time) for seq, time in enumerate(at)])
    assert starting(views) == [True, False, True]


def test_a_reply_starts_a_group() -> None:
    quote = QuotePublic(
        id="1", seq=1, author_id="1", author="User 1", username="user1", text="message 1", deleted=False
    )
    assert starting(views_of([message(1), message(2, quote=quote), message(3)])) == [True, True, False]


def test_a_message_on_its_way_is_drawn_by_the_row_of_the_stored_ones() -> None:
    drawn = str(outbox().render()["props"])
    assert message_row(message=SHOWN, starts_new=False).render()["name"] in drawn
