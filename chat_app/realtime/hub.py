"""The live core: who is connected, what they look at, and who must hear of what happened.

Lives on the event loop alone, so it needs no locks. Nothing here is the truth: all of it is read from
the database when somebody comes, and read again wherever a number is missing.
"""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Collection
from typing import Any

from chat_app import events
from chat_app.realtime.background import Background
from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import Person, Viewer
from chat_app.realtime.ports import Outlet, Run, Source
from chat_app.realtime.presence import Presence, Status
from chat_app.realtime.roster import Roster
from chat_app.realtime.typing import Typing
from chat_app.realtime.viewers import NOTHING, Viewers
from chat_app.realtime.views import ChannelView, MessageView, PersonView
from chat_app.schemas import MessagePublic, UserPublic

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
SAVE_MARKS_EVERY = 10  # ticks
END_EXPIRED_EVERY = 120
PresenceListener = Callable[[int, Status, Collection[int]], None]


class Hub:
    """Pages come by their socket's id. `source` is the database, `outlet` the way to the pages."""

    def __init__(
        self, source: Source, outlet: Outlet, run: Run, presence: Presence, typing_seconds: float = 5.0
    ) -> None:
        self._source, self._outlet, self._run = source, outlet, run
        self._presence = presence
        self._feeds = Feeds(source, outlet, run)
        self._roster = Roster(source, outlet, run)
        self._typing = Typing(self._feeds, self._roster, typing_seconds)
        self._viewers = Viewers(self._feeds, self._typing, outlet)
        self._background = Background()
        self._presence_listeners: list[PresenceListener] = []
        self._rounds_at = -math.inf
        self.renames = 0  # how often somebody's name or colour has become another

    # -- what a page does ------------------------------------------------------------------------

    async def connect(self, sid: str, user_id: int, session_id: str) -> bool:
        """A page of this person's session has come, or is here already. False: there is no such person."""
        viewer = self._viewers.get(sid)
        if viewer is not None and (viewer.user_id, viewer.session_id) == (user_id, session_id):
            return True
        self.disconnect(sid)
        person = self._roster.get(user_id) or await self._roster.load(user_id)
        if person is None:
            return False
        self._viewers.add(Viewer(sid, user_id, session_id))
        person.sockets.add(sid)
        self._presence.connect(sid, user_id)
        self._tell_presence()
        return True

    def disconnect(self, sid: str) -> None:
        """The page has gone."""
        viewer = self._viewers.get(sid)
        if viewer is None:
            return
        self._viewers.remove(viewer)
        if person := self._roster.get(viewer.user_id):
            person.sockets.discard(sid)
        self._presence.disconnect(sid, viewer.user_id)

    async def show(self, sid: str, channel_id: int) -> ChannelView | None:
        """Let the page see a channel, live from now on; what it sees. The caller has asked whether it may."""
        viewer = self._viewers.get(sid)
        if viewer is None:
            return None
        if viewer.channel_id == channel_id:
            return self._viewers.view(sid)
        self._viewers.look_away(viewer)
        viewer.channel_id = channel_id
        viewer.new_from = self._roster.first_unread(viewer.user_id, channel_id)
        try:
            feed = await self._feeds.open(channel_id, sid)
        except BaseException:  # also cancelled: the page may be on its way to another already
            self.hide(sid, channel_id)
            raise
        self._online_changed(feed)
        return self._viewers.view(sid)

    def hide(self, sid: str, channel_id: int) -> None:
        """Let the page see that channel no longer; nothing happens when it shows another by now."""
        viewer = self._viewers.get(sid)
        if viewer is not None and viewer.channel_id == channel_id:
            self._viewers.look_away(viewer)

    def refresh(self, sid: str, *, if_behind: bool = False) -> None:
        """Send the page all of its channel; `if_behind`: unless what it has is the newest."""
        if found := self._viewers.feed(sid):
            viewer, feed = found
            if not (if_behind and viewer.read_version == feed.version):
                viewer.read_version = feed.version
                self._outlet.push([sid], feed.values() | self._viewers.own(sid))

    def follow(self, sid: str, following: bool) -> None:
        """The page is visible and at the newest message, so its person reads along; or no longer."""
        if found := self._viewers.feed(sid):
            viewer, feed = found
            if not following:
                feed.followers.pop(sid, None)
            else:
                feed.followers[sid] = viewer.user_id
                self._roster.read_all(viewer.user_id, feed.channel_id)

    def note_activity(self, sid: str) -> None:
        """There was input in the page."""
        if viewer := self._viewers.get(sid):
            self._presence.note_activity(viewer.user_id)
            self._tell_presence()

    def note_typing(self, sid: str, writing: bool) -> events.Event | None:
        """The page's person writes, or has taken it back; what everybody is to be told, if it is news."""
        found = self._viewers.feed(sid)
        if found is None or not self._typing.is_news(*found, writing):
            return None
        kind = events.TypingStarted if writing else events.TypingStopped
        return kind(found[1].channel_id, found[0].user_id)

    # -- what a page reads -----------------------------------------------------------------------

    def viewer(self, sid: str) -> Viewer | None:
        return self._viewers.get(sid)

    def person(self, sid: str) -> Person | None:
        """Whose page it is."""
        viewer = self._viewers.get(sid)
        return self._roster.get(viewer.user_id) if viewer else None

    def value(self, sid: str, name: str) -> Any:
        """One var of the channel the page shows, on its way to the page; an empty one where it shows none."""
        found = self._viewers.feed(sid)
        if found is None:
            return NOTHING[name]
        viewer, feed = found
        viewer.read_version = feed.version
        return feed.values([name])[name]

    def own(self, sid: str, name: str) -> Any:
        """One var of the channel that is the page's person's alone; an empty one where it shows none."""
        return self._viewers.own(sid)[name]

    def members(self, sid: str) -> set[int]:
        """Who is in the channel the page shows."""
        found = self._viewers.feed(sid)
        return found[1].members if found else set()

    def window(self, sid: str) -> list[MessageView]:
        """The messages the page shows live."""
        found = self._viewers.feed(sid)
        return found[1].window.messages if found else []

    def online(self, member_ids: set[int]) -> list[PersonView]:
        """Who of these people is here, by name."""
        here = [
            PersonView(**{**person.view, "presence": status})
            for person in self._roster.among(member_ids)
            if (status := self._presence.status(person.user_id)) != "offline"
        ]
        return sorted(here, key=lambda view: (view["display_name"].casefold(), view["id"]))

    def status(self, user_id: int) -> Status:
        """Whether somebody is here."""
        return self._presence.status(user_id)

    def listen_to_presence(self, listener: PresenceListener) -> None:
        """Have it called with a person, their new status and the ids of their channels."""
        self._presence_listeners.append(listener)

    @property
    def is_well(self) -> bool:
        """Whether it does its rounds."""
        return time.monotonic() - self._rounds_at < 10 * TICK_SECONDS

    # -- what happened ---------------------------------------------------------------------------

    def hear(self, event: events.Event) -> None:
        """Take in one committed event."""
        match event:
            case events.MessagePosted(message):
                self._posted(message)
            case events.MessageChanged(message, kind, number):
                self._message_changed(message, kind, number)
            case events.MemberJoined(channel_id, user_id):
                self._roster.outdate(user_id)
                self._seat(channel_id, user_id)
                self._background.start(self._joined(channel_id, user_id))
            case events.MemberLeft(channel_id, user_id):
                self._left(channel_id, user_id)
            case events.ChannelChanged(channel_id, private):
                self._roster.outdate()
                if private:  # at once: until the channel has been read anew, messages go to whoever looks
                    self._expel_outsiders(channel_id)
                self._background.start(self._channel_changed(channel_id))
            case events.ChannelDeleted(channel_id):
                self._deleted(channel_id)
            case events.UserChanged(user):
                self._user_changed(user)
            case events.TypingStarted() | events.TypingStopped():
                self._typing.hear(event)
            case events.ReadMarked(user_id, channel_id, seq):
                self._roster.read(user_id, channel_id, seq)
            case events.SessionEnded(session_id, _):
                self._end_session(session_id)

    def _posted(self, message: MessagePublic) -> None:
        feed = self._feeds.get(int(message.channel_id))
        self._roster.post(message, self._viewers.readers(feed) if feed else set())
        if feed:
            self._typing.stop(feed.channel_id, int(message.author.id))
            self._feeds.post(feed, message)

    def _message_changed(self, message: MessagePublic, kind: str, number: int) -> None:
        if kind != "reacted":
            self._roster.change(message)
        if feed := self._feeds.get(int(message.channel_id)):
            self._feeds.replace(feed, message, number)

    def _seat(self, channel_id: int, user_id: int) -> None:
        """Have the person's pages of the channel know at once; all else of it is read anew."""
        if feed := self._feeds.get(channel_id):
            feed.members = {*feed.members, user_id}
            own = [viewer.sid for viewer in self._viewers if viewer.user_id == user_id]
            self._outlet.push(feed.viewers.intersection(own), {"joined": True})

    async def _joined(self, channel_id: int, user_id: int) -> None:
        await self._roster.reload(user_id)
        await self._channel_changed(channel_id)

    def _left(self, channel_id: int, user_id: int) -> None:
        self._roster.leave(user_id, channel_id)
        self._typing.stop(channel_id, user_id)
        self._viewers.expel(channel_id, lambda viewer_id: viewer_id == user_id)
        self._background.start(self._channel_changed(channel_id))

    def _deleted(self, channel_id: int) -> None:
        self._roster.outdate()
        for person in self._roster.seated(channel_id):
            self._roster.leave(person.user_id, channel_id)
        self._viewers.expel(channel_id)

    async def _channel_changed(self, channel_id: int) -> None:
        if not (self._feeds.get(channel_id) or self._roster.seated(channel_id)):
            return
        feed = await self._feeds.refresh(channel_id)
        if feed.view is None:
            return
        self._roster.channel_changed(channel_id, feed.view)
        self._online_changed(feed)
        if feed.view["private"]:
            self._viewers.expel(channel_id, lambda viewer_id: viewer_id not in feed.members)

    def _expel_outsiders(self, channel_id: int) -> None:
        """Do so by what is known here, before it has been read."""
        feed = self._feeds.get(channel_id)
        inside = {person.user_id for person in self._roster.seated(channel_id)}
        inside |= feed.members if feed else set()
        self._viewers.expel(channel_id, lambda viewer_id: viewer_id not in inside)

    def _user_changed(self, user: UserPublic) -> None:
        self._roster.user_changed(user)
        for feed in self._feeds:
            self._feeds.rename(feed, user)
            if int(user.id) in feed.members:
                self._online_changed(feed)
        self.renames += 1
        self._outlet.push([viewer.sid for viewer in self._viewers], {"renames": self.renames})

    def _end_session(self, session_id: str) -> None:
        for viewer in self._viewers:
            if viewer.session_id == session_id:
                self._outlet.push([viewer.sid], NOTHING)
                self._outlet.lead(viewer.sid, "/login")
                self._outlet.close(viewer.sid)
                self.disconnect(viewer.sid)

    async def _end_expired(self) -> None:
        """Nobody tells of a session that its time is over."""
        known = {viewer.session_id for viewer in self._viewers}
        for session_id in known - await self._run(self._source.living, known) if known else ():
            self._end_session(session_id)

    # -- by itself -------------------------------------------------------------------------------

    async def run(self) -> None:
        """Notice who went away or left, and write down what was read, as long as the server runs."""
        ticks = 0
        try:
            while True:
                self._rounds_at = time.monotonic()
                await asyncio.sleep(TICK_SECONDS)
                ticks += 1
                try:
                    self._tell_presence()
                    if ticks % SAVE_MARKS_EVERY == 0:
                        await self._roster.save_marks()
                    if ticks % END_EXPIRED_EVERY == 0:
                        await self._end_expired()
                except Exception:
                    log.exception("The live core could not do its rounds; it goes on.")
        finally:
            await self._roster.save_marks()

    def _tell_presence(self) -> None:
        for user_id, status in self._presence.changes().items():
            person = self._roster.get(user_id)
            if person is None:
                continue
            for channel_id in person.seats:
                if feed := self._feeds.get(channel_id):
                    self._online_changed(feed)
            for listener in self._presence_listeners:
                listener(user_id, status, person.seats.keys())
            if status == "offline":
                self._roster.forget(user_id)

    def _online_changed(self, feed: Feed) -> None:
        online = self.online(feed.members)
        if online != feed.online:
            feed.online = online
            self._feeds.changed(feed, ["online"])
