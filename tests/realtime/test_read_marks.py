"""What a page that follows has not shown after all is unread, although the server took it for read."""

import asyncio
from typing import Any

import pytest

from chat_app import events
from chat_app.realtime.presence import REMEMBERED_SECONDS
from chat_app.schemas import MentionPublic
from tests.support.asynchronous import ticks
from tests.support.fakes import GRACE, World


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2, 3)
    world.channel(1, 1, 2, posts=3)
    world.channel(2, 1)
    return world


def stored(world: World) -> int:
    """How far the database knows the reader to have read."""
    return world.database.channels[1].members[1]


def unread(world: World, sid: str) -> int:
    return world.sidebar(sid)["channel-1"]


async def save(world: World) -> None:
    await world.hub._people.save_marks()


async def follow(world: World) -> str:
    """Return a page of the reader that has read all there is and follows."""
    sid = await world.page(1, 1)
    world.hub.follow(sid, True, 3)
    return sid


async def test_what_is_posted_while_a_page_says_that_it_follows_no_more_is_unread(world: World) -> None:
    sid = await follow(world)
    for _ in range(3):
        world.post(1, 2)
    assert unread(world, sid) == 0
    world.hub.follow(sid, False, 4)
    assert unread(world, sid) == 2
    assert world.hub.find_unread(sid) == 5
    await save(world)
    assert stored(world) == 4


async def test_and_so_is_what_is_posted_while_it_says_that_it_begins(world: World) -> None:
    sid = await world.page(1, 1)
    world.post(1, 2)
    world.hub.follow(sid, True, 3)
    assert unread(world, sid) == 0
    world.hub.follow(sid, False, 3)
    assert unread(world, sid) == 1


async def test_a_mark_that_was_written_already_is_taken_back_in_the_database(world: World) -> None:
    sid = await follow(world)
    world.post(1, 2)
    await save(world)
    assert stored(world) == 4
    world.hub.follow(sid, False, 3)
    await save(world)
    assert stored(world) == 3
    world.hub.follow(sid, True, 4)
    await save(world)
    assert stored(world) == 4


@pytest.mark.parametrize("failing", [False, True])
async def test_and_also_one_that_is_just_being_written(world: World, failing: bool) -> None:
    sid = await follow(world)
    await save(world)
    world.post(1, 2)
    world.threads.hold()
    saving = asyncio.create_task(save(world))
    await ticks()
    world.hub.follow(sid, False, 3)
    world.database.failing = failing
    await world.threads.release()
    await saving
    world.database.failing = False
    await save(world)
    assert (stored(world), unread(world, sid)) == (3, 1)


async def test_what_could_not_be_taken_back_is_tried_again(world: World) -> None:
    sid = await follow(world)
    world.post(1, 2)
    await save(world)
    world.hub.follow(sid, False, 3)
    world.database.failing = True
    await save(world)
    world.hub.disconnect(sid)
    await world.rounds(GRACE)  # the person is not known here any more, but their mark is
    world.database.failing = False
    again = await world.page(1, 1)
    assert (world.hub.personal_var(again, "new_from"), unread(world, again)) == (4, 1)
    await save(world)
    assert stored(world) == 3
    world.hub.disconnect(again)
    await world.rounds(GRACE + REMEMBERED_SECONDS)
    assert world.left_over() == {}


@pytest.mark.parametrize("known", [True, False])
async def test_a_mark_stays_taken_back_when_its_person_is_read_meanwhile(world: World, known: bool) -> None:
    sid = await follow(world)
    world.post(1, 2)
    await save(world)
    world.hub.follow(sid, False, 3)
    if not known:
        world.hub.disconnect(sid)
        await world.rounds(GRACE)
    world.threads.hold()
    coming = asyncio.create_task(world.page(1, 1) if not known else world.hub._people.reload(1))
    await ticks()
    saving = asyncio.create_task(save(world))
    await world.threads.release()
    await saving
    sid = await coming or sid
    assert (unread(world, sid), stored(world)) == (1, 3)


