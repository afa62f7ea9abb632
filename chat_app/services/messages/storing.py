"""Storing messages: those of some posts that may be stored, as the next of their channel."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import psycopg2
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from chat_app.backends import outages
from chat_app.backends.database import asked_at, explained, get_engine, space, transaction
from chat_app.backends.loop_connections import LoopConnections
from chat_app.backends.memory import kept
from chat_app.errors import TooMany
from chat_app.events import MessagePosted
from chat_app.models.columns import UtcDateTime, now
from chat_app.schemas import MessagePublic
from chat_app.services import access
from chat_app.services.access import Actor, Claim
from chat_app.services.messages import mentions, posting_queries, reading
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.posting_queries import Outcome
from chat_app.services.messages.posts import Post, kinds, parameters
from chat_app.services.rows import Answer
from chat_app.services.transactions import MAX_CALLS_WAITING, Threads, record

MAX_LANES_AT_WORK = 3

# What becomes of a post that the statement alone does not tell.
LOOK_AGAIN = (Outcome.POSTED_BEFORE, Outcome.NOT_A_MEMBER)

_as_sqlite_keeps = UtcDateTime().bind_processor(sqlite.dialect())


def insert(
    session: Session, author: Actor | Claim, draft: Draft, too_often: TooMany | None = None
) -> tuple[MessagePublic, bool]:
    """Store a message as the next of its channel; return it, and whether it is new.

    Raises:
        SignedOut: the author's session is over.
        NotFound, Forbidden: the author is not a member.
        Invalid: the text, the client_message_id, or a reply to something that is not there.
        Conflict: the client_message_id is that of a message in another channel.
        TooMany: `too_often`, for a message that would be new.
    """
    post, at = Post(author, draft, too_often), now()
    session.flush()
    [answer] = store(session, draft.channel_id, [post], at)
    if answer.outcome in LOOK_AGAIN:
        return look_again(session, post, answer), False
    message = post.message(answer, at)
    record(session, MessagePosted(message))
    return message, True


def look_again(session: Session, post: Post, answer: Answer) -> MessagePublic:
    """Return the message that had been posted before.

    Raises:
        NotFound, Forbidden: why the author is not one who posts there.
        Busy: they have become one just now.
    """
    if answer.earlier_id is not None and answer.outcome == Outcome.POSTED_BEFORE:
        return reading.by_id(session, answer.earlier_id)
    access.membership_for(session, post.author, post.draft.channel_id)
    raise outages.busy()


def store(session: Session, channel_id: int, posts: Sequence[Post], at: datetime) -> list[Answer]:
    """Store those posts to one channel that may be stored; return what becomes of each.

    One statement on PostgreSQL. On SQLite two, one more for each message, two more if it names anybody.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return _run(connection, *_asking_and_storing(channel_id, posts, at))
    rows = [post.row(number) for number, post in enumerate(posts)]
    context = parameters(channel_id, rows, _as_sqlite_keeps and _as_sqlite_keeps(at))
    found = _run(connection, posting_queries.asking(kinds(posts)["replies"]), context)
    seqs = _take_numbers(connection, channel_id, sum(answer.outcome == Outcome.STORED for answer in found))
    return [
        _insert(session, answer, {**context, **row, "seq": next(seqs)})
        if answer.outcome == Outcome.STORED
        else answer
        for row, answer in zip(rows, found, strict=True)
    ]


def lane_of(post: Post) -> int:
    """Return which others it waits for: those to its channel; on SQLite, which has one writer, all."""
    return post.draft.channel_id if get_engine().dialect.name == "postgresql" else 0


async def store_together(posts: Sequence[Post], at: datetime, waiting_since: float) -> list[Answer]:
    """Store those posts of one lane that may be stored, in one transaction; return what becomes of each.

    `waiting_since` is when the first was asked for, by `time.monotonic`.
    """
    if get_engine().dialect.name == "postgresql":
        return await _store_on_loop(posts, at)
    return await _posting.run(lambda: _store_on_thread(posts, at, waiting_since))


async def _store_on_loop(posts: Sequence[Post], at: datetime) -> list[Answer]:
    try:
        rows = await _connections().run(*_asking_and_storing(posts[0].draft.channel_id, posts, at))
    except psycopg2.Error as error:
        raise explained(error) from error
    space.found()
    return [Answer(*row) for row in rows]


def _store_on_thread(posts: Sequence[Post], at: datetime, waiting_since: float) -> list[Answer]:
    answers: dict[int, Answer] = {}
    channel_ids = dict.fromkeys(post.draft.channel_id for post in posts)
    with asked_at(waiting_since), transaction() as session:
        for channel_id in channel_ids:
            here = [number for number, post in enumerate(posts) if post.draft.channel_id == channel_id]
            found = store(session, channel_id, [posts[number] for number in here], at)
            answers |= dict(zip(here, found, strict=True))
    return [answers[number] for number in range(len(posts))]


@kept
def _connections() -> LoopConnections:
    """Return what posts go through on PostgreSQL: one for each lane at work, and not many lanes at once."""
    return LoopConnections(get_engine().url, MAX_LANES_AT_WORK)


# Beside those of `transactions`, so that posts are not kept waiting by what else writes.
_posting = Threads("posting", 1, MAX_CALLS_WAITING, outages.busy)


def _asking_and_storing(channel_id: int, posts: Sequence[Post], at: datetime) -> tuple[str, dict[str, Any]]:
    """Return PostgreSQL's statement for posts to one channel, and its parameters."""
    rows = [post.row(number) for number, post in enumerate(posts)]
    return posting_queries.asking_and_storing(**kinds(posts)), parameters(channel_id, rows, at)


def _run(connection: Connection, statement: str, asked: dict[str, Any]) -> list[Answer]:
    return [Answer(*row) for row in connection.exec_driver_sql(statement, asked)]


def _take_numbers(connection: Connection, channel_id: int, many: int) -> Iterator[int]:
    """Take the next numbers of a channel."""
    if not many:
        return iter(())
    asked = {"channel_id": channel_id, "many": many}
    last: int = connection.exec_driver_sql(posting_queries.TAKING_NUMBERS, asked).scalar_one()
    return iter(range(last - many + 1, last + 1))


def _insert(session: Session, answer: Answer, row: dict[str, Any]) -> Answer:
    stored: int = session.connection().exec_driver_sql(posting_queries.STORING, row).scalar_one()
    people = mentions.store(session, stored, row["channel_id"], row["seq"], row["names"])
    return answer._replace(message_id=stored, seq=row["seq"], people=people)
