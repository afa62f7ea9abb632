"""Who is writing in a channel just now. Nothing of it is stored, and all of it ends by itself."""

import asyncio

from chat_app.events import TypingStarted, TypingStopped
from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import Viewer
from chat_app.realtime.roster import Roster
from chat_app.realtime.views import TypistView

# Enough for any page to name three others than its own person, or to see that there are more.
NAMED = 5
AGAIN_SECONDS = 0.25  # within which a page need not say it again


class Typing:
    """People by channel, each for `seconds` after it was last said that they write."""

    def __init__(self, feeds: Feeds, roster: Roster, seconds: float) -> None:
        self._feeds, self._roster, self._seconds = feeds, roster, seconds
        self._typists: dict[int, dict[int, TypistView]] = {}  # by channel and person, who began first
        self._ends: dict[tuple[int, int], asyncio.TimerHandle] = {}

    def is_news(self, viewer: Viewer, feed: Feed, writing: bool) -> bool:
        """Whether others have to hear of what a page says of its person, who has to be a member."""
        if not writing:
            return viewer.user_id in self._typists.get(feed.channel_id, {})
        now = asyncio.get_running_loop().time()
        if viewer.user_id not in feed.members or now - viewer.typed_at < AGAIN_SECONDS:
            return False
        viewer.typed_at = now
        return True

    def hear(self, event: TypingStarted | TypingStopped) -> None:
        """Take in what was told of somebody."""
        if isinstance(event, TypingStarted):
            self.start(event.channel_id, event.user_id, event.name)
        else:
            self.stop(event.channel_id, event.user_id)

    def start(self, channel_id: int, user_id: int, name: str) -> None:
        """The person writes there; `name` is for whoever is not connected here."""
        feed = self._feeds.get(channel_id)
        if feed is None:
            return
        person = self._roster.get(user_id)
        shown = person.view["display_name"] if person else name
        self._typists.setdefault(channel_id, {})[user_id] = TypistView(id=str(user_id), name=shown)
        if earlier := self._ends.get((channel_id, user_id)):
            earlier.cancel()
        loop = asyncio.get_running_loop()
        self._ends[channel_id, user_id] = loop.call_later(self._seconds, self.stop, channel_id, user_id)
        self._show(channel_id)

    def stop(self, channel_id: int, user_id: int) -> None:
        """The person has sent or taken back what they wrote, has gone, or has not gone on for long."""
        if (ending := self._ends.pop((channel_id, user_id), None)) is None:
            return
        ending.cancel()
        typists = self._typists[channel_id]
        del typists[user_id]
        if not typists:
            del self._typists[channel_id]
        self._show(channel_id)

    def _show(self, channel_id: int) -> None:
        feed = self._feeds.get(channel_id)
        typing = [*self._typists.get(channel_id, {}).values()][:NAMED]
        if feed and feed.typing != typing:
            feed.typing = typing
            self._feeds.changed(feed, ["typing"])