async def test_what_was_said_to_be_read_stays_so_whoever_said_it(world: World) -> None:
    sid = await follow(world)
    for _ in range(5):
        world.post(1, 2)
    world.hub.note_read(sid, 1, 4)
    world.hub.follow(sid, False, 3)
    assert unread(world, sid) == 4
    world.hub.follow(sid, True, 4)
    world.hub.handle(events.ReadMarked(1, 1, 6))  # by REST, where the database has it already
    world.hub.follow(sid, False, 4)
    assert unread(world, sid) == 2
    world.hub.follow(sid, True, 6)
    world.post(1, 1)  # whoever writes has read all
    world.post(1, 2)
    world.hub.follow(sid, False, 6)
    assert unread(world, sid) == 1


async def test_what_rest_has_marked_since_is_not_taken_back(world: World) -> None:
    sid = await follow(world)
    for _ in range(3):
        world.post(1, 2)
    await save(world)
    world.database.channels[1].members[1] = 7  # told of later
    world.store(1, 2)
    world.hub.follow(sid, False, 3)
    await save(world)
    assert stored(world) == 7
    world.hub.handle(events.ReadMarked(1, 1, 7))
    await save(world)
    assert (stored(world), unread(world, sid)) == (7, 0)


async def test_what_is_posted_while_a_page_goes_to_another_channel_is_unread(world: World) -> None:
    world.channel(2, 1)
    sid = await follow(world)
    showing = world.hub.personal_var(sid, "showing")
    for _ in range(3):
        world.post(1, 2)
    await world.open(sid, 2)
    assert unread(world, sid) == 0
    world.hub.leave(sid, showing + 1, 3)
    world.hub.leave("no page", showing, 3)
    assert unread(world, sid) == 0
    world.hub.leave(sid, showing, 4)
    assert unread(world, sid) == 2
    world.hub.note_read(sid, 1, 6)
    world.hub.leave(sid, showing, 3)  # it has said so
    assert unread(world, sid) == 0
    await save(world)
    assert stored(world) == 6


async def test_a_page_that_did_not_read_along_takes_nothing_back_by_leaving(world: World) -> None:
    world.channel(2, 1)
    sid, beside = await world.page(1, 1), await follow(world)
    world.post(1, 2)
    showings = [world.hub.personal_var(each, "showing") for each in (sid, beside)]
    for each in (sid, beside):
        await world.open(each, 2)
    world.hub.leave(sid, showings[0], 3)
    world.hub.leave(sid, 0, 3)
    assert unread(world, sid) == 0
    world.hub.leave(beside, showings[1], 3)
    assert unread(world, sid) == 1


async def test_nor_does_one_whose_person_reads_along_in_another(world: World) -> None:
    world.channel(2, 1)
    sid, beside = await follow(world), await follow(world)
    showing = world.hub.personal_var(sid, "showing")
    world.post(1, 2)
    await world.open(sid, 2)
    world.hub.leave(sid, showing, 3)
    assert unread(world, sid) == 0
    world.hub.follow(beside, False, 3)
    assert unread(world, sid) == 1


async def test_another_page_of_the_person_that_follows_keeps_it_read(world: World) -> None:
    sid, beside = await follow(world), await world.page(1, 1)
    world.hub.follow(beside, True, 3)
    for _ in range(3):
        world.post(1, 2)
    world.hub.follow(sid, False, 4)
    assert unread(world, sid) == 0
    world.hub.follow(beside, False, 5)
    assert unread(world, sid) == 1
    assert world.hub.personal_var(sid, "read_to") == 5  # it is told


async def test_another_page_that_has_read_further_keeps_that_read(world: World) -> None:
    sid, beside = await follow(world), await world.page(1, 1)
    for _ in range(3):
        world.post(1, 2)
    world.hub.note_read(beside, 1, 5)
    world.hub.follow(sid, False, 3)
    assert unread(world, sid) == 1


