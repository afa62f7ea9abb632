"""What is unread in whose channels, and how far people have read."""

import asyncio
from typing import Any

import pytest

from chat_app import events
from chat_app.realtime.people import SIDEBAR_SECONDS
from chat_app.schemas import MentionPublic
from tests.support.asynchronous import soon, ticks
from tests.support.fakes import GRACE, World


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2, 3)
    world.channel(1, 1, 2, posts=3)
    world.channel(2, 1, posts=1)
    return world


def read(world: World, channel_id: int, user_id: int) -> int:
    """How far the database knows this person to have read."""
    return world.database.channels[channel_id].members[user_id]


async def save(world: World) -> None:
    await world.hub._people.save_marks()


async def test_what_came_while_one_was_away_is_unread(world: World) -> None:
    sid = await world.page(1)
    assert world.sidebar(sid) == {"channel-1": 3, "channel-2": 1}


async def test_a_new_message_is_one_more_unread_for_members_only(world: World) -> None:
    member, outsider = await world.page(1), await world.page(3)
    world.post(1, 2)
    assert world.sidebar(member) == {"channel-1": 4, "channel-2": 1}
    assert world.sidebar(outsider) == {}


async def test_whoever_reads_along_has_nothing_unread(world: World) -> None:
    sid = await world.page(1, 1)
    world.hub.follow(sid, True)
    assert world.sidebar(sid)["channel-1"] == 0
    world.post(1, 2)
    assert world.sidebar(sid)["channel-1"] == 0
    await save(world)
    assert read(world, 1, 1) == 4


async def test_whoever_looks_away_reads_along_no_longer(world: World) -> None:
    sid = await world.page(1, 1)
    world.hub.follow(sid, True)
    world.hub.follow(sid, False)
    world.post(1, 2)
    assert world.sidebar(sid)["channel-1"] == 1
    world.hub.follow(sid, True)
    world.hub.hide(sid, 1)
    world.post(1, 2)
    assert world.sidebar(sid)["channel-1"] == 1


async def test_one_page_that_reads_along_is_enough(world: World) -> None:
    reading, elsewhere = await world.page(1, 1), await world.page(1, 2)
    world.hub.follow(reading, True)
    world.post(1, 2)
    assert world.sidebar(elsewhere)["channel-1"] == 0


async def test_a_public_channel_is_read_along_without_being_in_it(world: World) -> None:
    visitor = await world.page(3, 1)
    world.hub.follow(visitor, True)
    world.post(1, 2)
    await save(world)
    assert 3 not in world.database.channels[1].members
    assert world.sidebar(visitor) == {}


async def test_ones_own_message_is_read_wherever_it_was_posted_from(world: World) -> None:
    sid = await world.page(1)
    world.post(1, 1)
    world.post(1, 2)
    assert world.sidebar(sid)["channel-1"] == 1
    world.post(2, 1)
    await save(world)
    assert (read(world, 1, 1), read(world, 2, 1), read(world, 1, 2)) == (4, 2, 5)


async def test_reading_elsewhere_counts_here_and_never_backwards(world: World) -> None:
    sid = await world.page(1)
    world.hub.handle(events.ReadMarked(1, 1, 2))
    assert world.sidebar(sid)["channel-1"] == 1
    world.hub.handle(events.ReadMarked(1, 1, 1))
    assert world.sidebar(sid)["channel-1"] == 1
    world.hub.handle(events.ReadMarked(1, 99, 1))
    world.hub.handle(events.ReadMarked(3, 1, 1))


async def test_the_list_of_channels_is_sent_at_once_and_then_once_a_second(world: World) -> None:
    sid = await world.page(1)
    await ticks()
    world.pages.forget()
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(20):
        world.post(1, 2)
        await asyncio.sleep(0.1)
    sent = [names for names in world.pages.sent_to(sid) if names == {"sidebar"}]
    assert len(sent) in (2, 3)
    await asyncio.sleep(2 * SIDEBAR_SECONDS)
    assert world.pages.shown[sid]["sidebar"][0]["unread"] == 23
    world.pages.forget()
    world.post(1, 2)
    await ticks()
    assert world.pages.sent_to(sid) == [{"sidebar"}]
    assert loop.time() - began < 5


