"""A database in memory, pages that apply what they are sent, and threads that can be held up."""

import asyncio
import copy
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from chat_app import events
from chat_app.realtime.hub import Hub
from chat_app.realtime.person import Deleted, LiveChannel, LiveMembership
from chat_app.realtime.ports import ChannelSnapshot, PersonSnapshot, Titles
from chat_app.realtime.presence import Presence
from chat_app.realtime.rendering import views_of
from chat_app.realtime.views import ChannelView, MessageView, PersonView
from chat_app.realtime.windows import SLOTS, WINDOW
from chat_app.schemas import AuthorPublic, MessagePublic, UserPublic
from tests.support.asynchronous import soon, ticks

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
AWAY, GRACE = 300.0, 3.0


def message(seq: int, author_id: int = 1, text: str = "", channel_id: int = 1, **more: Any) -> MessagePublic:
    """Return a message as the services tell of it; a minute after the one before."""
    author = AuthorPublic(
        id=str(author_id), username=f"user{author_id}", display_name=f"User {author_id}", color="red"
    )
    more = {"created_at": NOON + timedelta(minutes=seq), "text": text or f"message {seq}"} | more
    return MessagePublic(
        id=f"{channel_id}000{seq}", channel_id=str(channel_id), seq=seq, author=author, **more
    )


def user(user_id: int, display_name: str, color: str = "blue") -> UserPublic:
    return UserPublic(
        id=str(user_id),
        username=f"user{user_id}",
        display_name=display_name,
        color=color,
        status="",
        created_at=NOON,
    )


@dataclass
class Channel:
    name: str
    private: bool = False
    topic: str = ""
    members: dict[int, int] = field(default_factory=dict)  # how far each has read
    messages: list[MessagePublic] = field(default_factory=list)
    last_change: int = 0
    titles: dict[int, str] = field(default_factory=dict)  # what each reads, of one without a name
    parent_id: int | None = None

    @property
    def kind(self) -> str:
        return "thread" if self.parent_id else "direct" if self.titles else "channel"

    def deleted_after(self, seq: int) -> list[int]:
        """Return the deleted messages behind that one."""
        return [each.seq for each in self.messages[seq:] if each.deleted]


class Database:
    """What `realtime.ports.LiveStore` reads and writes. `reads` counts; `failing` makes each call fail."""

    def __init__(self) -> None:
        self.channels: dict[int, Channel] = {}
        self.names: dict[int, str] = {}
        self.reads: list[str] = []
        self.expire_at: dict[str, float] = {}  # by session, in the loop's time
        self.failing = False

    def channel(self, channel_id: int) -> ChannelSnapshot | None:
        self._read(f"channel {channel_id}")
        if (found := self.channels.get(channel_id)) is None:
            return None
        view = ChannelView(
            id=str(channel_id),
            kind=found.kind,
            name="" if found.titles else found.name,
            topic=found.topic,
            topic_html=found.topic,
            private=found.private,
            member_count=len(found.members),
            owner_ids=[],
        )
        newest = found.messages[-WINDOW - 1 :]
        titles = Titles(found.name, found.titles)
        return ChannelSnapshot(view, set(found.members), newest, titles, found.last_change, found.parent_id)

    def person(self, user_id: int) -> PersonSnapshot | None:
        self._read(f"person {user_id}")
        if user_id not in self.names:
            return None
        view = PersonView(
            id=str(user_id),
            username=f"user{user_id}",
            handle="",
            display_name=self.names[user_id],
            color="red",
            status="",
            presence="online",
            bot=False,
        )
        memberships = {
            channel_id: LiveMembership(
                user_id,
                "" if found.titles else found.name,
                found.titles.get(user_id, found.name),
                found.private,
                found.members[user_id],
                LiveChannel(len(found.messages), Deleted(found.deleted_after(found.members[user_id]))),
                kind=found.kind,
                people=frozenset(found.titles),
                parent_id=found.parent_id,
            )
            for channel_id, found in self.channels.items()
            if user_id in found.members
        }
        return PersonSnapshot(view, False, memberships)

    def alive_sessions(self, session_ids: set[str]) -> set[str]:
        self._read("sessions")
        now = asyncio.get_running_loop().time()
        return {each for each in session_ids if now < self.expire_at.get(each, math.inf)}

    def save_marks(self, marks: list[tuple[int, int, int, int]]) -> None:
        self._read("save")
        for user_id, channel_id, seq, before in marks:
            members = self.channels[channel_id].members
            if user_id in members:
                taken_back = seq < before == members[user_id]
                members[user_id] = seq if taken_back else max(members[user_id], seq)

    def newest(self, channel_id: int) -> list[MessageView]:
        """Return what a page of the channel has to show in the end."""
        views = views_of(self.channels[channel_id].messages)
        return views[-WINDOW:]

    def _read(self, what: str) -> None:
        self.reads.append(what)
        if self.failing:
            raise OSError("the database is away")


