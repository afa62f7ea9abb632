"""The queries of messages, built once: posting is what this application does most."""

from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, func, literal_column, or_, select
from sqlalchemy.sql import ColumnElement

from chat_app.backends.postgres import PREPARED
from chat_app.backends.typed_rows import Query, json_rows
from chat_app.models import Channel, Membership, Mention, Message, Reaction, User, UserSession
from chat_app.models.columns import BIG_ID, UtcDateTime, table_of
from chat_app.models.users import ADMIN
from chat_app.realtime.rendering import QUOTE_SOURCE_LENGTH
from chat_app.services.rows import ActorRow, MessageRow, UserName

_users = table_of(User)
_sessions = table_of(UserSession)
_channels = table_of(Channel)
_memberships = table_of(Membership)
_messages = table_of(Message)
_reactions = table_of(Reaction)
_mentions = table_of(Mention)
replied = _messages.alias("replied")
replied_author = _users.alias("replied_author")
_mentioned = _users.alias("mentioned")

# What a reply shows of the message it answers. See `public.quote`.
QUOTE = (
    replied.c.id.label("quote_id"),
    replied.c.seq.label("quote_seq"),
    func.substr(replied.c.text, literal_column("1"), literal_column(str(QUOTE_SOURCE_LENGTH))).label(
        "quote_text"
    ),
    replied.c.deleted_at.label("quote_deleted_at"),
    replied_author.c.id.label("quote_author_id"),
    replied_author.c.display_name.label("quote_author"),
    replied_author.c.username.label("quote_username"),
    replied_author.c.shared_name.label("quote_shared_name"),
)

_user_id = bindparam("user_id", type_=Integer)
# A prepared statement takes it for what stands here: too large a number finds nothing, and is no error.
_channel_id = cast(bindparam("channel_id", type_=BIG_ID), BIG_ID)
# What a message shows of its author. See `public.author`.
AUTHOR = (
    _users.c.username,
    _users.c.display_name,
    _users.c.color,
    _users.c.owner_id.is_not(None).label("bot"),
    _users.c.shared_name,
)


def is_open(session_id: Any) -> ColumnElement[bool]:
    """Return the condition for a session to be this one, and one to act with: open, not ended, not over."""
    return and_(
        _sessions.c.id == session_id,
        _sessions.c.opened_at.is_not(None),
        _sessions.c.revoked_at.is_(None),
        _sessions.c.expires_at > bindparam("now", type_=UtcDateTime),
    )


# Whether a session is alive, and whose it is.
ACTOR = Query(
    ActorRow,
    select(_users.c.username, (_users.c.role == ADMIN).label("is_admin"))
    .join(_sessions, and_(is_open(bindparam("session_id", type_=String)), _sessions.c.user_id == _users.c.id))
    .where(_users.c.id == _user_id)
    .execution_options(**PREPARED),
)

# Who of those with these usernames there is, and that a message mentions them.
USERS_BY_NAME = Query(
    UserName,
    select(_users.c.id, _users.c.username)
    .where(_users.c.username.in_(bindparam("names", expanding=True)))
    .order_by(_users.c.id)
    .limit(bindparam("most", type_=Integer)),
)
INSERT_MENTION = _mentions.insert()

# See `public.reactions` and `public.mentions`. Cast, so that whatever SQLite has stored there is a text.
_given = (
    select(json_rows(_reactions.c.id, _reactions.c.user_id, cast(_reactions.c.emoji, String)))
    .where(_reactions.c.message_id == _messages.c.id)
    .scalar_subquery()
    .label("reactions")
)
_named = (
    select(json_rows(_mentioned.c.id, cast(_mentioned.c.username, String)))
    .where(_mentions.c.message_id == _messages.c.id, _mentioned.c.id == _mentions.c.user_id)
    .scalar_subquery()
    .label("mentions")
)

_message_rows = (
    select(
        _messages.c.id,
        _messages.c.channel_id,
        _messages.c.seq,
        _messages.c.author_id,
        _messages.c.text,
        _messages.c.created_at,
        _messages.c.edited_at,
        _messages.c.deleted_at,
        _messages.c.client_message_id,
        _messages.c.reply_to_id,
        _messages.c.change,
        *AUTHOR,
        *QUOTE,
        _named,
        _given,
    )
    .join(_users, _users.c.id == _messages.c.author_id)
    .outerjoin(replied, replied.c.id == _messages.c.reply_to_id)
    .outerjoin(replied_author, replied_author.c.id == replied.c.author_id)
)

BY_ID = Query(
    MessageRow,
    _message_rows.where(_messages.c.id == bindparam("id", type_=BIG_ID)).execution_options(**PREPARED),
)

# Those of these ids, newest first.
BY_IDS = Query(
    MessageRow,
    _message_rows.where(_messages.c.id.in_(bindparam("ids", expanding=True))).order_by(_messages.c.id.desc()),
)

_of_channel = _message_rows.where(_messages.c.channel_id == _channel_id)
_low, _high = bindparam("low", type_=Integer), bindparam("high", type_=Integer)

BETWEEN = Query(MessageRow, _of_channel.where(_messages.c.seq.between(_low, _high)).order_by(_messages.c.seq))

# Messages up to a seq that have been changed since, in the order of their last changes.
CHANGED = Query(
    MessageRow,
    _of_channel.where(
        _messages.c.change.between(_low, _high), _messages.c.seq <= bindparam("newest", type_=Integer)
    )
    .order_by(_messages.c.change)
    .limit(bindparam("most", type_=Integer)),
)

# Messages from one seq to another that were changed since, or that answer one which was.
_since = bindparam("since", type_=Integer)
CHANGED_BETWEEN = Query(
    MessageRow,
    _of_channel.where(
        or_(_messages.c.change > _since, replied.c.change > _since), _messages.c.seq.between(_low, _high)
    ).order_by(_messages.c.seq),
)

# Takes the next number of a change in the channel, as posting does for messages.
NEXT_CHANGE = (
    _channels.update()
    .where(_channels.c.id == _channel_id)
    .values(last_change=_channels.c.last_change + 1)
    .returning(_channels.c.last_change)
)
