"""Whose stream stops when, who is told what, and what is left of it all."""

import asyncio

import pytest

from chat_app import events
from chat_app.realtime.presence import REMEMBERED_SECONDS
from tests.support.asynchronous import soon, ticks
from tests.support.fakes import AWAY, GRACE, World, hears, settled


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2, 3)
    world.channel(1, 1, 2, posts=3)
    world.channel(2, 1, 2, posts=1, private=True)
    return world


def stopped(world: World, sid: str, reason: str) -> bool:
    """Whether a page was sent emptiness and told why, and led nowhere."""
    shown = world.pages.shown[sid]
    told = shown["lost"] == world.hub.personal_var(sid, "lost") and shown["lost"]["reason"] == reason
    return shown["channel"]["id"] == "" and told and world.pages.led == []


# -- what stops a stream ---------------------------------------------------------------------------


async def test_signing_out_stops_every_page_of_that_session_and_no_other(world: World) -> None:
    first = await world.page(1, 1, session_id="here")
    second = await world.page(1, 2, session_id="here")
    phone = await world.page(1, 1, session_id="phone")
    other = await world.page(2, 1)
    await settled(world)
    world.hub.handle(events.SessionEnded("here", 1))
    assert world.pages.closed == [first, second]
    assert world.pages.led == [(first, "channel-1"), (second, "channel-2")]
    assert world.pages.window(first) == world.pages.window(second) == []
    world.pages.forget()
    world.post(1, 2)
    await soon()
    assert [hears(world, sid) for sid in (first, second, phone, other)] == [False, False, True, True]


async def test_a_session_whose_time_is_over_is_ended_as_if_it_had_been_signed_out(world: World) -> None:
    first, second = await world.page(1, 1, session_id="here"), await world.page(1, 2, session_id="here")
    phone = await world.page(1, 1, session_id="phone")
    now = asyncio.get_running_loop().time()
    world.database.expire_at = {"here": now + 3600, "phone": now + 7200}
    running = asyncio.create_task(world.hub.run())
    await asyncio.sleep(3590)
    assert world.pages.closed == []
    await asyncio.sleep(100)
    assert world.pages.closed == [first, second]
    assert world.pages.led == [(first, "channel-1"), (second, "channel-2")]
    world.pages.forget()
    world.post(1, 2)
    await soon()
    assert [hears(world, sid) for sid in (first, second, phone)] == [False, False, True]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_sessions_are_not_asked_after_where_nobody_is(world: World) -> None:
    running = asyncio.create_task(world.hub.run())
    await asyncio.sleep(600)
    assert "sessions" not in world.database.reads
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_leaving_stops_the_stream_of_that_person_at_once(world: World) -> None:
    first, second, other = await world.page(1, 2), await world.page(1, 2), await world.page(2, 2)
    await settled(world)
    world.leave(2, 1)
    assert stopped(world, first, "left")
    assert stopped(world, second, "left")
    world.post(2, 2)
    await soon()
    assert world.pages.window(first) == world.pages.window(second) == []
    assert world.pages.window(other) == world.database.newest(2)
    assert world.online(other) == {"User 2": "online"}
    assert world.pages.shown[other]["channel"]["member_count"] == 1


async def test_a_person_removed_while_a_channel_loads_for_them_sees_nothing_of_it(world: World) -> None:
    sid = await world.page(1)
    world.threads.hold()
    showing = asyncio.create_task(world.hub.show(sid, 2))
    await soon()
    world.leave(2, 1)
    await world.threads.release()
    await showing
    world.hub.refresh(sid)
    world.post(2, 2)
    await soon()
    assert world.pages.window(sid) == []


async def test_a_channel_made_private_evicts_whoever_is_not_in_it(world: World) -> None:
    visitor, member = await world.page(3, 1), await world.page(1, 1)
    await settled(world)
    world.alter(1, private=True)
    await soon()
    assert stopped(world, visitor, "private")
    world.post(1, 2)
    await soon()
    assert world.pages.window(visitor) == []
    assert world.pages.window(member) == world.database.newest(1)
    assert world.pages.shown[member]["channel"]["private"]


async def test_a_channel_made_private_evicts_before_anything_more_is_said_in_it(world: World) -> None:
    visitor, member = await world.page(3, 1), await world.page(1, 1)
    newcomer = await world.page(3)
    await settled(world)
    world.threads.hold()
    showing = asyncio.create_task(world.hub.show(newcomer, 1))
    await soon()
    world.alter(1, private=True)
    assert stopped(world, visitor, "private")
    world.pages.forget()
    world.post(1, 2, "for members")
    await soon()
    assert hears(world, member)
    assert not hears(world, visitor)
    await world.threads.release()
    await showing
    await soon()
    for sid in (visitor, newcomer):
        assert world.pages.window(sid) == []


async def test_a_public_channel_that_is_changed_evicts_nobody(world: World) -> None:
    visitor = await world.page(3, 1)
    await settled(world)
    world.alter(1, topic="Weather")
    await soon()
    assert world.pages.shown[visitor]["lost"]["reason"] == ""
    assert world.pages.shown[visitor]["channel"]["topic"] == "Weather"


async def test_a_channel_made_private_while_it_is_read_for_another_reason_evicts_too(world: World) -> None:
    visitor = await world.page(3, 1)
    world.threads.hold()
    world.alter(1, topic="Weather")
    await soon()
    world.alter(1, private=True)
    await world.threads.release()
    assert stopped(world, visitor, "private")