class Threads:
    """`RunInThread` that comes back `delay()` ticks after it reads, and when it is held, once `release`d."""

    def __init__(self) -> None:
        self._gate = asyncio.Event()
        self._gate.set()
        self.delay: Callable[[], int] = lambda: 0

    def hold(self) -> None:
        self._gate.clear()

    async def release(self) -> None:
        self._gate.set()
        await ticks()

    async def __call__(self, function: Callable[..., Any], *args: Any) -> Any:
        await ticks(self.delay())
        result = function(*args)
        await ticks(self.delay())
        await self._gate.wait()
        return result


class Pages:
    """A Transport whose pages apply what they are sent. `sent` has (socket, names of vars) in order.

    `led` has the sockets that were shown the sign-in page, and the channels it leads back to.
    """

    def __init__(self) -> None:
        self.shown: dict[str, dict[str, Any]] = {}
        self.sent: list[tuple[str, set[str]]] = []
        self.led: list[tuple[str, str]] = []
        self.closed: list[str] = []

    def push(self, sids: Iterable[str], values: dict[str, Any], everything: Any = None) -> None:
        for sid in sids:
            self.shown.setdefault(sid, {}).update(copy.deepcopy(values))
            self.sent.append((sid, set(values)))

    def show_sign_in(self, sid: str, channel: ChannelView | None) -> None:
        self.led.append((sid, (channel["name"] or f"~{channel['id']}") if channel else ""))

    def close(self, sid: str) -> None:
        self.closed.append(sid)

    def window(self, sid: str) -> list[MessageView]:
        """Return the messages that a page shows."""
        page = self.shown.get(sid, {})
        return sorted((view for name in SLOTS if (view := page.get(name))), key=lambda view: view["seq"])

    def sent_to(self, sid: str) -> list[set[str]]:
        return [names for to, names in self.sent if to == sid]

    def forget(self) -> None:
        self.sent, self.led, self.closed = [], [], []