async def test_a_page_of_somebody_else_that_follows_keeps_nothing_read(world: World) -> None:
    sid, other = await follow(world), await world.page(2, 1)
    world.hub.follow(other, True, 3)
    world.post(1, 3)
    world.hub.follow(sid, False, 3)
    assert (unread(world, sid), unread(world, other)) == (1, 0)


async def test_a_page_that_does_not_follow_takes_nothing_back_and_reads_nothing_by_saying_so(
    world: World,
) -> None:
    sid, beside = await follow(world), await world.page(1, 1)
    world.post(1, 2)
    world.hub.follow(beside, False, 0)
    assert unread(world, sid) == 0
    world.hub.follow(sid, False, 3)
    for read_to in (None, 4):
        world.hub.follow(sid, False, read_to)
    assert unread(world, sid) == 1


@pytest.mark.parametrize(("said", "left"), [(-1, 1), (0, 1), (3, 1), (4, 0), (10**30, 0), (None, 0)])
async def test_whatever_a_page_says_nothing_confirmed_is_taken_back_and_nothing_read_that_is_not_there(
    world: World, said: int | None, left: int
) -> None:
    sid = await follow(world)
    world.post(1, 2)
    world.hub.follow(sid, False, said)
    assert unread(world, sid) == left
    await save(world)
    assert stored(world) == 4 - left


async def test_mentions_and_deletions_are_taken_back_with_the_mark(world: World) -> None:
    sid = await follow(world)
    naming: dict[str, Any] = {"mentions": [MentionPublic(id="1", username="user1")]}
    world.post(1, 2, **naming)
    unnamed, deleted = world.post(1, 2), world.post(1, 2)
    world.sidebar(sid)  # as it was sent
    world.change(unnamed, **naming)
    world.change(deleted, deleted=True)
    world.hub.follow(sid, False, 3)
    person = world.hub.person(sid)
    assert person is not None
    assert (person.sidebar()[0]["unread"], person.sidebar()[0]["mentions"]) == (2, 2)
    assert world.hub.find_mention(sid, 0) == 4


async def test_a_page_that_asks_where_all_that_came_was_deleted_is_told_that_all_is_read(
    world: World,
) -> None:
    sid = await follow(world)
    world.hub.follow(sid, False, 3)
    world.change(world.post(1, 2), deleted=True)
    assert world.hub.find_unread(sid) == 0
    assert world.pages.shown[sid]["read_to"] == 4


# -- connections that die ------------------------------------------------------------------------------


async def test_what_came_while_a_connection_was_dead_is_unread_once_that_is_noticed(world: World) -> None:
    sid, elsewhere = await follow(world), await world.page(1, 2)
    world.post(1, 2)
    world.hub.note_read(sid, 1, 4)  # as a page that follows says now and then
    world.post(1, 2)
    world.post(1, 2)
    await save(world)
    world.hub.disconnect(sid, lost=True)
    assert unread(world, elsewhere) == 2
    await save(world)
    assert stored(world) == 4


async def test_a_page_that_says_that_it_goes_has_shown_what_came(world: World) -> None:
    sid, elsewhere = await follow(world), await world.page(1, 2)
    world.post(1, 2)
    world.hub.disconnect(sid)
    assert unread(world, elsewhere) == 0


async def test_of_two_pages_that_follow_the_loss_of_one_makes_nothing_unread(world: World) -> None:
    sid, beside = await follow(world), await world.page(1, 1)
    world.hub.follow(beside, True, 3)
    world.post(1, 2)
    world.hub.disconnect(sid, lost=True)
    assert unread(world, beside) == 0