async def test_marks_that_could_not_be_saved_are_tried_again(world: World) -> None:
    sid = await world.page(1, 1)
    world.hub.follow(sid, True)
    world.database.failing = True
    await save(world)
    assert read(world, 1, 1) == 0
    world.post(1, 2)
    world.database.failing = False
    await save(world)
    assert read(world, 1, 1) == 4


async def test_marks_are_not_lost_when_the_server_stops_while_it_saves_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = await world.page(1, 1)
    world.hub.follow(sid, True)
    saving = asyncio.Event()

    async def never(*_: object) -> None:
        saving.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(world.hub.run())
    with monkeypatch.context() as slow:
        slow.setattr(world.hub._people._unsaved, "_run", never)
        await saving.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert read(world, 1, 1) == 3


async def test_nothing_is_written_when_nothing_was_read(world: World) -> None:
    await world.page(1, 2)
    await save(world)
    assert "save" not in world.database.reads


async def test_joining_a_channel_adds_it_to_the_list(world: World) -> None:
    sid = await world.page(2)
    world.join(2, 2)
    await ticks()
    assert [item["name"] for item in world.pages.shown[sid]["sidebar"]] == ["channel-1", "channel-2"]
    world.post(2, 1)
    assert world.sidebar(sid)["channel-2"] == 1


async def test_leaving_a_channel_takes_it_from_the_list(world: World) -> None:
    sid = await world.page(1)
    world.leave(1, 1)
    await ticks()
    assert [item["name"] for item in world.pages.shown[sid]["sidebar"]] == ["channel-2"]
    world.post(1, 2)
    assert world.sidebar(sid) == {"channel-2": 1}


async def test_a_renamed_channel_is_renamed_in_the_list(world: World) -> None:
    sid = await world.page(1)
    world.alter(2, name="weather")
    await ticks()
    assert world.sidebar(sid) == {"channel-1": 3, "weather": 1}


async def test_of_two_changes_of_a_channel_the_later_stands(world: World) -> None:
    """However the readings that they cause come back."""
    sid = await world.page(1)
    world.threads.hold()
    world.alter(1, name="first")
    await ticks()
    world.alter(1, name="second")
    await world.threads.release()
    assert "second" in world.sidebar(sid)


@pytest.mark.parametrize("known", [True, False])
async def test_what_is_posted_while_a_person_is_read_is_counted_once(world: World, known: bool) -> None:
    if known:
        await world.page(1)
    world.threads.hold()
    world.join(1, 1)
    coming = asyncio.create_task(world.page(1))
    await ticks()
    world.post(2, 2)
    world.post(2, 2)
    await world.threads.release()
    assert world.sidebar(await coming)["channel-2"] == 3


async def test_what_is_read_while_a_person_is_read_anew_stays_read(world: World) -> None:
    sid = await world.page(1, 1)
    world.hub.follow(sid, True)
    world.threads.hold()
    world.channel(3, 1)
    world.join(3, 1)
    saving = asyncio.create_task(save(world))
    await ticks()
    world.post(1, 2)
    await world.threads.release()
    await saving
    assert world.sidebar(sid) == {"channel-1": 0, "channel-2": 1, "channel-3": 0}


async def test_a_channel_joined_while_a_person_comes_is_in_the_list(world: World) -> None:
    world.threads.hold()
    coming = asyncio.create_task(world.page(2))
    await ticks()
    world.join(2, 2)
    await world.threads.release()
    assert world.sidebar(await coming) == {"channel-1": 3, "channel-2": 0}


async def test_a_channel_left_while_a_person_comes_is_not_in_the_list(world: World) -> None:
    world.threads.hold()
    coming = asyncio.create_task(world.page(1))
    await ticks()
    world.leave(1, 1)
    await world.threads.release()
    sid = await coming
    assert world.sidebar(sid) == {"channel-2": 1}
    world.post(1, 2)  # nobody of that channel is here, so nothing is counted for anybody
    assert world.sidebar(sid) == {"channel-2": 1}


async def test_a_channel_deleted_while_a_person_comes_is_not_in_the_list(world: World) -> None:
    world.threads.hold()
    coming = asyncio.create_task(world.page(1))
    await ticks()
    world.delete(1)
    await world.threads.release()
    assert world.sidebar(await coming) == {"channel-2": 1}


