"""The live core: who is connected, what they look at, and who must hear of what happened.

Lives on the event loop alone, so it needs no locks. Nothing here is the truth: all of it is read from
the database when a user comes, and read again wherever a number is missing.
"""

from typing import Any

from chat_app import events
from chat_app.failures import contained
from chat_app.realtime.connections import EMPTY_VARS, Connections
from chat_app.realtime.dispatch import Dispatch
from chat_app.realtime.feeds import Feeds
from chat_app.realtime.housekeeping import Housekeeping
from chat_app.realtime.online import Online, PresenceListener
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.person import Connection, Person
from chat_app.realtime.ports import LiveStore, RunInThread, Transport
from chat_app.realtime.presence import Presence, Status
from chat_app.realtime.read_marks import ReadMarks
from chat_app.realtime.typing_indicator import TypingIndicator
from chat_app.realtime.views import NO_LOSS, ChannelView, LossView, MessageView, PersonView


class Hub:
    """Pages come by their socket's id. `store` is the database, `transport` the way to the pages."""

    def __init__(
        self,
        store: LiveStore,
        transport: Transport,
        run: RunInThread,
        presence: Presence,
        typing_seconds: float = 5.0,
    ) -> None:
        self._store, self._transport, self._run = store, transport, run
        self._presence, self._typing_seconds = presence, typing_seconds
        self._presence_listeners: list[PresenceListener] = []
        self._begin()

    def reset(self) -> None:
        """Forget all pages, people and channels, as a hub that has just been made. Who listens goes on to."""
        self._presence.clear()
        self._begin()

    def _begin(self) -> None:
        store, transport, run = self._store, self._transport, self._run
        self._feeds = Feeds(store, transport, run)
        self._people = ConnectedPeople(store, transport, run)
        self._typing = TypingIndicator(self._feeds, self._people, self._typing_seconds)
        self._connections = Connections(self._feeds, self._people, self._typing, transport)
        self._read_marks = ReadMarks(self._people, self._feeds, self._connections, transport)
        self._online = Online(
            self._feeds, self._people, self._connections, self._presence, self._presence_listeners
        )
        self._dispatch = Dispatch(
            self._feeds,
            self._people,
            self._connections,
            self._read_marks,
            self._typing,
            self._online,
            transport,
        )
        self._housekeeping = Housekeeping(
            store, run, self._people, self._connections, self._online, self._dispatch
        )

    # -- what a page does ------------------------------------------------------------------------

    async def connect(self, sid: str, user_id: int, session_id: str) -> bool:
        """Take in a page of this user's session, if it is new. False: there is no such user."""
        connection = self._connections.get(sid)
        if connection is not None and (connection.user_id, connection.session_id) == (user_id, session_id):
            return True
        self.disconnect(sid)
        person = self._people.get(user_id) or await self._people.load(user_id)
        if person is None:
            return False
        self._online.connect(Connection(sid, user_id, session_id), person)
        return True

    def disconnect(self, sid: str, *, lost: bool = False) -> None:
        """Forget a page that has gone; `lost`: it did not say so, and nobody knows when."""
        connection = self._connections.get(sid)
        if connection is None:
            return
        if lost:
            with contained("What a lost connection had read along could not be taken back."):
                self._read_marks.lose(sid)
        self._online.disconnect(connection)

    async def show(self, sid: str, channel_id: int) -> ChannelView | None:
        """Show the page a channel, live from now on; return it. The caller has asked whether the page may."""
        connection = self._connections.get(sid)
        if connection is None:
            return None
        if connection.channel_id == channel_id:
            return self._connections.view(sid)
        self._connections.leave_feed(connection)
        connection.channel_id = channel_id
        self._read_marks.begin(connection)
        try:
            feed = await self._feeds.open(channel_id, sid)
        except BaseException:  # also cancelled: the page may be on its way to another already
            self.hide(sid, channel_id)
            raise
        self._online.show_in(feed)
        return self._connections.view(sid)

    def hide(self, sid: str, channel_id: int) -> None:
        """Stop showing the page that channel; nothing happens when it shows another by now."""
        connection = self._connections.get(sid)
        if connection is not None and connection.channel_id == channel_id:
            self._connections.leave_feed(connection)

    def clear(self, sid: str) -> None:
        """Have the page forget what it shows of a channel, of which it has let go by itself."""
        if connection := self._connections.get(sid):
            self._connections.lose(connection, NO_LOSS)

    def lose(self, sid: str, channel_id: str, name: str) -> None:
        """Tell the page that the channel it asked for is not there, or not for its user."""
        if connection := self._connections.get(sid):
            self._connections.lose(connection, LossView(id=channel_id, name=name, reason="gone"))

    def refresh(self, sid: str, *, if_behind: bool = False) -> None:
        """Send the page all of its channel; `if_behind`: unless what it has is the newest."""
        if found := self._connections.feed(sid):
            connection, feed = found
            if not (if_behind and connection.read_version == feed.version):
                self._connections.serve(connection, feed)
                self._transport.push([sid], feed.values() | self._connections.personal_vars(sid))

    def follow(self, sid: str, following: bool, read_to: int | None = None) -> None:
        """Note that the page is visible and at the newest message, so its user reads along; or no longer."""
        self._read_marks.follow(sid, following, read_to)

    def leave(self, sid: str, showing: int, read_to: int) -> None:
        """Note that the page has left a channel that it read along as `showing`, read up to `read_to`."""
        self._read_marks.leave(sid, showing, read_to)

    def note_read(self, sid: str, channel_id: int, seq: int) -> None:
        """Note that the page has had a channel's messages up to `seq` on the screen, one after the other."""
        self._read_marks.note_read(sid, channel_id, seq)

    def find_unread(self, sid: str) -> int:
        """Put the line of what is new where the page's user stopped; return the seq below it, or 0."""
        return self._read_marks.find_unread(sid)

    def come_back(self, sid: str, showing: int, read_to: int) -> bool:
        """Take back a page that had this `showing`, read up to `read_to`; return whether its line moved."""
        return self._read_marks.come_back(sid, showing, read_to)

    def find_mention(self, sid: str, after: int) -> int:
        """Return the seq of the channel's next unread message that mentions the page's user; 0: none."""
        found = self._connections.feed(sid)
        return self._people.next_mention(found[0].user_id, found[1].channel_id, after) if found else 0

    def note_activity(self, sid: str) -> None:
        """Note that there was input in the page."""
        if connection := self._connections.get(sid):
            self._online.note_activity(connection.user_id)

    def note_typing(self, sid: str, writing: bool) -> events.TypingStarted | events.TypingStopped | None:
        """Note that the page's user is writing, or has stopped; return the event if that is news."""
        found = self._connections.feed(sid)
        if found is None or not self._typing.is_news(*found, writing):
            return None
        kind = events.TypingStarted if writing else events.TypingStopped
        return kind(found[1].channel_id, found[0].user_id)

    # -- what a page reads -----------------------------------------------------------------------

    def connection(self, sid: str) -> Connection | None:
        return self._connections.get(sid)

    def person(self, sid: str) -> Person | None:
        """Return whose page it is."""
        connection = self._connections.get(sid)
        return self._people.get(connection.user_id) if connection else None

    def value(self, sid: str, name: str) -> Any:
        """Return a var of the page's channel, on its way to the page; an empty one where it shows none."""
        if found := self._connections.feed(sid):
            self._connections.serve(*found)
        return self.peek(sid, name)

    def peek(self, sid: str, name: str) -> Any:
        """Return the same where it is not sent to the page."""
        found = self._connections.feed(sid)
        return found[1].values([name])[name] if found else EMPTY_VARS[name]

    def personal_var(self, sid: str, name: str) -> Any:
        """Return a var of the channel that is the page's user's alone; an empty one where it shows none."""
        return self._connections.personal_vars(sid)[name]

    def members(self, sid: str) -> set[int]:
        """Return who is in the channel the page shows."""
        found = self._connections.feed(sid)
        return found[1].members if found else set()

    def window(self, sid: str) -> list[MessageView]:
        """Return the messages the page shows live."""
        found = self._connections.feed(sid)
        return found[1].window.messages if found else []

    def online(self, member_ids: set[int]) -> list[PersonView]:
        """Return those of these users who are here, by name."""
        return self._online.among(member_ids)

    def status(self, user_id: int) -> Status:
        """Return whether a user is here."""
        return self._online.status(user_id)

    def listen_to_presence(self, listener: PresenceListener) -> None:
        """Have it called with a person, their new status and the ids of their channels."""
        self._presence_listeners.append(listener)

    async def save_marks_of(self, user_id: int) -> None:
        """Store at once how far a user has read, because the database is about to be asked."""
        if self._people.has_unsaved(user_id):
            await self._people.save_marks()

    @property
    def is_healthy(self) -> bool:
        """Return whether it does what has to be done again and again."""
        return self._housekeeping.is_healthy

    @property
    def profile_version(self) -> int:
        """Return how often a user's name or colour has changed."""
        return self._dispatch.profile_version

    # -- what happened, and what happens by itself -----------------------------------------------

    def handle(self, event: events.Event) -> None:
        """Take in one committed event."""
        self._dispatch.handle(event)

    def end_session(self, session_id: str) -> None:
        """Lead the pages of a session that is over to the sign-in, and back from there."""
        self._dispatch.end_session(session_id)

    async def run(self) -> None:
        """Do what has to be done again and again, as long as the server runs."""
        await self._housekeeping.run()
