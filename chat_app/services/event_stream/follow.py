"""Following what happens: an event stream from its cursor on, by truth from the database.

Live events are sent as they come as long as each is the next of its channel; where one is missing, or
the listener was too slow, the database is asked for what is there. So no message is left out, in
any order in which events arrive. Presence, typing and members are sent as they come, and only then.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from chat_app import events
from chat_app.errors import SignedOut, Unavailable
from chat_app.events import Event, MessageChanged, MessagePosted
from chat_app.realtime.background import RETRY_SECONDS
from chat_app.realtime.event_streams import Stream
from chat_app.schemas import (
    ChannelChanged,
    MembershipChanged,
    MessagePublic,
    PresenceChanged,
    Public,
    StreamOpened,
    StreamResynced,
    Typing,
)
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.event_stream import cursors
from chat_app.services.event_stream.cursors import Cursor, Missed, Position
from chat_app.services.transactions import in_thread, read


@dataclass(frozen=True)
class StreamEvent:
    """One event of a stream; `id` is how far the listener is after it, empty for what is fleeting."""

    name: str
    data: Public
    id: str = ""


class Follower:
    """One listener who follows what happens."""

    def __init__(self, stream: Stream, actor: Actor, cursor: Cursor | None) -> None:
        self._stream, self._actor = stream, actor
        self._cursor, self._resumes, self._opened = cursor, cursor is not None, False
        self._theirs: set[int] = set()  # the listener's channels, with those they have yet to hear they lost

    async def listen(self, heartbeat: float, lasts: float) -> AsyncIterator[StreamEvent | None]:
        """Yield what there is to send, in order; None as a sign of life. Ends with the session or in time."""
        ends_at = time.monotonic() + lasts
        while not self._stream.ended and (left := ends_at - time.monotonic()) > 0:
            try:
                for told in await self._next(min(heartbeat, left)):
                    yield told
            except SignedOut:
                return
            except Unavailable:  # it goes on where it was, once the database is back
                self._stream.mark_behind()
                yield None
                await asyncio.sleep(RETRY_SECONDS)

    async def _next(self, seconds: float) -> Iterable[StreamEvent | None]:
        if self._stream.behind:
            return await self._catch_up()
        event = await self._stream.next(seconds)
        if event is not None:
            return self._live(event)
        if not self._stream.behind:
            await in_thread(read, sessions.check, self._actor)
            return [None]
        return []

    async def _catch_up(self) -> list[StreamEvent]:
        """Read what is missing. Meanwhile the stream takes in anything; what is not its own is left out."""
        stream = self._stream
        stream.behind, stream.channels = False, None
        missed = await in_thread(read, _missed, self._actor, self._cursor)
        self._cursor = missed.start
        told: list[StreamEvent] = []
        stream.channels = set(missed.start)
        self._theirs = stream.channels | (set() if stream.overflowed else self._theirs)
        if not self._opened:
            told.append(self._opening())
        for news in missed.news:
            name = "message.posted" if news.is_new else _name_of_change(news.message)
            told.append(self._advanced(news.channel_id, news.position, name, news.message))
        stream.behind |= missed.more
        if stream.overflowed and not stream.behind:
            stream.overflowed = False
            told.append(StreamEvent("stream.resynced", StreamResynced()))
        return told

    def _opening(self) -> StreamEvent:
        assert self._cursor is not None
        self._opened = True
        data = StreamOpened(resumed=self._resumes, channel_ids=[str(each) for each in sorted(self._cursor)])
        return StreamEvent("stream.opened", data, cursors.encode(self._cursor))

    def _advanced(
        self, channel_id: int, position: Position, name: str, message: MessagePublic
    ) -> StreamEvent:
        assert self._cursor is not None
        self._cursor = {**self._cursor, channel_id: position}
        return StreamEvent(name, message, cursors.encode(self._cursor))

    def _live(self, event: Event) -> Iterator[StreamEvent]:
        if isinstance(event, MessagePosted | MessageChanged):
            yield from self._live_message(event)
        elif self._concerns(event) and (fleeting := _fleeting(event)) is not None:
            yield fleeting

    def _concerns(self, event: Event) -> bool:
        """Return whether it is of one of the listener's channels, or of one that they have just lost."""
        match event:
            case events.PresenceChanged(channel_ids=channel_ids):
                return not channel_ids.isdisjoint(self._cursor or {})
            case events.ChannelDeleted(channel_id):
                return self._loses(channel_id)
            case events.MemberLeft(channel_id, user_id) if user_id == self._actor.user_id:
                return self._loses(channel_id)
            case _:
                return getattr(event, "channel_id", None) in (self._cursor or {})

    def _loses(self, channel_id: int) -> bool:
        was_theirs = channel_id in self._theirs or channel_id in (self._cursor or {})
        self._theirs.discard(channel_id)
        return was_theirs

    def _live_message(self, event: MessagePosted | MessageChanged) -> Iterator[StreamEvent]:
        message, channel_id = event.message, int(event.message.channel_id)
        at = (self._cursor or {}).get(channel_id)
        if at is None:  # not the listener's channel
            return
        if isinstance(event, MessagePosted):
            name, after = "message.posted", Position(message.seq, at.change)
            known, is_next = message.seq <= at.seq, message.seq == at.seq + 1
        else:
            name, after = f"message.{event.kind}", Position(at.seq, event.number)
            known, is_next = (
                event.number <= at.change,
                event.number == at.change + 1 and message.seq <= at.seq,
            )
        if is_next:
            yield self._advanced(channel_id, after, name, message)
        elif not known:
            self._stream.mark_behind()


def _missed(session: Session, actor: Actor, cursor: Cursor | None) -> Missed:
    sessions.check(session, actor)
    return cursors.missed(session, actor, cursor)


def _name_of_change(message: MessagePublic) -> str:
    """Return what became of a message while nobody listened, by how it is now."""
    if message.deleted:
        return "message.deleted"
    return "message.edited" if message.edited_at else "message.reacted"


def _fleeting(event: Event) -> StreamEvent | None:
    match event:
        case events.MemberJoined(channel_id, user_id):
            return StreamEvent(
                "member.joined", MembershipChanged(channel_id=str(channel_id), user_id=str(user_id))
            )
        case events.MemberLeft(channel_id, user_id):
            return StreamEvent(
                "member.left", MembershipChanged(channel_id=str(channel_id), user_id=str(user_id))
            )
        case events.ChannelChanged(channel_id):
            return StreamEvent("channel.changed", ChannelChanged(channel_id=str(channel_id)))
        case events.ChannelDeleted(channel_id):
            return StreamEvent("channel.deleted", ChannelChanged(channel_id=str(channel_id)))
        case events.TypingStarted(channel_id, user_id):
            return StreamEvent("typing", Typing(channel_id=str(channel_id), user_id=str(user_id)))
        case events.PresenceChanged(user_id, status, _):
            return StreamEvent("presence.changed", PresenceChanged(user_id=str(user_id), presence=status))
        case _:
            return None