async def test_a_page_that_comes_back_before_its_loss_is_noticed_says_where_it_stopped(world: World) -> None:
    sid = await follow(world)
    for _ in range(3):
        world.post(1, 2)
    had = world.hub.personal_var(sid, "showing")
    again = await world.page(1, 1)
    opened = world.hub.personal_var(again, "showing")
    assert world.hub.personal_var(again, "new_from") == 0
    assert world.hub.come_back(again, had, 4)
    page = world.pages.shown[again]
    assert (page["new_from"], page["read_to"], unread(world, again)) == (5, 4, 2)
    assert page["showing"] == world.hub.personal_var(again, "showing") not in (had, opened)
    world.post(1, 2)  # the dead one does not follow any more
    assert unread(world, again) == 3
    world.hub.follow(again, True, 7)
    world.hub.disconnect(sid, lost=True)
    assert unread(world, again) == 0


@pytest.mark.parametrize(
    ("said", "line", "moved"), [(5, 6, True), (6, 0, False), (3, 4, False), (-1, 4, False)]
)
async def test_and_so_does_one_that_comes_back_later(world: World, said: int, line: int, moved: bool) -> None:
    """It may have read more than it had told of."""
    sid = await follow(world)
    had = world.hub.personal_var(sid, "showing")
    for _ in range(3):
        world.post(1, 2)
    world.hub.disconnect(sid, lost=True)
    await world.rounds(GRACE)
    again = await world.page(1, 1)
    assert world.hub.personal_var(again, "new_from") == 4
    assert world.hub.come_back(again, had, said) is moved
    assert world.hub.personal_var(again, "new_from") == line
    assert unread(world, again) == (7 - line if line else 0)


async def test_coming_back_takes_nothing_from_other_pages_and_other_people(world: World) -> None:
    mine, other = await follow(world), await world.page(2, 1)
    world.hub.follow(other, True, 3)
    beside = await world.page(1, 1)
    world.post(1, 3)
    for showing in (world.hub.personal_var(other, "showing"), 0, -1):
        assert not world.hub.come_back(beside, showing, 3)
    assert (unread(world, mine), unread(world, other)) == (0, 0)
    assert not world.hub.come_back("no page", 0, 3)
    assert not world.hub.come_back(await world.page(1), 0, 3)


async def test_nobody_takes_back_where_they_have_no_place(world: World) -> None:
    visitor = await world.page(3, 1)
    world.hub.follow(visitor, True, 3)
    world.post(1, 2)
    world.hub.follow(visitor, False, 3)
    world.hub.follow("no page", False, 3)
    await save(world)
    assert world.sidebar(visitor) == {}
    assert 3 not in world.database.channels[1].members


# -- pages that are in front again, and people who join ------------------------------------------------


async def test_a_page_in_front_again_is_told_what_it_missed_though_it_knows_of_nothing_yet(
    world: World,
) -> None:
    sid = await follow(world)
    world.hub.follow(sid, False, 3)
    had = world.hub.personal_var(sid, "showing")
    for _ in range(3):
        world.post(1, 2)
    assert world.hub.come_back(sid, had, 3)
    page = world.pages.shown[sid]
    assert (page["new_from"], page["read_to"], unread(world, sid)) == (4, 3, 3)
    assert page["showing"] == world.hub.personal_var(sid, "showing") != had


async def test_for_a_page_in_front_again_with_nothing_new_the_line_stays_where_it_is(world: World) -> None:
    world.post(1, 2)
    sid = await world.page(1, 1)
    assert world.hub.personal_var(sid, "new_from") == 1
    world.hub.note_read(sid, 1, 4)
    assert not world.hub.come_back(sid, world.hub.personal_var(sid, "showing"), 4)
    assert world.pages.shown[sid]["new_from"] == 1


async def test_who_joins_while_their_page_is_there_has_read_what_was_said_before(world: World) -> None:
    sid = await world.page(3, 1)  # as a visitor, whose mark is nowhere
    opened = world.hub.personal_var(sid, "showing")
    assert world.hub.personal_var(sid, "read_to") == 0
    world.database.channels[1].members[3] = 3
    world.hub.handle(events.MemberJoined(1, 3))
    await ticks(50)
    page = world.pages.shown[sid]
    assert (page["read_to"], page["new_from"], page["joined"]) == (3, 0, True)
    assert page["showing"] == world.hub.personal_var(sid, "showing") != opened