async def test_a_seat_that_is_gone_when_a_person_is_read_anew_is_given_up_wholly(world: World) -> None:
    sid = await world.page(1)
    del world.database.channels[1].members[1]  # told of later than the next event
    world.channel(3, 1)
    world.join(3, 1)
    await ticks()
    world.post(1, 2)
    assert world.sidebar(sid) == {"channel-2": 1, "channel-3": 0}


def mentions(world: World, sid: str) -> dict[str, int]:
    person = world.hub.person(sid)
    return {item["name"]: item["mentions"] for item in person.sidebar()} if person else {}


def naming(*user_ids: int) -> dict[str, Any]:
    return {"mentions": [MentionPublic(id=str(user_id), username=f"user{user_id}") for user_id in user_ids]}


async def test_mentions_are_counted_for_whom_they_are_meant_until_they_are_read(world: World) -> None:
    one, two = await world.page(1), await world.page(2)
    world.post(1, 3, **naming(1, 3))
    world.post(1, 3)
    assert mentions(world, one) == {"channel-1": 1, "channel-2": 0}
    assert mentions(world, two) == {"channel-1": 0}
    world.hub.handle(events.ReadMarked(1, 1, 5))
    assert mentions(world, one) == {"channel-1": 0, "channel-2": 0}


async def test_a_mention_comes_and_goes_with_a_change_of_the_text(world: World) -> None:
    sid = await world.page(1)
    posted = world.post(1, 2)
    world.change(posted, **naming(1))
    assert mentions(world, sid)["channel-1"] == 1
    world.change(posted, deleted=True)
    assert mentions(world, sid)["channel-1"] == 0


async def test_what_was_deleted_is_not_unread_for_anybody_until_it_is_brought_back(world: World) -> None:
    one, two = await world.page(1), await world.page(2)
    posted = [world.post(1, 3) for _ in range(3)]
    world.hub.handle(events.ReadMarked(2, 1, 4))
    for each in posted:
        world.change(each, deleted=True)
    assert (world.sidebar(one)["channel-1"], world.sidebar(two)["channel-1"]) == (3, 0)
    world.change(posted[0], deleted=False)
    world.change(posted[2], deleted=False)
    assert (world.sidebar(one)["channel-1"], world.sidebar(two)["channel-1"]) == (5, 1)


async def test_a_page_is_told_that_what_was_unread_has_been_deleted(world: World) -> None:
    sid = await world.page(2)
    posted = world.post(1, 3)
    await asyncio.sleep(SIDEBAR_SECONDS)
    world.pages.forget()
    world.change(posted, deleted=True)
    await asyncio.sleep(SIDEBAR_SECONDS)
    assert [item["unread"] for item in world.pages.shown[sid]["sidebar"]] == [3]
    world.pages.forget()
    world.change(posted, text="deleted still", deleted=True)
    await asyncio.sleep(SIDEBAR_SECONDS)
    assert world.pages.sent_to(sid) == []


async def test_where_everything_new_was_deleted_nothing_is_new(world: World) -> None:
    world.person(1)
    sid = await world.page(1, 1)
    world.hub.follow(sid, True)
    world.hub.hide(sid, 1)
    world.change(world.post(1, 3), deleted=True)
    await world.hub.show(sid, 1)
    assert world.hub.personal_var(sid, "new_from") == 0
    world.hub.follow(sid, True)
    await save(world)
    assert read(world, 1, 1) == 4


async def test_a_page_says_how_far_its_person_has_read_and_their_other_pages_of_the_channel_are_told(
    world: World,
) -> None:
    sid, beside, elsewhere = await world.page(1, 1), await world.page(1, 1), await world.page(1, 2)
    world.pages.forget()
    world.hub.note_read(sid, 1, 2)
    assert (world.sidebar(sid)["channel-1"], world.hub.personal_var(beside, "read_to")) == (1, 2)
    assert [told for told in world.pages.sent if told[1] == {"read_to"}] == [(beside, {"read_to"})]
    world.hub.note_read(sid, 1, 99)
    await save(world)
    assert read(world, 1, 1) == 3
    world.hub.note_read(elsewhere, 3, 1)
    world.hub.note_read("nobody", 1, 1)


