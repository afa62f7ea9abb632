"""The pages that are connected, and what each of them shows."""

from collections.abc import Callable, Iterator
from typing import Any

from chat_app.realtime.feeds import Feed, Feeds
from chat_app.realtime.people import Viewer
from chat_app.realtime.ports import Outlet
from chat_app.realtime.typing import Typing
from chat_app.realtime.views import NO_CHANNEL, ChannelView
from chat_app.realtime.windows import PARTS

NOTHING: dict[str, Any] = {
    "channel": NO_CHANNEL,
    "start": 0,
    **{name: [] for name in PARTS},
    "change": 0,
    "online": [],
    "typing": [],
    "new_from": 0,
    "joined": False,
}
HOME = "/chat?channel=general"


class Viewers:
    """Pages by their socket's id. Each looks at one feed, or at none."""

    def __init__(self, feeds: Feeds, typing: Typing, outlet: Outlet) -> None:
        self._feeds, self._typing, self._outlet = feeds, typing, outlet
        self._viewers: dict[str, Viewer] = {}

    def get(self, sid: str) -> Viewer | None:
        return self._viewers.get(sid)

    def __iter__(self) -> Iterator[Viewer]:
        return iter(list(self._viewers.values()))

    def add(self, viewer: Viewer) -> None:
        self._viewers[viewer.sid] = viewer

    def remove(self, viewer: Viewer) -> None:
        """The page has gone."""
        self.look_away(viewer)
        self._viewers.pop(viewer.sid, None)

    def feed(self, sid: str) -> tuple[Viewer, Feed] | None:
        """A page and the loaded feed it shows; None where it shows none."""
        viewer = self._viewers.get(sid)
        feed = self._feeds.get(viewer.channel_id) if viewer else None
        return (viewer, feed) if viewer and feed and feed.view else None

    def view(self, sid: str) -> ChannelView | None:
        """The channel that a page shows."""
        found = self.feed(sid)
        return found[1].view if found else None

    def readers(self, feed: Feed) -> set[int]:
        """Who has the newest message of the channel before them."""
        return set(feed.followers.values())

    def own(self, sid: str) -> dict[str, Any]:
        """The vars of a page's channel that are its person's alone; empty ones where it shows none."""
        found = self.feed(sid)
        if found is None:
            return {name: NOTHING[name] for name in ("new_from", "joined")}
        viewer, feed = found
        return {"new_from": viewer.new_from, "joined": viewer.user_id in feed.members}

    def look_away(self, viewer: Viewer) -> None:
        """The page shows no channel any more."""
        if feed := self._feeds.get(viewer.channel_id):
            if viewer.typed_at:
                self._typing.stop(feed.channel_id, viewer.user_id)
            self._feeds.close(feed, viewer.sid)
        viewer.channel_id, viewer.new_from, viewer.read_version, viewer.typed_at = None, 0, -1, 0.0

    def expel(self, channel_id: int, concerns: Callable[[int], bool] = lambda user_id: True) -> None:
        """Stop the channel's stream at once to the pages of those people, and lead them elsewhere."""
        feed = self._feeds.get(channel_id)
        for viewer in [self._viewers[sid] for sid in feed.viewers] if feed else []:
            if concerns(viewer.user_id):
                self.look_away(viewer)
                self._outlet.push([viewer.sid], NOTHING)
                self._outlet.lead(viewer.sid, HOME)
