"""What the pages of a channel are sent, and when."""

import asyncio
import itertools

import pytest

from chat_app import events
from chat_app.realtime import feeds
from chat_app.realtime.feeds import RETRY_SECONDS
from tests.support.asynchronous import ticks
from tests.support.fakes import World


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2)
    world.channel(1, 1, 2, posts=3)
    return world


def texts(world: World, sid: str) -> list[str]:
    return [view["html"] for view in world.pages.window(sid)]


def changes(world: World, sid: str) -> list[set[str]]:
    """Return the vars of the channel that a page was sent, push by push."""
    return [names for names in world.pages.sent_to(sid) if names != {"sidebar"}]


async def test_a_page_that_opens_a_channel_is_shown_all_of_it(world: World) -> None:
    sid = await world.page(1, 1)
    await ticks()
    shown = world.pages.shown[sid]
    assert shown["channel"]["name"] == "channel-1"
    assert shown["start"] == 1
    assert texts(world, sid) == ["message 1", "message 2", "message 3"]
    assert world.online(sid) == {"User 1": "online"}


async def test_the_first_change_is_sent_at_once_and_further_ones_together(world: World) -> None:
    sid = await world.page(1, 1)
    await asyncio.sleep(1)
    world.pages.forget()
    began = asyncio.get_running_loop().time()
    world.post(1, 2, "first")
    await ticks()
    assert changes(world, sid) == [{"slot_3"}]
    assert asyncio.get_running_loop().time() == began
    for number in range(5):
        world.post(1, 2, f"further {number}")
    await ticks(3)
    assert len(changes(world, sid)) == 1  # the feed rests
    await asyncio.sleep(0.5)
    assert changes(world, sid) == [{"slot_3"}, {f"slot_{number}" for number in range(4, 9)}]
    assert texts(world, sid)[-6:] == ["first", *[f"further {number}" for number in range(5)]]


async def test_a_feed_pauses_for_three_times_what_the_sending_took(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = await world.page(1, 1)
    await asyncio.sleep(1)
    world.pages.forget()
    seconds = itertools.count()
    monkeypatch.setattr(feeds, "perf_counter", lambda: float(next(seconds)))
    world.post(1, 2, "takes a second to send")
    await ticks()
    world.post(1, 2, "waits")
    await asyncio.sleep(2.9)
    assert len(changes(world, sid)) == 1
    await asyncio.sleep(0.2)
    assert len(changes(world, sid)) == 2


async def test_all_pages_of_a_channel_are_sent_a_change_and_no_others(world: World) -> None:
    world.channel(2, 1, 2)
    first, second, elsewhere = [await world.page(1, 1), await world.page(2, 1), await world.page(2, 2)]
    await asyncio.sleep(1)
    world.pages.forget()
    world.post(1)
    await ticks()
    assert [changes(world, sid) for sid in (first, second)] == [[{"slot_3"}], [{"slot_3"}]]
    assert changes(world, elsewhere) == []


async def test_a_gap_is_read_from_the_database(world: World) -> None:
    sid = await world.page(1, 1)
    for text in ("never told", "nor this", "nor that"):
        world.store(1, 2, text)
    world.post(1, 2, "told")
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-4:] == ["never told", "nor this", "nor that", "told"]


async def test_a_message_told_twice_is_shown_once(world: World) -> None:
    sid = await world.page(1, 1)
    posted = world.post(1, 2, "once")
    world.hub.handle(events.MessagePosted(posted))
    await asyncio.sleep(0.1)
    assert texts(world, sid).count("once") == 1


@pytest.mark.parametrize("told_while_loading", [1, 5, 80])
async def test_what_arrives_while_a_feed_loads_is_neither_lost_nor_doubled(
    world: World, told_while_loading: int
) -> None:
    world.threads.hold()
    opening = asyncio.create_task(world.page(1))
    await ticks()
    await world.threads.release()
    sid = await opening
    world.threads.hold()
    showing = asyncio.create_task(world.open(sid, 1))
    await ticks()
    for number in range(told_while_loading):
        world.post(1, 2, f"meanwhile {number}")
    await world.threads.release()
    await showing
    await asyncio.sleep(0.1)
    newest = world.database.newest(1)
    assert world.pages.window(sid)[-len(newest) :] == newest


async def test_an_edit_that_arrives_while_a_feed_loads_is_shown(world: World) -> None:
    sid = await world.page(1)
    world.threads.hold()
    showing = asyncio.create_task(world.open(sid, 1))
    await ticks()
    world.change(world.database.channels[1].messages[0], text="edited")
    await world.threads.release()
    await showing
    await asyncio.sleep(0.1)
    assert texts(world, sid)[0] == "edited"


async def test_a_rename_that_arrives_while_a_feed_loads_is_shown(world: World) -> None:
    await world.page(2, 1)
    world.store(1, 2, "never told")
    world.threads.hold()
    world.post(1, 2)  # a gap, so the channel is being read
    await ticks()
    world.database.channels[1].messages = [
        stored.model_copy(update={"author": stored.author.model_copy(update={"display_name": "Ada"})})
        for stored in world.database.channels[1].messages
    ]
    world.rename(1, "Ada")
    await world.threads.release()
    sid = await world.page(1, 1)
    await asyncio.sleep(0.1)
    assert {view["author"] for view in world.pages.window(sid)} == {"Ada"}