class World:
    """Everything around a hub. What is done here is stored first and told to the hub then, as in life."""

    def __init__(self, **presence: float) -> None:
        self.now = 0.0
        self.database, self.pages, self.threads = Database(), Pages(), Threads()
        times = {"away_after": AWAY, "grace": GRACE} | presence
        self.hub = Hub(self.database, self.pages, self.threads, Presence(**times, clock=lambda: self.now))
        self._sids = count(1)

    def person(self, *user_ids: int) -> None:
        for user_id in user_ids:
            self.database.names[user_id] = f"User {user_id}"

    def channel(self, channel_id: int, *members: int, posts: int = 0, private: bool = False) -> Channel:
        made = self.database.channels[channel_id] = Channel(f"channel-{channel_id}", private)
        made.members = dict.fromkeys(members, 0)
        made.messages = [message(seq, channel_id=channel_id) for seq in range(1, posts + 1)]
        return made

    async def page(self, user_id: int, channel_id: int | None = None, session_id: str = "") -> str:
        """Open a page of somebody, with a channel in it; the id of its socket."""
        sid = f"{user_id}/{next(self._sids)}"
        assert await self.hub.connect(sid, user_id, session_id or f"session of {user_id}")
        if channel_id is not None:
            await self.open(sid, channel_id)
        return sid

    async def open(self, sid: str, channel_id: int) -> None:
        """Have a page show a channel, and send it that."""
        await self.hub.show(sid, channel_id)
        self.hub.refresh(sid)

    def store(self, channel_id: int, author_id: int, text: str = "", **more: Any) -> MessagePublic:
        """Store a message and tell nobody."""
        messages = self.database.channels[channel_id].messages
        messages.append(message(len(messages) + 1, author_id, text, channel_id, **more))
        return messages[-1]

    def post(self, channel_id: int, author_id: int = 1, text: str = "", **more: Any) -> MessagePublic:
        stored = self.store(channel_id, author_id, text, **more)
        self.hub.handle(events.MessagePosted(stored))
        return stored

    def change(self, posted: MessagePublic, **changes: Any) -> None:
        """Edit or delete a message."""
        self.hub.handle(self.store_change(posted, **changes))

    def store_change(self, posted: MessagePublic, **changes: Any) -> events.MessageChanged:
        """Store a change of a message and tell nobody; return the event."""
        changed = posted.model_copy(update=changes)
        channel = self.database.channels[int(posted.channel_id)]
        channel.messages[posted.seq - 1] = changed
        channel.last_change += 1
        return events.MessageChanged(changed, number=channel.last_change)

    def join(self, channel_id: int, user_id: int) -> None:
        channel = self.database.channels[channel_id]
        channel.members[user_id] = len(channel.messages)
        self.hub.handle(events.MemberJoined(channel_id, user_id))

    def leave(self, channel_id: int, user_id: int) -> None:
        del self.database.channels[channel_id].members[user_id]
        self.hub.handle(events.MemberLeft(channel_id, user_id))

    def delete(self, channel_id: int) -> None:
        del self.database.channels[channel_id]
        self.hub.handle(events.ChannelDeleted(channel_id))

    def alter(self, channel_id: int, **changes: Any) -> None:
        """Change the name, topic or privacy of a channel."""
        channel = self.database.channels[channel_id]
        vars(channel).update(changes)
        self.hub.handle(events.ChannelChanged(channel_id, channel.private))

    def rename(self, user_id: int, display_name: str, shared: bool = False) -> None:
        self.database.names[user_id] = display_name
        self.hub.handle(events.UserChanged(user(user_id, display_name), shared))

    def sidebar(self, sid: str) -> dict[str, int]:
        """Return what is unread in each channel of a page's person."""
        person = self.hub.person(sid)
        return {item["name"]: item["unread"] for item in person.sidebar()} if person else {}

    def online(self, sid: str) -> dict[str, str]:
        """Who a page shows as being here, and how."""
        return {view["display_name"]: view["presence"] for view in self.pages.shown[sid]["online"]}

    def typing(self, sid: str) -> list[str]:
        """Who a page is told to be writing."""
        return [view["name"] for view in self.pages.shown[sid].get("typing", [])]

    async def rounds(self, seconds: float) -> None:
        """Let time go by for presence, and the hub do its rounds."""
        self.now += seconds
        self.hub._online.report()
        await soon()

    def left_over(self) -> dict[str, Any]:
        """Everything that the hub keeps, by where; all empty when nobody is connected."""
        people = self.hub._people
        parts = {
            "people": people,
            "loads": people._loads,
            "unsaved": people._unsaved,
            "roster": people.roster,
        }
        parts |= {"feeds": self.hub._feeds, "connections": self.hub._connections}
        parts |= {"presence": self.hub._online._presence, "background": self.hub._dispatch._background}
        parts |= {"typing": self.hub._typing, "online": self.hub._online}
        return {
            f"{part}.{name}": kept
            for part, owner in parts.items()
            for name, kept in vars(owner).items()
            if isinstance(kept, dict | list | set) and kept
        }


async def settled(world: World) -> None:
    """Let everything under way come to its end, and forget what was sent until now."""
    await asyncio.sleep(2)
    world.pages.forget()


def hears(world: World, sid: str) -> bool:
    """Whether a page was sent messages, since what was sent was forgotten."""
    return any(names & set(SLOTS) for names in world.pages.sent_to(sid))
