"""The statements of posting: which of some posts may be stored, and storing those that may.

PostgreSQL asks and stores in one statement, of which the posts of a channel are one parameter. SQLite cannot
insert within a SELECT: it asks, takes the numbers, and then inserts message by message. Both ask by the same
`_outcome`, which is where the rules stand. See docs/decisions/0025.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB, psycopg2
from sqlalchemy.sql import ColumnElement

from chat_app.backends.parameter_rows import parameter_rows
from chat_app.models import Membership, Message, User, UserSession
from chat_app.models.columns import BIG_ID, table_of
from chat_app.services import queries
from chat_app.services.queries import replied, replied_author
from chat_app.services.rows import Answer

_users = table_of(User)
_sessions = table_of(UserSession)
_memberships = table_of(Membership)
_earlier = table_of(Message).alias("earlier")


class Outcome(StrEnum):
    """What becomes of a post."""

    STORED = "stored"
    SIGNED_OUT = "signed out"
    NOT_A_MEMBER = "not a member"
    USED_ELSEWHERE = "used elsewhere"
    POSTED_BEFORE = "posted before"
    NOTHING_TO_ANSWER = "nothing to answer"
    TOO_OFTEN = "too often"


# The posts. `too_often`: their author has posted as much as may be for now.
POSTS = parameter_rows(
    "posts",
    number=Integer(),
    session_id=String(),
    user_id=BIG_ID,
    text=String(),
    search_words=String(),
    client_message_id=String(),
    reply_to=BIG_ID,
    names=JSON().with_variant(JSONB(), "postgresql"),
    too_often=Boolean(),
)
# A cast, so that too large a number finds nothing, and is no error.
_channel_id = cast(bindparam("channel_id"), BIG_ID)


def _outcome(replies: bool) -> ColumnElement[str]:
    """Return what becomes of a post: the first of the rules that it breaks, or that it is stored."""
    rules = [
        (_sessions.c.id.is_(None), Outcome.SIGNED_OUT),
        (_memberships.c.user_id.is_(None), Outcome.NOT_A_MEMBER),
        # Which its author may have had to leave since.
        (_earlier.c.channel_id != _memberships.c.channel_id, Outcome.USED_ELSEWHERE),
        (_earlier.c.id.is_not(None), Outcome.POSTED_BEFORE),
        (POSTS.c.too_often, Outcome.TOO_OFTEN),
    ]
    if replies:
        nothing = and_(POSTS.c.reply_to.is_not(None), replied.c.id.is_(None))
        rules.insert(-1, (nothing, Outcome.NOTHING_TO_ANSWER))
    return case(*((broken, _said(outcome)) for broken, outcome in rules), else_=_said(Outcome.STORED))


def _said(outcome: Outcome) -> ColumnElement[str]:
    return literal_column(f"'{outcome}'", String)


def _context(replies: bool) -> Select[*tuple[Any, ...]]:
    """Return each post with what becomes of it and what its message would show."""
    alive = queries.is_open(POSTS.c.session_id)
    mine = and_(_memberships.c.channel_id == _channel_id, _memberships.c.user_id == _users.c.id)
    # A null equals nothing: without a client_message_id there is no earlier one.
    before = and_(
        _earlier.c.author_id == _users.c.id, _earlier.c.client_message_id == POSTS.c.client_message_id
    )
    joined = (
        POSTS.outerjoin(_sessions, and_(alive, _sessions.c.user_id == POSTS.c.user_id))
        .outerjoin(_users, _users.c.id == _sessions.c.user_id)
        .outerjoin(_memberships, mine)
        .outerjoin(_earlier, before)
    )
    quote = queries.QUOTE
    if replies:
        here = and_(replied.c.id == POSTS.c.reply_to, replied.c.channel_id == _memberships.c.channel_id)
        joined = joined.outerjoin(replied, here)
        joined = joined.outerjoin(replied_author, replied_author.c.id == replied.c.author_id)
    else:
        quote = tuple(null().label(each.name) for each in quote)
    return select(
        *(each for each in POSTS.c if each.name not in ("session_id", "too_often")),
        _outcome(replies).label("outcome"),
        _earlier.c.id.label("earlier_id"),
        *queries.AUTHOR,
        *quote,
    ).select_from(joined)


# What is said of a post before it is stored.
_KNOWN = Answer._fields[:-3]

_ASKING_AND_STORING = """
WITH context AS MATERIALIZED ({context}),
good AS (SELECT * FROM context WHERE outcome = 'stored'),
-- Waits for other processes that post here. They wait for this one until all is committed.
taken AS (
    UPDATE channels SET last_seq = last_seq + (SELECT count(*) FROM good)
    WHERE id = CAST(%(channel_id)s AS BIGINT) AND EXISTS (SELECT FROM good)
    RETURNING id, last_seq
),
numbered AS (
    SELECT good.*, taken.id AS channel_id,
        taken.last_seq - count(*) OVER () + row_number() OVER (ORDER BY number) AS seq
    FROM good, taken
),
stored AS (
    INSERT INTO messages
        (channel_id, seq, author_id, text, search_words, client_message_id, reply_to_id, created_at)
    SELECT channel_id, seq, user_id, text, search_words, client_message_id, reply_to,
        CAST(%(now)s AS timestamptz)
    FROM numbered ORDER BY seq
    RETURNING id, seq
){mentioned}
SELECT {known}, stored.id AS message_id, seq, {people} AS people
FROM context LEFT JOIN numbered USING (number) LEFT JOIN stored USING (seq) ORDER BY number
"""
_MENTIONED = """,
mentioned AS (
    SELECT channel_id, seq, users.id AS user_id, users.username
    FROM numbered, jsonb_array_elements_text(names) AS name JOIN users ON users.username = name
),
told AS (
    INSERT INTO mentions (message_id, user_id, channel_id, seq)
    SELECT stored.id, user_id, channel_id, seq FROM mentioned JOIN stored USING (seq)
)"""
_PEOPLE = (
    "(SELECT json_agg(json_build_array(user_id, username) ORDER BY user_id) FROM mentioned"
    " WHERE mentioned.seq = numbered.seq)"
)


@lru_cache
def asking_and_storing(replies: bool, mentions: bool) -> str:
    """Return PostgreSQL's statement, for posts among which there may be replies, and mentions.

    Most posts are neither, and a shorter statement is a quicker one.
    """
    context = _context(replies).compile(dialect=psycopg2.dialect())
    return _ASKING_AND_STORING.format(
        context=context,
        known=", ".join(f"context.{each}" for each in _KNOWN),
        mentioned=_MENTIONED if mentions else "",
        people=_PEOPLE if mentions else "NULL",
    )


@lru_cache
def asking(replies: bool) -> str:
    """Return SQLite's question."""
    context = _context(replies).compile(dialect=sqlite.dialect(paramstyle="named"))
    return f"SELECT {', '.join(_KNOWN)} FROM ({context}) ORDER BY number"


TAKING_NUMBERS = "UPDATE channels SET last_seq = last_seq + :many WHERE id = :channel_id RETURNING last_seq"
STORING = """
INSERT INTO messages
    (channel_id, seq, author_id, text, search_words, client_message_id, reply_to_id, created_at)
VALUES (:channel_id, :seq, :user_id, :text, :search_words, :client_message_id, :reply_to, :now)
RETURNING id
"""
