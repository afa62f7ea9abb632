"""What follows from each committed event: counting, showing, telling.

Lies below the hub, which passes events on to it.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from chat_app import events
from chat_app.failures import contained
from chat_app.realtime.background import Background, insist
from chat_app.realtime.connections import EMPTY_VARS, Connections
from chat_app.realtime.feeds import Feeds
from chat_app.realtime.online import Online
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.ports import Transport
from chat_app.realtime.read_marks import ReadMarks
from chat_app.realtime.typing_indicator import TypingIndicator
from chat_app.schemas import MessagePublic, UserPublic

STEP_FAILED = "A step of what follows an event failed; the others are done."


class Dispatch:
    """Brings each event to all parts of the live core that it concerns."""

    def __init__(
        self,
        feeds: Feeds,
        people: ConnectedPeople,
        connections: Connections,
        read_marks: ReadMarks,
        typing: TypingIndicator,
        online: Online,
        transport: Transport,
    ) -> None:
        self._feeds, self._people, self._connections = feeds, people, connections
        self._read_marks, self._typing, self._online = read_marks, typing, online
        self._transport = transport
        self._background = Background()
        self.profile_version = 0  # how often a user's name or colour has changed

    def handle(self, event: events.Event) -> None:
        """Take in one committed event.

        An event has several parts: counting, showing, telling. They are `contained`, so that each costs only
        itself; what takes a channel away from a page comes first.
        """
        match event:
            case events.MessagePosted(message):
                self._posted(message)
            case events.MessageChanged(message, kind, number):
                self._message_changed(message, kind, number)
            case events.MemberJoined(channel_id, user_id):
                self._people.invalidate(user_id)
                self._show_joined(channel_id, user_id)
                self._in_background(self._joined, channel_id, user_id)
            case events.MemberLeft(channel_id, user_id):
                self._left(channel_id, user_id)
            case events.ChannelChanged(channel_id, private):
                self._people.invalidate()
                if private:  # at once: until the channel has been read, messages go to every page of it
                    self._evict_outsiders(channel_id)
                self._reread(channel_id, *self._threads_of(channel_id))
            case events.ChannelDeleted(channel_id):
                self._deleted(channel_id)
            case events.UserChanged(user, shared_name):
                self._user_changed(user, shared_name)
            case events.TypingStarted() | events.TypingStopped():
                self._typing.handle(event)
            case events.ReadMarked(user_id, channel_id, seq):
                self._people.read(user_id, channel_id, seq)
                self._read_marks.tell(user_id, channel_id)
            case events.SessionEnded(session_id, _):
                self.end_session(session_id)
            case _:  # the others change nothing of what is live
                pass

    def end_session(self, session_id: str) -> None:
        """Lead the pages of a session that is over to the sign-in, and back from there."""
        for connection in self._connections:
            if connection.session_id == session_id:
                view = self._connections.view(connection.sid)
                with contained("A page of a session that has ended could not be told so."):
                    self._online.disconnect(connection)
                    self._transport.push([connection.sid], EMPTY_VARS)
                    self._transport.show_sign_in(connection.sid, view)
                with contained("A page of a session that has ended could not be closed."):
                    self._transport.close(connection.sid)

    def _posted(self, message: MessagePublic) -> None:
        feed = self._feeds.get(int(message.channel_id))
        with contained(STEP_FAILED):
            self._people.post(message)
        if feed:
            with contained(STEP_FAILED):
                self._typing.stop(feed.channel_id, int(message.author.id))
            self._feeds.post(feed, message)

    def _message_changed(self, message: MessagePublic, kind: str, number: int) -> None:
        if kind != "reacted":
            with contained(STEP_FAILED):
                self._people.change(message)
        if feed := self._feeds.get(int(message.channel_id)):
            self._feeds.replace(feed, message, number)

    def _show_joined(self, channel_id: int, user_id: int) -> None:
        """Tell the person's pages of the channel at once; everything else of it is read again."""
        if feed := self._feeds.get(channel_id):
            feed.members = {*feed.members, user_id}
            theirs = [each.sid for each in self._connections if each.user_id == user_id]
            self._transport.push(feed.served.intersection(theirs), {"joined": True})

    async def _joined(self, channel_id: int, user_id: int) -> None:
        with contained("The channels of person %s could not be read.", user_id):
            await self._people.reload(user_id)
            self._read_marks.start(channel_id, user_id)
        await self._channel_changed(channel_id)

    def _left(self, channel_id: int, user_id: int) -> None:
        self._connections.evict(channel_id, "left", lambda viewer_id: viewer_id == user_id)
        with contained(STEP_FAILED):
            self._people.leave(user_id, channel_id)
            self._typing.stop(channel_id, user_id)
        self._in_background(self._channel_changed, channel_id)

    def _deleted(self, channel_id: int) -> None:
        self._connections.evict(channel_id, "deleted")
        self._people.invalidate()
        for gone in [channel_id, *self._threads_of(channel_id)]:
            for person in self._people.members_online(gone):
                with contained(STEP_FAILED):
                    self._people.leave(person.user_id, gone)

    def _reread(self, *channel_ids: int) -> None:
        for channel_id in channel_ids:
            self._in_background(self._channel_changed, channel_id)

    async def _channel_changed(self, channel_id: int) -> None:
        if not (self._feeds.get(channel_id) or self._people.members_online(channel_id)):
            return
        feed = await self._feeds.refresh(channel_id)
        if feed.view is None:
            return
        self._people.channel_changed(channel_id, feed.view, feed.titles)
        self._connections.tell_titles(feed)
        self._online.show_in(feed)
        if feed.view["private"]:
            self._connections.evict(channel_id, "private", lambda viewer_id: viewer_id not in feed.members)

    def _evict_outsiders(self, channel_id: int) -> None:
        """Do so by what is known here, before it has been read."""
        feed = self._feeds.get(channel_id)
        inside = {person.user_id for person in self._people.members_online(channel_id)}
        inside |= feed.members if feed else set()
        self._connections.evict(channel_id, "private", lambda viewer_id: viewer_id not in inside)

    def _user_changed(self, user: UserPublic, shared_name: bool) -> None:
        with contained(STEP_FAILED):
            self._people.user_changed(user, shared_name)
        with contained(STEP_FAILED):
            self._typing.rename(user, shared_name)
        for feed in self._feeds:
            with contained(STEP_FAILED):
                self._feeds.rename(feed, user, shared_name)
                if int(user.id) in feed.members:
                    self._online.show_in(feed)
        self._reread(*self._people.roster.where(lambda own: int(user.id) in own.people))
        self.profile_version += 1
        self._transport.push(
            [connection.sid for connection in self._connections], {"profile_version": self.profile_version}
        )

    def _threads_of(self, channel_id: int) -> set[int]:
        """Return what hangs from messages of the channel, as far as anybody here is in it or looks at it."""
        shown = {feed.channel_id for feed in self._feeds if feed.parent_id == channel_id}
        return shown.union(self._people.roster.where(lambda own: own.parent_id == channel_id))

    def _in_background(self, work: Callable[..., Awaitable[None]], *args: Any) -> None:
        """Do it in the background, and once the database is back if it is away."""
        self._background.start(insist(lambda: work(*args)))
