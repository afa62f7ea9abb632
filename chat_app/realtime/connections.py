"""The pages that are connected, and what each of them shows."""

from collections.abc import Callable, Iterator
from typing import Any

from chat_app.failures import contained
from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.person import Connection
from chat_app.realtime.ports import Transport
from chat_app.realtime.typing_indicator import TypingIndicator
from chat_app.realtime.views import NO_CHANNEL, NO_LOSS, ChannelView, LossView
from chat_app.realtime.windows import SLOTS

EMPTY_VARS: dict[str, Any] = {
    "channel": NO_CHANNEL,
    "start": 0,
    **dict.fromkeys(SLOTS),
    "change": 0,
    "online": [],
    "typing": [],
    "showing": 0,
    "new_from": 0,
    "read_to": 0,
    "joined": False,
    "title": "",
    "lost": NO_LOSS,
}
PERSONAL_VARS = ("showing", "new_from", "read_to", "joined", "title", "lost")


class Connections:
    """Pages by their socket's id. Each looks at one feed, or at none."""

    def __init__(
        self, feeds: Feeds, people: ConnectedPeople, typing: TypingIndicator, transport: Transport
    ) -> None:
        self._feeds, self._people, self._typing, self._transport = feeds, people, typing, transport
        self._connections: dict[str, Connection] = {}

    def get(self, sid: str) -> Connection | None:
        return self._connections.get(sid)

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._connections.values()))

    def add(self, connection: Connection) -> None:
        self._connections[connection.sid] = connection

    def remove(self, connection: Connection) -> None:
        """Forget a page that has gone."""
        self._connections.pop(connection.sid, None)  # first, so that it has gone whatever becomes of the rest
        self.leave_feed(connection)

    def feed(self, sid: str) -> tuple[Connection, Feed] | None:
        """Return a page and the loaded feed it shows; None where it shows none."""
        connection = self._connections.get(sid)
        feed = self._feeds.get(connection.channel_id) if connection else None
        return (connection, feed) if connection and feed and feed.view else None

    def view(self, sid: str) -> ChannelView | None:
        """Return the channel that a page shows."""
        found = self.feed(sid)
        return found[1].view if found else None

    def personal_vars(self, sid: str) -> dict[str, Any]:
        """Return the vars of a page's channel that are its user's alone; empty ones where it shows none."""
        found = self.feed(sid)
        if found is None:
            connection = self._connections.get(sid)
            empty = {name: EMPTY_VARS[name] for name in PERSONAL_VARS}
            return empty | ({"lost": connection.lost} if connection else {})
        connection, feed = found
        return {
            "showing": connection.showing,
            "new_from": connection.new_from,
            "read_to": connection.read_to,
            "joined": connection.user_id in feed.members,
            "title": feed.titles.of(connection.user_id),
            "lost": NO_LOSS,
        }

    def serve(self, connection: Connection, feed: Feed) -> None:
        """Note that the page is being sent all of its channel; from here on it is sent what changes."""
        connection.read_version, connection.title = feed.version, feed.titles.of(connection.user_id)
        feed.served.add(connection.sid)

    def tell_titles(self, feed: Feed) -> None:
        """Send each page of the channel the title that its user reads, where that has changed."""
        sids: dict[str, list[str]] = {}
        for connection in filter(None, map(self._connections.get, feed.served)):
            if (title := feed.titles.of(connection.user_id)) != connection.title:
                connection.title = title
                sids.setdefault(title, []).append(connection.sid)
        for title, pages in sids.items():
            self._transport.push(pages, {"title": title})

    def follow(self, connection: Connection, feed: Feed) -> None:
        """Have the page read along, and so its user."""
        feed.followers[connection.sid] = connection.user_id
        self._people.read_along(connection.user_id, feed.channel_id)

    def stop_following(self, sid: str, feed: Feed) -> None:
        """Have the page read along no more; nor its user, unless another page of theirs does."""
        user_id = feed.followers.pop(sid, None)
        if user_id is not None and user_id not in feed.followers.values():
            self._people.roster.stop_reading(user_id, feed.channel_id)

    def leave_feed(self, connection: Connection) -> None:
        """Have the page show no channel any more."""
        feed, typed = self._feeds.get(connection.channel_id), connection.typed_at
        if feed and connection.sid in feed.followers:
            connection.left = connection.showing, feed.channel_id
        connection.channel_id, connection.read_version, connection.typed_at = None, -1, 0.0
        connection.showing, connection.new_from, connection.read_to, connection.lost = 0, 0, 0, NO_LOSS
        if feed:
            self.stop_following(connection.sid, feed)
            self._feeds.close(feed, connection.sid)
            if typed:
                self._typing.stop(feed.channel_id, connection.user_id)

    def lose(self, connection: Connection, loss: LossView) -> None:
        """Take the page's channel away. It is told so and led nowhere: its user may be writing."""
        with contained("What follows when a page looks away failed."):
            self.leave_feed(connection)
        connection.lost = loss
        with contained("A page could not be told of a channel that it has lost."):
            self._transport.push([connection.sid], EMPTY_VARS | {"lost": loss})

    def evict(
        self, channel_id: int, reason: str, concerns: Callable[[int], bool] = lambda user_id: True
    ) -> None:
        """Stop sending the channel and its threads, at once, to the pages of those users.

        Whatever becomes of one page, the stream to the others is stopped.
        """
        feeds = {
            each.channel_id: each for each in self._feeds if channel_id in (each.channel_id, each.parent_id)
        }
        for connection in self:
            feed = feeds.get(connection.channel_id or 0)
            if feed and connection.sid in feed.viewers and concerns(connection.user_id):
                name = feed.view["name"] if feed.view else ""
                self.lose(connection, LossView(id=str(feed.channel_id), name=name, reason=reason))
