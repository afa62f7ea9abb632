"""How far an event stream has come: of each channel the newest message and the newest change it told.

Written `channel.seq.change`, with `_` between channels: the id of an event, which its client brings back.
"""

import re
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from chat_app.errors import FieldError, Invalid
from chat_app.models import Channel, Membership, Message
from chat_app.schemas import MessagePublic
from chat_app.services import shown, statements
from chat_app.services.access import Actor

PATTERN = r"^(\d{1,18}\.\d{1,9}\.\d{1,9}(_\d{1,18}\.\d{1,9}\.\d{1,9})*)?$"
LONGEST = 65_536
AT_ONCE = 200


@dataclass(frozen=True)
class Position:
    """How far in one channel."""

    seq: int
    change: int


Cursor = dict[int, Position]


@dataclass(frozen=True)
class News:
    """A message that was missed, whether it is new or has been changed, and how far one is after it."""

    channel_id: int
    message: MessagePublic
    is_new: bool
    position: Position


@dataclass(frozen=True)
class Missed:
    """What came after a cursor, in order; where the actor's channels begin; whether there is more."""

    news: list[News]
    start: Cursor
    more: bool


def written(cursor: Cursor) -> str:
    """The cursor as text."""
    return "_".join(f"{channel}.{at.seq}.{at.change}" for channel, at in sorted(cursor.items()))


def read(text: str) -> Cursor:
    """A cursor from text.

    Raises:
        Invalid: it is none.
    """
    if len(text) > LONGEST or not re.fullmatch(PATTERN, text, re.ASCII):
        raise Invalid(FieldError("Last-Event-ID", "This is not the id of an event of this stream."))
    parts = [list(map(int, part.split("."))) for part in text.split("_") if part]
    return {channel: Position(seq, change) for channel, seq, change in parts}


def missed(session: Session, actor: Actor, cursor: Cursor | None) -> Missed:
    """What happened to messages in the actor's channels since; nothing when there is no cursor yet.

    A channel the cursor does not know begins when the actor joined it. At most a few hundred at once.
    """
    start: Cursor = {}
    news: list[News] = []
    for channel, joined_at in session.exec(_own(actor)).all():
        assert channel.id is not None
        newest = Position(channel.last_seq, channel.last_change)
        at = newest
        if cursor is not None:
            at = cursor.get(channel.id) or Position(_seq_before(session, channel, joined_at), newest.change)
        start[channel.id] = at
        if at != newest and len(news) < AT_ONCE:
            found = _in_channel(session, channel.id, at, newest)
            news += found
            start[channel.id] = at if found else newest
    return Missed(news, start, more=len(news) >= AT_ONCE)


def _in_channel(session: Session, channel_id: int, at: Position, newest: Position) -> list[News]:
    connection = session.connection()
    high = min(newest.seq, at.seq + AT_ONCE)
    asked = {"channel_id": channel_id, "low": at.seq + 1, "high": high}
    posted = [shown.message(row) for row in connection.execute(statements.BETWEEN, asked)]
    news = [News(channel_id, message, True, Position(message.seq, at.change)) for message in posted]
    if high < newest.seq:
        return news
    asked |= {"low": at.change + 1, "high": newest.change, "newest": at.seq, "most": AT_ONCE}
    changed = connection.execute(statements.CHANGED, asked).all()
    for row in changed:
        news.append(News(channel_id, shown.message(row), False, Position(newest.seq, row.change)))
    if news and len(changed) < AT_ONCE:
        # Changes to the messages that are new here are in them already.
        news[-1] = replace(news[-1], position=newest)
    return news


def _own(actor: Actor):
    mine = select(Channel, col(Membership.joined_at)).join(
        Membership, col(Membership.channel_id) == Channel.id
    )
    return mine.where(Membership.user_id == actor.user_id).order_by(col(Channel.id))


def _seq_before(session: Session, channel: Channel, moment) -> int:
    """The newest message of a channel before a moment."""
    earlier = Message.channel_id == channel.id, col(Message.created_at) < moment
    return session.exec(select(func.max(Message.seq)).where(*earlier)).one() or 0
