"""Whatever happens in whatever order, every open page ends up showing the truth."""

import asyncio
import random

import pytest

from chat_app import events
from tests.support.asynchronous import ticks
from tests.support.fakes import GRACE, World

CHANNELS = (1, 2, 3)
PEOPLE = (1, 2, 3, 4)


class Happenings:
    """A seeded run of everything that can happen, with reads and notices that are late or get lost."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.world = World()
        self.world.threads.delay = lambda: self.chance.choice((0, 0, 1, 3, 10, 40))
        self.world.person(*PEOPLE)
        for channel_id in CHANNELS:
            self.world.channel(channel_id, *PEOPLE[:3], posts=self.chance.choice((0, 5, 59, 60, 61, 300)))
        self.pages: dict[str, int] = {}
        self.tasks: list[asyncio.Task[None]] = []

    async def run(self, steps: int) -> None:
        deeds = [self.post] * 8 + [
            self.open,
            self.switch,
            self.close,
            self.edit,
            self.delete,
            self.delete,
            self.read,
            self.rename,
            self.membership,
        ]
        for _ in range(steps):
            self.chance.choice(deeds)()
            await ticks(self.chance.choice((0, 0, 1, 2, 20)))
        await asyncio.gather(*self.tasks)
        for channel_id in CHANNELS:  # so that a notice that got lost is missed at last
            self.world.post(channel_id)
        await asyncio.sleep(3)
        await self.world.rounds(GRACE)

    def post(self) -> None:
        stored = self.world.store(self.chance.choice(CHANNELS), self.chance.choice(PEOPLE[:3]))
        if self.chance.random() < 0.9:
            for _ in range(self.chance.choice((1, 1, 1, 2))):
                self.world.hub.handle(events.MessagePosted(stored))

    def open(self) -> None:
        self.tasks.append(asyncio.create_task(self._open(self.chance.choice(PEOPLE))))

    async def _open(self, user_id: int) -> None:
        sid = await self.world.page(user_id)
        self.pages[sid] = 0
        await self._show(sid, self.chance.choice(CHANNELS))

    def switch(self) -> None:
        if self.pages:
            sid = self.chance.choice([*self.pages])
            self.tasks.append(asyncio.create_task(self._show(sid, self.chance.choice(CHANNELS))))

    async def _show(self, sid: str, channel_id: int) -> None:
        if sid in self.pages:
            self.pages[sid] = channel_id
            await self.world.hub.show(sid, channel_id)
            self.world.hub.refresh(sid)

    def close(self) -> None:
        if self.pages:
            sid = self.chance.choice([*self.pages])
            del self.pages[sid]
            self.world.hub.disconnect(sid)

    def edit(self) -> None:
        channel_id = self.chance.choice(CHANNELS)
        if posted := self.world.database.channels[channel_id].messages[-20:]:
            self.world.change(self.chance.choice(posted), text=f"edited {self.chance.random()}")

    def delete(self) -> None:
        """Or bring back."""
        channel_id = self.chance.choice(CHANNELS)
        if posted := self.world.database.channels[channel_id].messages[-20:]:
            message = self.chance.choice(posted)
            self.world.change(message, deleted=not message.deleted)

    def read(self) -> None:
        """On another device, as far as one likes."""
        channel_id, user_id = self.chance.choice(CHANNELS), self.chance.choice(PEOPLE[:3])
        channel = self.world.database.channels[channel_id]
        seq = self.chance.randint(0, len(channel.messages))
        if seq > channel.members[user_id]:
            channel.members[user_id] = seq
            self.world.hub.handle(events.ReadMarked(user_id, channel_id, seq))

    def rename(self) -> None:
        channel_id = self.chance.choice(CHANNELS)
        self.world.alter(channel_id, topic=f"topic {self.chance.random()}")

    def membership(self) -> None:
        channel_id = self.chance.choice(CHANNELS)
        if 4 not in self.world.database.channels[channel_id].members:
            self.world.join(channel_id, 4)


@pytest.mark.parametrize("seed", range(40))
async def test_every_open_page_ends_up_showing_the_newest_messages_each_of_them_once(seed: int) -> None:
    happenings = Happenings(seed)
    await happenings.run(150)
    world = happenings.world
    for sid, channel_id in happenings.pages.items():
        channel = world.database.channels[channel_id]
        shown, newest = world.pages.window(sid), world.database.newest(channel_id)
        assert shown[-len(newest) :] == newest
        assert [view["seq"] for view in shown] == list(range(shown[0]["seq"], len(channel.messages) + 1))
        page = world.pages.shown[sid]
        assert page["start"] == shown[0]["seq"]
        assert (page["channel"]["topic"], page["channel"]["name"]) == (channel.topic, channel.name)
        assert page["channel"]["member_count"] == len(channel.members)
        here = {f"User {world.hub.connection(each).user_id}" for each in happenings.pages}  # type: ignore[union-attr]
        assert set(world.online(sid)) == here & {f"User {user_id}" for user_id in channel.members}


@pytest.mark.parametrize("seed", range(20))
async def test_every_list_of_channels_ends_up_with_what_the_database_counts(seed: int) -> None:
    happenings = Happenings(seed)
    await happenings.run(150)
    world = happenings.world
    await world.hub._people.save_marks()
    for sid in happenings.pages:
        connection = world.hub.connection(sid)
        assert connection is not None
        counted = {
            channel.name: sum(not each.deleted for each in channel.messages[read:])
            for channel in world.database.channels.values()
            if (read := channel.members.get(connection.user_id)) is not None
        }
        assert world.sidebar(sid) == counted
