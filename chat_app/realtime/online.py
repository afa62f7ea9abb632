"""Which of the connected people are here, and telling the others.

Lies below the hub, because a page that comes, an event and the passing of time all change it.
"""

from collections.abc import Callable, Collection

from chat_app.failures import contained
from chat_app.realtime.connections import Connections
from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.person import Connection, Person
from chat_app.realtime.presence import Presence, Status
from chat_app.realtime.views import PersonView

PresenceListener = Callable[[int, Status, Collection[int]], None]


class Online:
    """Adds and removes connections, and reports each person whose presence has changed by that."""

    def __init__(
        self,
        feeds: Feeds,
        people: ConnectedPeople,
        connections: Connections,
        presence: Presence,
        listeners: list[PresenceListener],
    ) -> None:
        self._feeds, self._people, self._connections = feeds, people, connections
        self._presence, self._listeners = presence, listeners

    def connect(self, connection: Connection, person: Person) -> None:
        """Take in a connection of this person."""
        self._connections.add(connection)
        person.sockets.add(connection.sid)
        self._presence.connect(connection.sid, connection.user_id)
        self.report()

    def disconnect(self, connection: Connection) -> None:
        """Forget a connection. That its person has gone is reported later: they may be back at once."""
        self._connections.remove(connection)
        if person := self._people.get(connection.user_id):
            person.sockets.discard(connection.sid)
        self._presence.disconnect(connection.sid, connection.user_id)

    def note_activity(self, user_id: int) -> None:
        """Note that there was input from this person."""
        self._presence.note_activity(user_id)
        self.report()

    def status(self, user_id: int) -> Status:
        """Return whether a person is here."""
        return self._presence.status(user_id)

    def among(self, user_ids: set[int]) -> list[PersonView]:
        """Return those of these people who are here, by name."""
        here: list[PersonView] = [
            {**person.view, "presence": status}
            for person in self._people.among(user_ids)
            if (status := self._presence.status(person.user_id)) != "offline"
        ]
        return sorted(here, key=lambda view: (view["display_name"].casefold(), view["id"]))

    def show_in(self, feed: Feed) -> None:
        """Send who is here to the channel's pages, if that has changed."""
        online = self.among(feed.members)
        if online != feed.online:
            feed.online = online
            self._feeds.changed(feed, ["online"])

    def report(self) -> None:
        """Report everyone whose presence has changed, and forget those who have gone."""
        for user_id, status in self._presence.changes().items():
            with contained("The presence of person %s could not be told; that of others is.", user_id):
                self._report_one(user_id, status)
            if status == "offline":
                self._people.forget(user_id)

    def _report_one(self, user_id: int, status: Status) -> None:
        person = self._people.get(user_id)
        if person is None:
            return
        for channel_id in person.memberships:
            if feed := self._feeds.get(channel_id):
                self.show_in(feed)
        for listener in self._listeners:
            with contained("A listener to presence failed."):
                listener(user_id, status, person.memberships.keys())
