"""Who is writing in a channel just now. Nothing of it is stored, and all of it ends by itself."""

import asyncio

from chat_app.events import TypingStarted, TypingStopped
from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.person import Connection
from chat_app.realtime.rendering import handle_of
from chat_app.realtime.views import TypistView
from chat_app.schemas import UserPublic

# Enough for any page to name three others than its own person, or to see that there are more.
MAX_TYPISTS = 5
REPEAT_SECONDS = 0.25  # within which a page need not say it again


class TypingIndicator:
    """People by channel, each for `seconds` after it was last said that they write."""

    def __init__(self, feeds: Feeds, people: ConnectedPeople, seconds: float) -> None:
        self._feeds, self._people, self._seconds = feeds, people, seconds
        self._typists: dict[int, dict[int, TypistView]] = {}  # by channel and person, who began first
        self._ends: dict[tuple[int, int], asyncio.TimerHandle] = {}

    def is_news(self, connection: Connection, feed: Feed, writing: bool) -> bool:
        """Return whether others have to know what a page says of its user, who has to be a member."""
        if not writing:
            return connection.user_id in self._typists.get(feed.channel_id, {})
        now = asyncio.get_running_loop().time()
        if connection.user_id not in feed.members or now - connection.typed_at < REPEAT_SECONDS:
            return False
        connection.typed_at = now
        return True

    def handle(self, event: TypingStarted | TypingStopped) -> None:
        """Take in what was reported of a person."""
        if isinstance(event, TypingStarted):
            self.start(event.channel_id, event.user_id, event.name, event.handle)
        else:
            self.stop(event.channel_id, event.user_id)

    def start(self, channel_id: int, user_id: int, name: str, handle: str = "") -> None:
        """Show that a person is writing there; `name` and `handle` are for one who is not connected here."""
        feed = self._feeds.get(channel_id)
        if feed is None:
            return
        person = self._people.get(user_id)
        if person:
            name, handle = person.view["display_name"], person.view["handle"]
        typist = TypistView(id=str(user_id), name=name, handle=handle)
        self._typists.setdefault(channel_id, {})[user_id] = typist
        if earlier := self._ends.get((channel_id, user_id)):
            earlier.cancel()
        loop = asyncio.get_running_loop()
        self._ends[channel_id, user_id] = loop.call_later(self._seconds, self.stop, channel_id, user_id)
        self._show(channel_id)

    def stop(self, channel_id: int, user_id: int) -> None:
        """Stop showing that a person is writing there."""
        if (ending := self._ends.pop((channel_id, user_id), None)) is None:
            return
        ending.cancel()
        typists = self._typists[channel_id]
        del typists[user_id]
        if not typists:
            del self._typists[channel_id]
        self._show(channel_id)

    def rename(self, user: UserPublic, shared_name: bool) -> None:
        """Show a person who is writing under their name as it is now."""
        handle = handle_of(user.username, shared_name)
        for channel_id, typists in self._typists.items():
            if int(user.id) in typists:
                typists[int(user.id)] = TypistView(id=user.id, name=user.display_name, handle=handle)
                self._show(channel_id)

    def _show(self, channel_id: int) -> None:
        feed = self._feeds.get(channel_id)
        typing = [*self._typists.get(channel_id, {}).values()][:MAX_TYPISTS]
        if feed and feed.typing != typing:
            feed.typing = typing
            self._feeds.changed(feed, ["typing"])
