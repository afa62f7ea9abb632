"""One feed a channel and process: what all who look at the channel see alike, and who they are."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

from chat_app.realtime.ports import ChannelSnapshot, Outlet, Run, Source
from chat_app.realtime.views import ChannelView, PersonView, TypistView
from chat_app.realtime.windows import PARTS, Window
from chat_app.schemas import MessagePublic, UserPublic

log = logging.getLogger(__name__)

EVERYTHING = ("channel", "start", *PARTS, "change", "online", "typing")
# After a sending a feed rests for this many times what the sending took, so that a busy channel
# costs a bounded share of the processor however fast people write. Changes meanwhile go out together.
REST_FACTOR = 3.0
REST_SECONDS = 0.005
RETRY_SECONDS = 1.0  # until a channel that could not be read is read again


@dataclass
class Feed:
    """A channel's shared state. `version` counts its changes; `heard` is the newest seq told of.

    `viewers` are the pages that show the channel, `followers` those that read along, with whose they are.
    `change` is the number of the newest change of a message before which none is missing.
    `stale`: something happened that the last reading may lack. `missed`: the messages told of during one,
    with the numbers of their changes (0: posted).
    """

    channel_id: int
    view: ChannelView | None = None
    members: set[int] = field(default_factory=set)
    window: Window = field(default_factory=Window)
    online: list[PersonView] = field(default_factory=list)
    typing: list[TypistView] = field(default_factory=list)
    viewers: set[str] = field(default_factory=set)
    followers: dict[str, int] = field(default_factory=dict)
    version: int = 0
    heard: int = 0
    change: int = 0
    heard_change: int = 0
    stale: bool = False
    missed: list[tuple[MessagePublic, int]] = field(default_factory=list)
    loading: asyncio.Task[None] | None = None
    pending: set[str] = field(default_factory=set)
    timer: asyncio.Handle | None = None
    resting_until: float = 0.0

    @property
    def behind(self) -> bool:
        """Whether the database has something that this lacks."""
        return self.stale or self.window.last_seq < self.heard or self.change < self.heard_change

    def values(self, names: Iterable[str] = EVERYTHING) -> dict[str, Any]:
        """The named vars as they are now."""
        source = {
            "channel": self.view,
            "start": self.window.start,
            **self.window.parts,
            "change": self.change,
            "online": self.online,
            "typing": self.typing,
        }
        return {name: source[name] for name in names}


class Feeds:
    """The feeds of the channels that somebody looks at, and of those that are being read."""

    def __init__(self, source: Source, outlet: Outlet, run: Run) -> None:
        self._source, self._outlet, self._run = source, outlet, run
        self._feeds: dict[int, Feed] = {}

    def get(self, channel_id: int | None) -> Feed | None:
        return self._feeds.get(channel_id) if channel_id is not None else None

    def __iter__(self) -> Iterator[Feed]:
        return iter(list(self._feeds.values()))

    async def open(self, channel_id: int, sid: str) -> Feed:
        """Let a page look at the channel; the feed is loaded when this returns."""
        feed = self._feeds.setdefault(channel_id, Feed(channel_id))
        feed.viewers.add(sid)
        if feed.view is None:
            feed.stale = True
            await asyncio.shield(self._reload(feed))
        return feed

    async def refresh(self, channel_id: int) -> Feed:
        """Read a channel anew, because something of it has changed; also one that nobody looks at."""
        feed = self._feeds.setdefault(channel_id, Feed(channel_id))
        feed.stale = True
        await asyncio.shield(self._reload(feed))
        return feed

    def close(self, feed: Feed, sid: str) -> None:
        """The page looks away; a feed that nobody looks at is let go."""
        feed.viewers.discard(sid)
        feed.followers.pop(sid, None)
        self._let_go(feed)

    def post(self, feed: Feed, message: MessagePublic) -> None:
        """Take in a new message; where one before it is missing, read from the database."""
        feed.heard = max(feed.heard, message.seq)
        self._note(feed, message)
        if feed.view is not None and message.seq == feed.window.last_seq + 1:
            self.changed(feed, feed.window.add(message))
        elif feed.behind:
            self._reload(feed)

    def replace(self, feed: Feed, message: MessagePublic, number: int = 0) -> None:
        """Show a message as it is now; where a change before this one is missing, read from the database."""
        feed.heard_change = max(feed.heard_change, number)
        self._note(feed, message, number)
        names = feed.window.replace(message)
        if feed.view is not None and number == feed.change + 1:
            feed.change = number
            names.add("change")
        elif feed.behind:
            self._reload(feed)
        self.changed(feed, names)

    def rename(self, feed: Feed, user: UserPublic) -> None:
        """Show a person's messages under their name and colour as they are now."""
        feed.stale |= feed.loading is not None
        self.changed(feed, feed.window.rename(user))

    def changed(self, feed: Feed, names: Iterable[str]) -> None:
        """Send these vars at once, or with others when the last sending was only just now."""
        before = len(feed.pending)
        feed.pending.update(names)
        if len(feed.pending) == before == 0:
            return
        feed.version += 1
        if feed.timer is None:
            loop = asyncio.get_running_loop()
            wait = feed.resting_until - loop.time()
            feed.timer = (
                loop.call_later(wait, self._send, feed) if wait > 0 else loop.call_soon(self._send, feed)
            )

    def _send(self, feed: Feed) -> None:
        names, feed.pending, feed.timer = feed.pending, set(), None
        began = perf_counter()
        if feed.viewers and feed.view is not None:
            self._outlet.push(feed.viewers, feed.values(names), feed.values)
        rest = max(REST_SECONDS, REST_FACTOR * (perf_counter() - began))
        feed.resting_until = asyncio.get_running_loop().time() + rest

    def _let_go(self, feed: Feed) -> None:
        if not feed.viewers and feed.loading is None:
            self._feeds.pop(feed.channel_id, None)

    def _reload(self, feed: Feed) -> asyncio.Task[None]:
        if feed.loading is None:
            feed.loading = asyncio.get_running_loop().create_task(self._load(feed))
            feed.loading.add_done_callback(partial(self._loaded, feed))
        return feed.loading

    async def _load(self, feed: Feed) -> None:
        """Read the channel; again if something was told meanwhile that the reading may lack."""
        try:
            while feed.behind:
                feed.stale, feed.missed = False, []
                snapshot = await self._run(self._source.channel, feed.channel_id)
                if snapshot is None:
                    return
                self._take(feed, snapshot)
        except BaseException:
            feed.stale = True
            raise
        finally:
            feed.loading, feed.missed = None, []
            self._let_go(feed)

    def _take(self, feed: Feed, snapshot: ChannelSnapshot) -> None:
        before = feed.values()
        feed.view, feed.members = snapshot.view, snapshot.member_ids
        feed.window.load(snapshot.messages)
        feed.change = snapshot.last_change
        for message, number in feed.missed:
            feed.window.take(message)
            feed.change += number == feed.change + 1
        self.changed(feed, [name for name, value in feed.values().items() if value != before[name]])

    def _note(self, feed: Feed, message: MessagePublic, number: int = 0) -> None:
        if feed.loading is not None:
            feed.missed.append((message, number))

    def _loaded(self, feed: Feed, task: asyncio.Task[None]) -> None:
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("Channel %s could not be read.", feed.channel_id, exc_info=error)
        asyncio.get_running_loop().call_later(RETRY_SECONDS, self._retry, feed)

    def _retry(self, feed: Feed) -> None:
        if feed.viewers and feed.behind:
            self._reload(feed)