async def test_messages_are_not_held_up_while_a_channel_is_read_for_another_reason(world: World) -> None:
    sid = await world.page(1, 1)
    await asyncio.sleep(1)
    world.threads.hold()
    world.alter(1, topic="Weather")
    await ticks()
    world.post(1, 2, "at once")
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-1] == "at once"
    await world.threads.release()
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-1] == "at once"
    assert world.pages.shown[sid]["channel"]["topic"] == "Weather"


async def test_reading_a_channel_again_sends_only_what_is_another_now(world: World) -> None:
    sid = await world.page(1, 1)
    await asyncio.sleep(1)
    world.pages.forget()
    world.alter(1, topic="Weather")
    await asyncio.sleep(0.1)
    assert changes(world, sid) == [{"channel"}]


async def test_a_feed_is_let_go_with_its_last_page_and_loaded_anew_later(world: World) -> None:
    first, second = await world.page(1, 1), await world.page(2, 1)
    world.hub.disconnect(first)
    assert world.hub._feeds.get(1) is not None
    world.hub.disconnect(second)
    assert world.hub._feeds.get(1) is None
    world.store(1, 2, "while nobody looked")
    sid = await world.page(1, 1)
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-1] == "while nobody looked"


async def test_two_pages_that_open_a_channel_at_once_share_one_reading(world: World) -> None:
    sids = [await world.page(1), await world.page(2)]
    world.database.reads.clear()
    await asyncio.gather(*[world.open(sid, 1) for sid in sids])
    await ticks()
    assert world.database.reads == ["channel 1"]
    assert world.pages.window(sids[0]) == world.pages.window(sids[1]) == world.database.newest(1)


async def test_a_channel_closed_while_it_loads_and_opened_again_is_whole(world: World) -> None:
    sid = await world.page(1)
    world.threads.hold()
    showing = asyncio.create_task(world.open(sid, 1))
    await ticks()
    world.hub.hide(sid, 1)
    world.post(1, 2, "meanwhile")
    again = asyncio.create_task(world.open(sid, 1))
    await ticks()
    await world.threads.release()
    await asyncio.gather(showing, again)
    await asyncio.sleep(0.1)
    assert world.pages.window(sid) == world.database.newest(1)
    world.hub.hide(sid, 1)
    assert world.hub._feeds.get(1) is None


async def test_a_channel_that_cannot_be_read_is_not_shown_and_can_be_tried_again(world: World) -> None:
    sid = await world.page(1)
    world.database.failing = True
    with pytest.raises(OSError, match="away"):
        await world.hub.show(sid, 1)
    assert world.hub.value(sid, "channel")["id"] == ""
    world.database.failing = False
    await world.hub.show(sid, 1)
    assert world.hub.value(sid, "channel")["name"] == "channel-1"


async def test_a_gap_that_could_not_be_read_is_read_a_little_later(world: World) -> None:
    sid = await world.page(1, 1)
    world.database.failing = True
    world.store(1, 2, "never told")
    world.post(1, 2, "told")
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-1] == "message 3"
    world.database.failing = False
    await asyncio.sleep(2 * RETRY_SECONDS)
    assert texts(world, sid)[-2:] == ["never told", "told"]


async def test_a_channel_that_is_gone_when_it_is_read_shows_nothing(world: World) -> None:
    sid = await world.page(1)
    assert await world.hub.show(sid, 99) is None
    world.hub.refresh(sid)
    assert world.hub.window(sid) == []
    assert world.hub.value(sid, "channel")["id"] == ""


# -- changes of messages ---------------------------------------------------------------------------


async def test_the_number_of_a_change_is_told_even_if_its_message_is_not_shown(world: World) -> None:
    old = world.database.channels[1].messages[0] if world.database.channels[1].messages else world.post(1, 2)
    sid = await world.page(1, 1)
    await asyncio.sleep(1)
    world.change(old, text="edited")
    await asyncio.sleep(0.1)
    assert world.pages.shown[sid]["change"] == 1


async def test_a_change_that_nobody_told_of_is_read_from_the_database(world: World) -> None:
    first, second = world.post(1, 2, "one"), world.post(1, 2, "two")
    sid = await world.page(1, 1)
    world.store_change(first, text="never told")
    world.change(second, text="told")
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-2:] == ["never told", "told"]
    assert world.pages.shown[sid]["change"] == 2


async def test_changes_told_in_another_order_are_all_shown_and_counted(world: World) -> None:
    posted = [world.post(1, 2, f"number {number}") for number in range(3)]
    sid = await world.page(1, 1)
    told = [world.store_change(message, text=f"edited {message.seq}") for message in posted]
    for event in reversed(told):
        world.hub.handle(event)
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-3:] == [f"edited {message.seq}" for message in posted]
    assert world.pages.shown[sid]["change"] == 3


async def test_a_change_told_while_the_channel_loads_is_counted(world: World) -> None:
    posted = world.post(1, 2, "one")
    sid = await world.page(1, 1)
    world.alter(1, topic="another")  # has the channel read anew
    world.change(posted, text="edited")
    await asyncio.sleep(0.1)
    assert texts(world, sid)[-1] == "edited"
    assert world.pages.shown[sid]["change"] == 1
