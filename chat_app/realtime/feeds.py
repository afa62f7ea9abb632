"""One feed a channel and process: what all who look at the channel see alike, and who they are."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

from chat_app.failures import attempt, contained, describe
from chat_app.realtime.ports import ChannelSnapshot, LiveStore, RunInThread, Titles, Transport
from chat_app.realtime.views import ChannelView, PersonView, TypistView
from chat_app.realtime.windows import SLOTS, Window
from chat_app.schemas import MessagePublic, UserPublic

log = logging.getLogger(__name__)

SHARED_VARS = ("channel", "start", *SLOTS, "change", "online", "typing")
# After a sending a feed pauses for this many times what the sending took, so that a busy channel
# costs a bounded share of the processor however fast people write. Changes meanwhile go out together.
PAUSE_FACTOR = 3.0
MIN_PAUSE_SECONDS = 0.005
RETRY_SECONDS = 1.0  # until a channel that could not be read is read again
Change = tuple[MessagePublic, int]  # a message as it is now, and the number of the change (0: posted)
READ_AGAIN = "Message %s could not be taken in; its channel is read again."


@dataclass
class Feed:
    """A channel's shared state. `version` counts its changes; `highest_seq_seen` is of its messages.

    `viewers` are the pages that show the channel, `served` those of them that have been sent all of it, and
    `followers` those that read along, each with its user. Only those served are sent what changes: otherwise
    a page would show parts of this channel among those of the one before.
    `change` is the number of the newest change of a message before which none is missing.
    `titles` are personal: they are no part of what is shared. `parent_id` is what a thread hangs from.
    `stale`: something happened that the last reading may lack, `arrived_while_loading` what came during one.
    """

    channel_id: int
    view: ChannelView | None = None
    titles: Titles = field(default_factory=Titles)
    parent_id: int | None = None
    members: set[int] = field(default_factory=set[int])
    window: Window = field(default_factory=Window)
    online: list[PersonView] = field(default_factory=list[PersonView])
    typing: list[TypistView] = field(default_factory=list[TypistView])
    viewers: set[str] = field(default_factory=set[str])
    served: set[str] = field(default_factory=set[str])
    followers: dict[str, int] = field(default_factory=dict[str, int])
    version: int = 0
    highest_seq_seen: int = 0
    change: int = 0
    highest_change_seen: int = 0
    stale: bool = False
    arrived_while_loading: list[Change] = field(default_factory=list[Change])
    loading: asyncio.Task[None] | None = None
    pending: set[str] = field(default_factory=set[str])
    timer: asyncio.Handle | None = None
    paused_until: float = 0.0

    @property
    def behind(self) -> bool:
        """Return whether the database has something that this lacks."""
        return (
            self.stale
            or self.window.last_seq < self.highest_seq_seen
            or self.change < self.highest_change_seen
        )

    def values(self, names: Iterable[str] = SHARED_VARS) -> dict[str, Any]:
        """Return the named vars as they are now."""
        slots = self.window.slots
        others = {
            "channel": self.view,
            "start": self.window.start,
            "change": self.change,
            "online": self.online,
            "typing": self.typing,
        }
        return {name: slots[name] if name in slots else others[name] for name in names}


class Feeds:
    """The feeds of the channels that any page shows, and of those that are being read.

    What keeps them from each other: each is read by its own task and sent by its own call. What keeps a feed
    from one of its messages: one that cannot be taken in leaves the feed behind, and a feed that is behind is
    read from the database.
    """

    def __init__(self, store: LiveStore, transport: Transport, run: RunInThread) -> None:
        self._store, self._transport, self._run = store, transport, run
        self._feeds: dict[int, Feed] = {}

    def get(self, channel_id: int | None) -> Feed | None:
        return self._feeds.get(channel_id) if channel_id is not None else None

    def __iter__(self) -> Iterator[Feed]:
        return iter(list(self._feeds.values()))

    async def open(self, channel_id: int, sid: str) -> Feed:
        """Show the channel to a page; the feed is loaded when this returns."""
        feed = self._feeds.setdefault(channel_id, Feed(channel_id))
        feed.viewers.add(sid)
        if feed.view is None:
            feed.stale = True
            await asyncio.shield(self._reload(feed))
        return feed

    async def refresh(self, channel_id: int) -> Feed:
        """Read a channel again, because it has changed; also one that no page shows."""
        feed = self._feeds.setdefault(channel_id, Feed(channel_id))
        feed.stale = True
        await asyncio.shield(self._reload(feed))
        return feed

    def close(self, feed: Feed, sid: str) -> None:
        """Forget a page that no longer shows the channel; a feed without pages is let go."""
        feed.viewers.discard(sid)
        feed.served.discard(sid)
        self._let_go(feed)

    def post(self, feed: Feed, message: MessagePublic) -> None:
        """Take in a new message; where one before it is missing, read from the database."""
        feed.highest_seq_seen = max(feed.highest_seq_seen, message.seq)
        self._note(feed, message)
        added: set[str] = set()
        if feed.view is not None and message.seq == feed.window.last_seq + 1:
            added = attempt(lambda: feed.window.add(message), added, READ_AGAIN, message.id)
            self.changed(feed, added)
        if not added and feed.behind:
            self._reload(feed)

    def replace(self, feed: Feed, message: MessagePublic, number: int = 0) -> None:
        """Show a message as it is now; where a change before this one is missing, read from the database."""
        feed.highest_change_seen = max(feed.highest_change_seen, number)
        self._note(feed, message, number)
        names = attempt(lambda: feed.window.replace(message), None, READ_AGAIN, message.id)
        feed.stale |= names is None
        if names is not None and feed.view is not None and number == feed.change + 1:
            feed.change = number
            names.add("change")
        elif feed.behind:
            self._reload(feed)
        self.changed(feed, names or ())

    def rename(self, feed: Feed, user: UserPublic, shared_name: bool) -> None:
        """Show a person's messages under their name and colour as they are now."""
        feed.stale |= feed.loading is not None
        self.changed(feed, feed.window.rename(user, shared_name))

    def changed(self, feed: Feed, names: Iterable[str]) -> None:
        """Send these vars at once, or with others when the last sending was only just now."""
        before = len(feed.pending)
        feed.pending.update(names)
        if len(feed.pending) == before == 0:
            return
        feed.version += 1
        if feed.timer is None:
            loop = asyncio.get_running_loop()
            wait = feed.paused_until - loop.time()
            feed.timer = (
                loop.call_later(wait, self._send, feed) if wait > 0 else loop.call_soon(self._send, feed)
            )

    def _send(self, feed: Feed) -> None:
        names, feed.pending, feed.timer = feed.pending, set(), None
        began = perf_counter()
        if feed.served and feed.view is not None:
            with contained("Channel %s could not be sent.", feed.channel_id):
                self._transport.push(feed.served, feed.values(names), feed.values)
        pause = max(MIN_PAUSE_SECONDS, PAUSE_FACTOR * (perf_counter() - began))
        feed.paused_until = asyncio.get_running_loop().time() + pause

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
                feed.stale, feed.arrived_while_loading = False, []
                told = feed.highest_seq_seen, feed.highest_change_seen
                snapshot = await self._run(self._store.channel, feed.channel_id)
                if snapshot is None:
                    return
                self._take(feed, snapshot)
                if told == (feed.highest_seq_seen, feed.highest_change_seen):
                    # What was reported before the reading, and is not in it, is nowhere: not asked for again.
                    feed.highest_seq_seen = min(feed.highest_seq_seen, feed.window.last_seq)
                    feed.highest_change_seen = min(feed.highest_change_seen, feed.change)
        except BaseException:
            feed.stale = True
            raise
        finally:
            feed.loading, feed.arrived_while_loading = None, []
            self._let_go(feed)

    def _take(self, feed: Feed, snapshot: ChannelSnapshot) -> None:
        before = feed.values()
        feed.view, feed.members = snapshot.view, snapshot.member_ids
        feed.titles, feed.parent_id = snapshot.titles, snapshot.parent_id
        feed.window.load(snapshot.messages)
        feed.change = snapshot.last_change
        for message, number in feed.arrived_while_loading:
            with contained(READ_AGAIN, message.id):
                feed.window.take(message)
                feed.change += number == feed.change + 1
        self.changed(feed, [name for name, value in feed.values().items() if value != before[name]])

    def _note(self, feed: Feed, message: MessagePublic, number: int = 0) -> None:
        if feed.loading is not None:
            feed.arrived_while_loading.append((message, number))

    def _loaded(self, feed: Feed, task: asyncio.Task[None]) -> None:
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("Channel %s could not be read.\n%s", feed.channel_id, describe(error))
        asyncio.get_running_loop().call_later(RETRY_SECONDS, self._retry, feed)

    def _retry(self, feed: Feed) -> None:
        if feed.viewers and feed.behind:
            self._reload(feed)
