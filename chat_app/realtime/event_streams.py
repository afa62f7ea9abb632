"""Event streams of HTTP clients: what each of them has to be told next.

Lives on the event loop alone, like the hub. A stream never holds more than a bounded number of events:
one that is too slow forgets them and reads from the database again, so that it misses no message.
"""

import asyncio
from collections import deque
from collections.abc import Collection

from chat_app import events
from chat_app.errors import TooMany
from chat_app.events import Event
from chat_app.realtime.presence import Status

MAX_WAITING_EVENTS = 500


class Stream:
    """One listener. `channels` are theirs; None while they are being read: then anything is taken in,
    and the reader of the stream leaves out what is of no channel of theirs.

    `behind`: the database has to be asked. `overflowed`: events were forgotten.
    """

    def __init__(self, user_id: int, session_id: str) -> None:
        self.user_id, self.session_id = user_id, session_id
        self.channels: set[int] | None = None
        self.behind, self.overflowed, self.ended = True, False, False
        self._waiting: deque[Event] = deque()
        self._woken = asyncio.Event()

    def offer(self, event: Event) -> None:
        """Have the event told."""
        if len(self._waiting) >= MAX_WAITING_EVENTS:
            self._waiting.clear()
            self.behind = self.overflowed = True
        self._waiting.append(event)
        self._woken.set()

    def mark_behind(self) -> None:
        """Have the database asked."""
        self.behind = True
        self._woken.set()

    def end(self) -> None:
        """Have the stream closed."""
        self.ended = True
        self._woken.set()

    async def next(self, seconds: float) -> Event | None:
        """Return the next event; None when none came in time, or when something else has to be done."""
        if not self._waiting and not self.behind and not self.ended:
            self._woken.clear()
            try:
                await asyncio.wait_for(self._woken.wait(), seconds)
            except TimeoutError:
                return None
        return self._waiting.popleft() if self._waiting and not self.behind and not self.ended else None


class Streams:
    """The open streams of this process. Hears of everything, and offers to each what concerns it.

    Offering only puts an event where its stream finds it. What is made of it is the stream's own work, in the
    task of its own request (`services.event_stream.follow`): it can fail there and end that stream alone.
    """

    def __init__(self, most_a_person: int) -> None:
        self._most = most_a_person
        self._streams: set[Stream] = set()

    def open(self, user_id: int, session_id: str) -> Stream:
        """Begin a stream; it collects from now on.

        Raises:
            TooMany: this person has as many as one may have.
        """
        if sum(stream.user_id == user_id for stream in self._streams) >= self._most:
            sentence = "You have too many event streams open. Close one first."
            raise TooMany(sentence, retry_after=60, limit=self._most)
        stream = Stream(user_id, session_id)
        self._streams.add(stream)
        return stream

    def close(self, stream: Stream) -> None:
        self._streams.discard(stream)

    def end(self) -> None:
        """Have all of them closed; who listens goes on behind their last event when they come again."""
        for stream in self._streams:
            stream.end()

    def clear(self) -> None:
        """Forget all of them."""
        self._streams.clear()

    def handle(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case events.MessagePosted(message) | events.MessageChanged(message):
                self._offer(event, int(message.channel_id))
            case events.MemberJoined(channel_id, user_id) | events.MemberLeft(channel_id, user_id):
                self._moved(event, channel_id, user_id)
            case events.ChannelChanged(channel_id):
                self._offer(event, channel_id)
            case events.ChannelDeleted(channel_id):
                self._offer(event, channel_id)
                for stream in self._streams:
                    _take_away(stream, channel_id)
            case events.TypingStarted(channel_id, user_id):
                self._offer(event, channel_id, but=user_id)
            case events.SessionEnded(session_id, _):
                for stream in self._streams:
                    if stream.session_id == session_id:
                        stream.end()
            case _:  # the others are told to nobody
                pass

    def handle_presence(self, user_id: int, status: Status, channel_ids: Collection[int]) -> None:
        """Take in what the hub reports of presence."""
        event = events.PresenceChanged(user_id, status, frozenset(channel_ids))
        for stream in self._streams:
            if stream.channels is None or not stream.channels.isdisjoint(event.channel_ids):
                stream.offer(event)

    def _moved(self, event: Event, channel_id: int, user_id: int) -> None:
        for stream in self._streams:
            if stream.user_id == user_id:
                stream.offer(event)
                if isinstance(event, events.MemberLeft):
                    _take_away(stream, channel_id)
                stream.mark_behind()
            elif stream.channels is None or channel_id in stream.channels:
                stream.offer(event)

    def _offer(self, event: Event, channel_id: int, but: int | None = None) -> None:
        for stream in self._streams:
            if stream.user_id != but and (stream.channels is None or channel_id in stream.channels):
                stream.offer(event)


def _take_away(stream: Stream, channel_id: int) -> None:
    if stream.channels is not None:
        stream.channels.discard(channel_id)