async def test_a_page_that_opens_another_channel_has_lost_none(world: World) -> None:
    sid = await world.page(1, 2)
    await settled(world)
    world.leave(2, 1)
    assert stopped(world, sid, "left")
    assert world.hub.personal_var(sid, "lost") == {"id": "2", "name": "channel-2", "reason": "left"}
    await world.hub.show(sid, 1)
    world.hub.refresh(sid)
    nothing = {"id": "", "name": "", "reason": ""}
    assert world.pages.shown[sid]["lost"] == world.hub.personal_var(sid, "lost") == nothing


async def test_a_deleted_channel_is_shown_to_nobody(world: World) -> None:
    first, visitor = await world.page(1, 1), await world.page(3, 1)
    await settled(world)
    world.delete(1)
    await soon()
    assert stopped(world, first, "deleted")
    assert stopped(world, visitor, "deleted")
    assert world.sidebar(first) == {"channel-2": 1}
    assert world.pages.shown[first]["sidebar"][0]["name"] == "channel-2"


async def test_a_channel_deleted_while_it_loads_is_shown_to_nobody(world: World) -> None:
    sid = await world.page(1)
    world.threads.hold()
    showing = asyncio.create_task(world.hub.show(sid, 1))
    await soon()
    world.delete(1)
    await world.threads.release()
    await showing
    assert world.hub.value(sid, "channel")["id"] == ""


# -- what is told ----------------------------------------------------------------------------------


async def test_somebody_who_joins_is_shown_at_once(world: World) -> None:
    sid = await world.page(1, 1)
    await world.page(3)
    world.join(1, 3)
    await soon()
    assert world.online(sid) == {"User 1": "online", "User 3": "online"}
    assert world.pages.shown[sid]["channel"]["member_count"] == 3


async def test_many_who_join_at_once_are_all_shown(world: World) -> None:
    newcomers = range(10, 40)
    world.person(*newcomers)
    sid = await world.page(1, 1)
    world.threads.delay = iter([7, 1, 5, 3, 2] * 1000).__next__
    for user_id in newcomers:
        await world.page(user_id)
        world.join(1, user_id)
    await asyncio.sleep(1)
    assert world.pages.shown[sid]["channel"]["member_count"] == 32
    assert len(world.online(sid)) == 31


async def test_a_renamed_person_is_renamed_wherever_they_are_seen(world: World) -> None:
    themselves, other = await world.page(1), await world.page(2, 1)
    world.rename(1, "Ada")
    await soon()
    assert world.pages.shown[themselves]["display_name"] == "Ada"
    assert {view["author"] for view in world.pages.window(other)} == {"Ada"}
    assert "Ada" in world.online(other)


async def test_a_renamed_person_who_is_not_here_is_renamed_in_their_messages(world: World) -> None:
    sid = await world.page(2, 1)
    world.rename(1, "Ada")
    await soon()
    assert {view["author"] for view in world.pages.window(sid)} == {"Ada"}
    assert world.online(sid) == {"User 2": "online"}


async def test_a_channel_that_nobody_here_knows_is_not_read(world: World) -> None:
    world.channel(3, 3)
    await world.page(1)
    world.database.reads.clear()
    world.alter(3, topic="Weather")
    world.join(3, 2)
    await soon()
    assert world.database.reads == []


async def test_an_edited_message_is_shown_to_all(world: World) -> None:
    sid = await world.page(2, 1)
    posted = world.post(1, 1, "before")
    world.change(posted, text="after")
    await asyncio.sleep(0.1)
    assert world.pages.window(sid)[-1]["html"] == "after"


async def test_a_failure_in_the_rounds_does_not_end_them(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sid = await world.page(1, 1)
    running = asyncio.create_task(world.hub.run())
    with monkeypatch.context() as broken:
        broken.setattr(world.hub._online._presence, "changes", lambda: 1 / 0)
        await asyncio.sleep(2)
    world.now += AWAY
    await asyncio.sleep(2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert world.online(sid) == {"User 1": "away"}
    assert "could not do its rounds" in caplog.text


# -- what is left ----------------------------------------------------------------------------------


@pytest.mark.parametrize("held", [False, True])
async def test_a_socket_that_vanished_while_it_was_being_connected_leaves_nothing(
    world: World, held: bool
) -> None:
    """Reflex cancels what a lost connection began; the door says so to the hub in any case."""
    if held:
        world.threads.hold()
    for channel_id in (None, 1, 2, 99):
        coming = asyncio.create_task(world.hub.connect("socket", 1, "session"))
        await ticks(1)
        if channel_id and not held:
            await coming
            coming = asyncio.create_task(world.hub.show("socket", channel_id))
            await ticks(1)
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        world.hub.disconnect("socket")
    await world.threads.release()
    await world.rounds(GRACE + REMEMBERED_SECONDS)
    assert world.left_over() == {}


async def test_a_thousand_visits_leave_nothing_behind(world: World) -> None:
    world.person(*range(10, 60))
    for user_id in range(10, 60):
        world.database.channels[1].members[user_id] = 0
    waits = iter([0, 3, 1, 0, 2, 5] * 10_000).__next__
    world.threads.delay = waits

    async def visit(user_id: int) -> None:
        for _ in range(20):
            sid = await world.page(user_id, 1)
            world.hub.follow(sid, True)
            world.hub.note_activity(sid)
            await ticks(waits())
            await world.hub.show(sid, 2)
            world.hub.disconnect(sid)
            await world.rounds(GRACE / 10)

    async def talk() -> None:
        for number in range(100):
            world.post(1 + number % 2, 2)
            world.join(1, 3) if number % 20 == 0 else None
            await ticks(20)

    await asyncio.gather(talk(), *[visit(user_id) for user_id in range(10, 60)])
    await world.rounds(GRACE + REMEMBERED_SECONDS)
    await asyncio.sleep(5)
    await world.hub._people.save_marks()
    assert world.left_over() == {}
