"""Who is shown as writing, to whom, and for how long."""

import asyncio

import pytest

from chat_app import events
from chat_app.realtime.typing_indicator import MAX_TYPISTS, REPEAT_SECONDS
from tests.support.asynchronous import soon
from tests.support.fakes import World

SECONDS = 5.0


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2, 3)
    world.channel(1, 1, 2, posts=3)
    world.channel(2, 1, posts=1)
    return world


def say(world: World, sid: str, writing: bool = True) -> bool:
    """Have a page say that its user is writing, and tell everyone if it is news; return whether it is."""
    told = world.hub.note_typing(sid, writing)
    if told:
        world.hub.handle(told)
    return told is not None


async def test_who_writes_is_shown_to_all_who_look_for_five_seconds(world: World) -> None:
    ada, bob, reader = await world.page(1, 1), await world.page(2, 1), await world.page(3, 1)
    assert say(world, bob)
    await soon()
    assert [world.typing(sid) for sid in (ada, bob, reader)] == [["User 2"]] * 3
    await asyncio.sleep(SECONDS - 0.2)
    assert world.typing(ada) == ["User 2"]
    await asyncio.sleep(0.2)
    assert world.typing(ada) == []


async def test_whoever_goes_on_is_shown_on_and_that_is_not_sent_again(world: World) -> None:
    ada, bob = await world.page(1, 1), await world.page(2, 1)
    say(world, bob)
    await soon()
    world.pages.forget()
    for _ in range(4):
        await asyncio.sleep(3)
        assert say(world, bob)
    assert world.typing(ada) == ["User 2"]
    assert world.pages.sent_to(ada) == []
    await asyncio.sleep(SECONDS + 0.1)
    assert world.typing(ada) == []


async def test_who_opens_the_channel_meanwhile_sees_it(world: World) -> None:
    _, bob = await world.page(1, 1), await world.page(2, 1)
    say(world, bob)
    late = await world.page(3, 1)
    assert world.typing(late) == ["User 2"]


async def test_sending_ends_it_at_once_and_in_the_same_packet(world: World) -> None:
    ada, bob = await world.page(1, 1), await world.page(2, 1)
    say(world, bob)
    await soon()
    world.pages.forget()
    world.post(1, 2)
    await soon()
    assert world.typing(ada) == []
    assert world.pages.sent_to(ada)[0] == {"slot_3", "typing"}
    await asyncio.sleep(SECONDS)
    assert world.left_over().keys().isdisjoint({"typing._ends", "typing._typists"})


async def test_a_message_of_somebody_else_ends_nothing_and_costs_nothing(world: World) -> None:
    ada, bob = await world.page(1, 1), await world.page(2, 1)
    say(world, bob)
    await soon()
    world.pages.forget()
    world.post(1, 1)
    await soon()
    assert world.typing(ada) == ["User 2"]
    assert world.pages.sent_to(ada)[0] == {"slot_3"}


async def test_taking_back_all_that_was_written_ends_it(world: World) -> None:
    ada, bob = await world.page(1, 1), await world.page(2, 1)
    assert not say(world, bob, False)
    say(world, bob)
    assert say(world, bob, False)
    await soon()
    assert world.typing(ada) == []


@pytest.mark.parametrize("going", ["closes", "opens another", "leaves"])
async def test_going_ends_it(world: World, going: str) -> None:
    world.database.channels[2].members[2] = 0
    ada, bob = await world.page(1, 1), await world.page(2, 1)
    say(world, bob)
    await soon()
    assert world.typing(ada) == ["User 2"]
    if going == "closes":
        world.hub.disconnect(bob)
    elif going == "opens another":
        await world.hub.show(bob, 2)
    else:
        world.leave(1, 2)
    await soon()
    assert world.typing(ada) == []


async def test_a_tab_that_closes_ends_nothing_that_another_said(world: World) -> None:
    ada, bob, other = await world.page(1, 1), await world.page(2, 1), await world.page(2, 1)
    say(world, bob)
    world.hub.disconnect(other)
    await soon()
    assert world.typing(ada) == ["User 2"]


async def test_whoever_may_only_read_is_not_shown(world: World) -> None:
    ada, reader = await world.page(1, 1), await world.page(3, 1)
    assert not say(world, reader)
    assert not say(world, await world.page(1))
    assert not say(world, "no such socket")
    await soon()
    assert world.typing(ada) == []


async def test_a_page_that_says_so_without_end_is_heard_now_and_then(world: World) -> None:
    bob = await world.page(2, 1)
    assert [say(world, bob) for _ in range(100)].count(True) == 1
    await asyncio.sleep(REPEAT_SECONDS)
    assert say(world, bob)


async def test_however_many_write_a_page_is_told_of_the_first_few(world: World) -> None:
    crowd = range(10, 60)
    world.person(*crowd)
    world.database.channels[1].members |= dict.fromkeys(crowd, 0)
    ada = await world.page(1, 1)
    for user_id in crowd:
        say(world, await world.page(user_id, 1))
    await soon()
    assert world.typing(ada) == [f"User {user_id}" for user_id in crowd[:MAX_TYPISTS]]


async def test_a_program_is_shown_by_the_name_that_came_with_the_news(world: World) -> None:
    ada = await world.page(1, 1)
    world.hub.handle(events.TypingStarted(1, 77, "Weather"))
    await soon()
    assert world.typing(ada) == ["Weather"]
    world.hub.handle(events.TypingStarted(99, 77, "Weather"))  # where nobody looks
    await asyncio.sleep(SECONDS)
    assert world.typing(ada) == []


async def test_who_sees_nothing_of_a_channel_is_not_told(world: World) -> None:
    ada, elsewhere = await world.page(1, 1), await world.page(3)
    say(world, ada)
    await soon()
    assert world.typing(ada) == ["User 1"]
    assert elsewhere not in world.pages.shown


async def test_who_writes_under_a_name_that_others_have_is_told_apart_at_once(world: World) -> None:
    ada, bob = await world.page(1, 1), await world.page(2, 1)
    say(world, bob)
    await soon()
    world.rename(2, "User 1", shared=True)
    await soon()
    assert world.pages.shown[ada]["typing"] == [{"id": "2", "name": "User 1", "handle": "@user2"}]
    assert world.pages.shown[bob]["handle"] == "@user2"
    say(world, bob, writing=False)
    await asyncio.sleep(REPEAT_SECONDS)
    assert say(world, bob)
    await soon()
    assert world.pages.shown[ada]["typing"] == [{"id": "2", "name": "User 1", "handle": "@user2"}]
    world.rename(2, "User 2")
    await soon()
    assert world.pages.shown[ada]["typing"] == [{"id": "2", "name": "User 2", "handle": ""}]
    assert world.pages.shown[bob]["handle"] == ""


async def test_who_writes_from_elsewhere_is_told_apart_too(world: World) -> None:
    ada = await world.page(1, 1)
    world.hub.handle(events.TypingStarted(1, 3, "User 1", "@user3"))
    await soon()
    assert world.pages.shown[ada]["typing"] == [{"id": "3", "name": "User 1", "handle": "@user3"}]
    world.rename(3, "Eve")
    await soon()
    assert world.pages.shown[ada]["typing"] == [{"id": "3", "name": "Eve", "handle": ""}]
