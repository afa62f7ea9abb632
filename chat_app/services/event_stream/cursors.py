"""How far an event stream has come: of each channel the newest message and the newest change it sent.

Written, it is the id of an event, which its client brings back in a header. Proxies take headers of a few
thousand characters, and a person may be in hundreds of channels: so it is three numbers for each channel
(how far its id is from the one before, seq, change), seven bits to a byte, in Base64 behind a `~`. By hand
it can be written `channel.seq.change`, with `_` between channels.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session, col, func, select

from chat_app.errors import FieldError, Invalid
from chat_app.models import Channel, Message
from chat_app.schemas import MessagePublic
from chat_app.services import public, queries
from chat_app.services.access import Actor
from chat_app.services.channels import visible
from chat_app.services.messages import reading

_BY_HAND = r"\d{1,18}\.\d{1,9}\.\d{1,9}(_\d{1,18}\.\d{1,9}\.\d{1,9})*"
PATTERN = rf"^(~[A-Za-z0-9_-]*|{_BY_HAND})?$"
MAX_NUMBER = 999_999_999  # of messages and changes in a channel
MAX_CURSOR_LENGTH = 65_536
MAX_NEWS = 200


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


def encode(cursor: Cursor) -> str:
    """Return the cursor as text."""
    packed: list[bytes] = []
    before = 0
    for channel, at in sorted(cursor.items()):
        packed.append(_packed(channel - before, at.seq, at.change))
        before = channel
    return "~" + urlsafe_b64encode(b"".join(packed)).rstrip(b"=").decode()


def decode(text: str) -> Cursor:
    """Return the cursor that a text stands for.

    Raises:
        Invalid: it is none.
    """
    try:
        if len(text) > MAX_CURSOR_LENGTH or not re.fullmatch(PATTERN, text, re.ASCII):
            raise ValueError
        if text.startswith("~"):
            return _unpacked(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
        parts = [list(map(int, part.split("."))) for part in text.split("_") if part]
        return {channel: Position(seq, change) for channel, seq, change in parts}
    except ValueError:
        wrong = FieldError("Last-Event-ID", "This is not the id of an event of this stream.")
        raise Invalid(wrong) from None


@lru_cache(maxsize=65_536)  # from one event to the next, one channel of many has changed
def _packed(*numbers: int) -> bytes:
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return bytes(packed)


def _unpacked(packed: bytes) -> Cursor:
    cursor: Cursor = {}
    numbers, channel = [*_numbers(packed)], 0
    for step, seq, change in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        channel += step
        if not step or max(seq, change) > MAX_NUMBER:
            raise ValueError
        cursor[channel] = Position(seq, change)
    return cursor


def _numbers(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if shift > 63:  # more than a database has
            raise ValueError
        if byte < 128:
            yield number
            number = shift = 0
    if shift:
        raise ValueError


def missed(session: Session, actor: Actor, cursor: Cursor | None) -> Missed:
    """Return what happened to messages in the actor's channels since; nothing when there is no cursor yet.

    A channel the cursor does not know begins when the actor joined it. At most a few hundred at once.
    """
    start: Cursor = {}
    news: list[News] = []
    for channel, membership in visible.joined(session, actor):
        assert channel.id is not None
        newest = Position(channel.last_seq, channel.last_change)
        at = newest
        if cursor is not None:
            at = cursor.get(channel.id) or _beginning(session, channel, membership.joined_at)
        start[channel.id] = at
        if at != newest and len(news) < MAX_NEWS:
            found = _in_channel(session, channel.id, at, newest)
            news += found
            start[channel.id] = at if found else newest
    return Missed(news, start, more=len(news) >= MAX_NEWS)


def _in_channel(session: Session, channel_id: int, at: Position, newest: Position) -> list[News]:
    high = min(newest.seq, at.seq + MAX_NEWS)
    posted = reading.between(session, channel_id, at.seq + 1, high)
    news = [News(channel_id, message, True, Position(message.seq, at.change)) for message in posted]
    if high < newest.seq:
        return news
    asked = {"low": at.change + 1, "high": newest.change, "newest": at.seq, "most": MAX_NEWS}
    changed = queries.CHANGED.all(session, channel_id=channel_id, **asked)
    for row in changed:
        assert row.change is not None  # it was asked for
        news.append(News(channel_id, public.message(row), False, Position(newest.seq, row.change)))
    if news and len(changed) < MAX_NEWS:
        # Changes to the messages that are new here are in them already.
        news[-1] = replace(news[-1], position=newest)
    return news


def _beginning(session: Session, channel: Channel, joined_at: datetime) -> Position:
    """Return where a channel begins for a person who joined it then."""
    earlier = Message.channel_id == channel.id, col(Message.created_at) < joined_at
    seq = session.exec(select(func.max(Message.seq)).where(*earlier)).one() or 0
    return Position(seq, channel.last_change)
