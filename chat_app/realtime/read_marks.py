"""How far people have read, by what their pages say of it."""

import random

from chat_app.realtime.connections import Connections
from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.person import Connection
from chat_app.realtime.ports import Transport


class ReadMarks:
    """Moves the marks of people whose pages follow, and takes back what none of them has shown.

    The server moves a follower's mark with each message by itself. So the page says how far it has really
    read when it ceases to follow: a message that was posted while that word was on its way nobody has seen.
    Nor has anybody what came while the connection was dead: then the page says so when it is back, and what
    it had not confirmed before is unread until then.
    """

    def __init__(
        self, people: ConnectedPeople, feeds: Feeds, connections: Connections, transport: Transport
    ) -> None:
        self._people, self._feeds, self._connections, self._transport = people, feeds, connections, transport

    def begin(self, connection: Connection) -> None:
        """Put the line of what is new where the user of a page that opens the channel stopped."""
        connection.showing = random.getrandbits(48)
        connection.new_from = self._people.first_unread(connection.user_id, connection.channel_id or 0)
        connection.read_to = self._people.read_seq(connection.user_id, connection.channel_id or 0)

    def follow(self, sid: str, following: bool, read_to: int | None = None) -> None:
        """Have the page read along from now on, or no longer; it has read up to `read_to`, or all (None)."""
        found = self._connections.feed(sid)
        if not found or not (following or sid in found[1].followers):
            return
        connection, feed = found
        self._people.read_to(connection.user_id, feed.channel_id, read_to)
        if following:
            self._connections.follow(connection, feed)
        else:
            self._end(connection, feed)
        self.tell(connection.user_id, feed.channel_id, but=sid)

    def leave(self, sid: str, showing: int, read_to: int) -> None:
        """Note that the page has left a channel that it read along as `showing`, read up to `read_to`."""
        connection = self._connections.get(sid)
        if connection is None or not showing or connection.left[0] != showing:
            return
        user_id, channel_id = connection.user_id, connection.left[1]
        connection.left = 0, 0
        self._people.read_to(user_id, channel_id, read_to)
        self._people.take_back(user_id, channel_id)
        self.tell(user_id, channel_id)

    def note_read(self, sid: str, channel_id: int, seq: int) -> None:
        """Note that the page has had the messages up to `seq` on the screen, one after the other."""
        if connection := self._connections.get(sid):
            self._people.read_to(connection.user_id, channel_id, seq)
            self.tell(connection.user_id, channel_id, but=sid)

    def find_unread(self, sid: str) -> int:
        """Put the line of what is new where the page's user stopped; return the seq below it, or 0."""
        found = self._connections.feed(sid)
        if found is None:
            return 0
        connection, feed = found
        first = self._people.first_unread(connection.user_id, feed.channel_id)
        if not first:  # and be it because what came has been deleted
            self._people.read_to(connection.user_id, feed.channel_id)
        connection.new_from = first or connection.new_from
        connection.read_to = self._people.read_seq(connection.user_id, feed.channel_id)
        self._send(connection, "new_from", "read_to")
        return first

    def come_back(self, sid: str, showing: int, read_to: int) -> bool:
        """Take a page back that had this `showing` of its channel and has read up to `read_to`.

        It opens the channel again: after a break, or because it is in front again, where the line stays if
        nothing is new. Whether the line has moved to another message by that.
        """
        found = self._connections.feed(sid)
        if found is None:
            return False
        connection, feed = found
        for each in list(feed.followers):  # the dead connection may not have been noticed yet
            other = self._connections.get(each)
            if other and (other.user_id, other.showing) == (connection.user_id, showing):
                self._connections.stop_following(each, feed)
        self._people.read_to(connection.user_id, feed.channel_id, read_to)
        self._end(connection, feed)
        before, is_same = connection.new_from, connection.showing == showing
        self._open_anew(connection, before if is_same else 0)
        self.tell(connection.user_id, feed.channel_id, but=sid)
        return connection.new_from not in (0, before)

    def start(self, channel_id: int, user_id: int) -> None:
        """Begin marks for a new member, whose pages may have opened the channel before that was known."""
        feed = self._feeds.get(channel_id)
        for connection in self._pages(user_id, channel_id):
            if feed and connection.sid not in feed.followers:
                self._open_anew(connection, connection.new_from)

    def lose(self, sid: str) -> None:
        """End reading along for a page whose connection is dead, nobody knows since when."""
        found = self._connections.feed(sid)
        if found and sid in found[1].followers:
            self._end(*found)
            self.tell(found[0].user_id, found[1].channel_id, but=sid)

    def tell(self, user_id: int, channel_id: int, but: str = "") -> None:
        """Tell the person's pages of the channel how far they have surely read it, but not the page `but`."""
        seq = self._people.confirmed_seq(user_id, channel_id)
        for connection in self._pages(user_id, channel_id):
            if connection.sid != but:
                connection.read_to = seq
                self._send(connection, "read_to")

    def _pages(self, user_id: int, channel_id: int) -> list[Connection]:
        """Return the person's pages that show the channel."""
        feed, person = self._feeds.get(channel_id), self._people.get(user_id)
        sids = feed.viewers & person.sockets if feed and person else ()
        return [connection for connection in map(self._connections.get, sids) if connection]

    def _open_anew(self, connection: Connection, new_from: int) -> None:
        """Begin again; `new_from` is where the line is if nothing is new."""
        self.begin(connection)
        connection.new_from = connection.new_from or new_from
        self._send(connection, "showing", "new_from", "read_to")

    def _send(self, connection: Connection, *names: str) -> None:
        """Send the page these; one that has not been sent its channel yet gets them with it."""
        feed = self._feeds.get(connection.channel_id)
        if feed and connection.sid in feed.served:
            self._transport.push([connection.sid], {name: getattr(connection, name) for name in names})

    def _end(self, connection: Connection, feed: Feed) -> None:
        """End reading along for a page; what no page of its user has shown is unread."""
        self._connections.stop_following(connection.sid, feed)
        self._people.take_back(connection.user_id, feed.channel_id)