async def test_the_line_moves_to_where_one_stopped_when_one_asks_and_stays_where_nothing_is_new(
    world: World,
) -> None:
    sid = await world.page(1, 1)
    assert world.hub.personal_var(sid, "new_from") == 1
    world.hub.follow(sid, True)
    world.hub.follow(sid, False)
    assert world.hub.find_unread(sid) == 0
    assert world.hub.personal_var(sid, "new_from") == 1
    world.post(1, 2)
    world.post(1, 2)
    assert world.hub.find_unread(sid) == 4
    assert (world.pages.shown[sid]["new_from"], world.pages.shown[sid]["read_to"]) == (4, 3)
    assert world.hub.find_unread("nobody") == 0


async def test_each_opening_of_a_channel_is_told_from_every_other(world: World) -> None:
    sid = await world.page(1, 1)
    first = world.hub.personal_var(sid, "showing")
    await world.hub.show(sid, 1)
    assert world.hub.personal_var(sid, "showing") == first
    await world.hub.show(sid, 2)
    second = world.hub.personal_var(sid, "showing")
    await world.hub.show(sid, 1)
    assert len({0, first, second, world.hub.personal_var(sid, "showing")}) == 4
    world.hub.hide(sid, 1)
    assert world.hub.personal_var(sid, "showing") == 0


async def test_unread_mentions_are_found_in_turn(world: World) -> None:
    sid = await world.page(1, 1)
    for _ in range(2):
        world.post(1, 3, **naming(1))
        world.post(1, 3, **naming(3))
    assert [world.hub.find_mention(sid, after) for after in (0, 4, 6)] == [4, 6, 4]
    world.hub.note_read(sid, 1, 4)
    assert world.hub.find_mention(sid, 0) == 6
    world.hub.note_read(sid, 1, 6)
    assert world.hub.find_mention(sid, 0) == 0
    assert world.hub.find_mention("nobody", 0) == 0


async def test_a_mark_that_is_saved_while_its_person_is_read_again_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = await world.page(1, 1)
    world.hub.note_read(sid, 1, 2)
    world.hub.disconnect(sid)
    await world.rounds(GRACE)
    assert world.hub._people.get(1) is None
    saved = asyncio.Event()

    async def late(function: Any, *arguments: Any) -> Any:
        result = function(*arguments)
        if function == world.database.person:
            await saved.wait()
        return result

    monkeypatch.setattr(world.hub._people._loads, "_run", late)
    coming = asyncio.create_task(world.page(1, 1))
    await ticks()
    await save(world)
    saved.set()
    assert world.hub.personal_var(await coming, "new_from") == 3


async def test_conversations_without_a_name_stand_behind_the_channels_by_their_title(world: World) -> None:
    for channel_id, titles in ((3, {1: "Zoe", 2: "Ada"}), (4, {1: "bob", 3: "Ada"})):
        world.channel(channel_id, *titles).titles = titles
    sid, other = await world.page(1), await world.page(2)
    for page, titles in ((sid, ["channel-1", "channel-2", "bob", "Zoe"]), (other, ["channel-1", "Ada"])):
        person = world.hub.person(page)
        assert person
        assert [item["title"] for item in person.sidebar()] == titles


async def test_a_title_is_sent_to_its_reader_and_to_nobody_else(world: World) -> None:
    direct = world.channel(3, 1, 2)
    direct.titles = {1: "User 2", 2: "User 1"}
    mine, theirs = await world.page(1, 3), await world.page(2, 3)
    assert (world.pages.shown[mine]["title"], world.pages.shown[theirs]["title"]) == ("User 2", "User 1")
    world.pages.forget()
    direct.titles = {1: "Bob", 2: "User 1"}
    world.rename(2, "Bob")
    await soon()
    assert (world.pages.shown[mine]["title"], world.pages.shown[theirs]["title"]) == ("Bob", "User 1")
    assert [sid for sid, names in world.pages.sent if "title" in names] == [mine]
    assert not any("Bob" in str(page.get("channel")) for page in world.pages.shown.values())


async def test_who_is_in_no_conversation_with_a_person_has_nothing_read_when_that_one_is_renamed(
    world: World,
) -> None:
    world.channel(3, 1, 2).titles = {1: "User 2", 2: "User 1"}
    await world.page(1, 1)
    world.database.reads.clear()
    world.rename(3, "Cleo")
    await soon()
    assert world.database.reads == []
