"""Reading far back."""

import reflex as rx

from chat_app.realtime.rendering import as_now, looks_in, views_of
from chat_app.realtime.views import MessageView
from chat_app.schemas import MessagePage
from chat_app.services.messages import changes, reading
from chat_app.settings import get_settings
from chat_app.ui.live.hub import hub
from chat_app.ui.states.identity import read_as_me, sid_of
from chat_app.ui.states.live import live_var
from chat_app.ui.states.people import looks_now

MIN_MESSAGES_AROUND = 20  # messages, so that the one in the midst of them has neighbours
MAX_STRETCH_LENGTH = 150  # messages; what falls off at the far end is loaded again when it is wanted


class HistoryState(rx.State):
    """A stretch of the past, this page's own, beside the live window."""

    active: bool = False
    page: list[MessageView] = []
    has_before: bool = False
    has_after: bool = False
    jump_seq: int = 0  # the seq of a message that the page was led to
    jump_count: int = 0  # counts such leadings: to be led to the same one again is news
    past_of: str = ""  # the id of the channel whose past it is
    _change: int = 0  # the newest change of a message that is surely in it

    @live_var
    def showing(self) -> int:
        """Tells one opening of a channel from every other; a page that comes back opens it once more."""
        return hub.personal_var(sid_of(self), "showing")

    @live_var
    def new_from(self) -> int:
        """Return the seq of the first message that was unread when the channel was opened; 0: none was."""
        return hub.personal_var(sid_of(self), "new_from")

    @live_var
    def read_to(self) -> int:
        """How far I had read the channel when it was opened, or when the page was last told."""
        return hub.personal_var(sid_of(self), "read_to")

    @live_var
    def profile_version(self) -> int:
        """How often anybody's name or colour has become another, as far as the server knows."""
        return hub.profile_version

    @rx.event
    async def load_older(self):
        """Show what came before."""
        shown, change = self._shown(), hub.peek(sid_of(self), "change")
        if not shown or shown[0]["seq"] <= 1:
            return
        found = await self._fetch(before=shown[0]["seq"])
        if found is None or not found.items:
            return
        if not self.active:
            self._change = change
        page = [*_views(found, drop_first=found.has_before), *shown]
        self.has_before = page[0]["seq"] > 1
        self.has_after = not self.active or self.has_after or len(page) > MAX_STRETCH_LENGTH
        self.page, self.active, self.past_of = page[:MAX_STRETCH_LENGTH], True, found.items[0].channel_id

    @rx.event
    async def load_newer(self):
        """Show what came after; live again at the end."""
        if not self.active or not self.page:
            return
        found = await self._fetch(after=self.page[-1]["seq"] - 1)
        if found is None:
            return
        newer = _views(found, drop_first=True)
        if not newer:
            self._go_live()
            return
        page = [*self.page, *newer]
        self.has_before = self.has_before or len(page) > MAX_STRETCH_LENGTH
        self.page, self.has_after = page[-MAX_STRETCH_LENGTH:], True

    @rx.event
    async def load_changes(self):
        """Show the messages of the stretch as they are now: some have been edited, deleted or reacted to.

        The page asks when the channel's number of changes, which is pushed to everybody, is another than
        before. Changed messages themselves are not pushed: who looks at the present has no use for them.
        """
        if not self.active or not self.page or hub.peek(sid_of(self), "change") == self._change:
            return
        stretch = self.page[0]["seq"], self.page[-1]["seq"]
        found, self._change = await read_as_me(
            self, changes.between, int(self.past_of), *stretch, since=self._change
        )
        news = {message.id: message for message in found}
        if news:
            self.page = [as_now(view, news[view["id"]]) if view["id"] in news else view for view in self.page]

    @rx.event
    async def show_unread(self):
        """Lead to where I stopped reading, with the line above it; nothing happens where nothing is new."""
        if hub.find_unread(sid_of(self)):
            await self._lead_to_line()

    @rx.event
    async def come_back(self, showing: int, read_to: int, at_end: bool):
        """After a break, or in front again: the page had this `showing`, and has read up to `read_to`.

        It is led to the line of what it missed if it was `at_end`, at the newest message.
        """
        if type(read_to) is int and hub.come_back(sid_of(self), showing, read_to) and at_end is True:
            await self._lead_to_line()

    @rx.event
    async def show_mention(self):
        """Lead to the next unread message of the channel that mentions me."""
        connection, seq = hub.connection(sid_of(self)), hub.find_mention(sid_of(self), self.jump_seq)
        if connection and connection.channel_id is not None and seq:
            await self._lead_to(connection.channel_id, seq)

    @rx.event
    async def show_message(self, seq: int):
        """Lead to a message of the open channel, in the midst of its neighbours."""
        connection = hub.connection(sid_of(self))
        if type(seq) is int and connection and connection.channel_id is not None:
            await self._lead_to(connection.channel_id, seq)

    @rx.event
    async def load_names(self):
        """Show the messages of the past under their authors' names and colours as they are now."""
        if not self.active:
            return
        ids = {view["author_id"] for view in self.page}
        ids |= {quote["author_id"] for view in self.page if (quote := view["quote"])}
        looks = await looks_now(self, ids)
        self.page = [MessageView(**{**view, **looks_in(view, looks)}) for view in self.page]

    @rx.event
    def jump_to_present(self):
        """Show the newest messages, live."""
        self._go_live()

    def _keep_to(self, channel_id: int) -> None:
        """Forget the past of another channel: the page shows this one now."""
        if (self.active or self.jump_seq) and self.past_of != str(channel_id):
            self._go_live()

    async def _lead_to_line(self) -> None:
        self._go_live()
        await self._start_at_unread()
        self.jump_count += 1

    async def _start_at_unread(self) -> None:
        """Show where unread begins, if that is further back than what is live."""
        new_from = hub.personal_var(sid_of(self), "new_from")
        if not self.active and 0 < new_from < hub.peek(sid_of(self), "start"):
            await self._show_around(new_from)

    def _go_live(self) -> None:
        self.active, self.page, self.has_before, self.has_after = False, [], False, False
        self.jump_seq = 0

    async def _lead_to(self, channel_id: int, seq: int) -> None:
        """Show a message of the open channel in the midst of its neighbours."""
        self._go_live()
        if not any(view["seq"] == seq for view in hub.window(sid_of(self))):
            await self._show_around(seq)
        self.jump_seq, self.past_of = seq, str(channel_id)
        self.jump_count += 1

    async def _show_around(self, seq: int) -> None:
        change = hub.peek(sid_of(self), "change")
        found = await self._fetch(max(get_settings().page_size, MIN_MESSAGES_AROUND), around=seq)
        if found is None or not found.items:
            return
        self.page, self.active, self._change = _views(found, drop_first=found.has_before), True, change
        # Also at the newest message: what lies behind it is the present.
        self.has_before, self.has_after = self.page[0]["seq"] > 1, True
        self.past_of = found.items[0].channel_id

    def _shown(self) -> list[MessageView]:
        """Return what the page shows: the stretch of the past, otherwise the live window."""
        if self.active:
            return list(self.page)
        return hub.window(sid_of(self))

    async def _fetch(self, size: int = 0, **cursor: int) -> MessagePage | None:
        """Return a page of the open channel, with one more than is shown, to tell what came before it."""
        connection = hub.connection(sid_of(self))
        if connection is None or connection.channel_id is None:
            return None
        limit = (size or get_settings().page_size) + 1
        return await read_as_me(self, reading.page, connection.channel_id, limit=limit, **cursor)


def _views(page: MessagePage, *, drop_first: bool) -> list[MessageView]:
    views = views_of(page.items)
    return views[1:] if drop_first else views
