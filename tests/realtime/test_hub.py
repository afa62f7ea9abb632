"""Who is connected, what they look at, and whose stream stops when."""

import asyncio

import pytest

from chat_app import events
from chat_app.errors import Unavailable
from chat_app.realtime.connections import EMPTY_VARS, PERSONAL_VARS
from chat_app.realtime.windows import SLOTS
from tests.support.asynchronous import soon
from tests.support.fakes import AWAY, GRACE, World, hears, settled


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2, 3)
    world.channel(1, 1, 2, posts=3)
    world.channel(2, 1, 2, posts=1, private=True)
    return world


# -- coming and going ------------------------------------------------------------------------------


async def test_nobody_comes_in_as_somebody_who_does_not_exist(world: World) -> None:
    assert not await world.hub.connect("socket", 99, "session")
    assert world.hub.connection("socket") is None
    assert world.left_over() == {}


async def test_somebody_who_comes_is_shown_as_online_to_those_who_look(world: World) -> None:
    sid = await world.page(1, 1)
    await world.page(2)
    await soon()
    assert world.online(sid) == {"User 1": "online", "User 2": "online"}


async def test_who_is_not_in_a_channel_is_not_shown_there(world: World) -> None:
    sid = await world.page(1, 1)
    await world.page(3, 1)
    await soon()
    assert world.online(sid) == {"User 1": "online"}


async def test_two_tabs_are_one_person_and_closing_one_changes_nothing(world: World) -> None:
    sid, first, second = await world.page(1, 1), await world.page(2), await world.page(2)
    await settled(world)
    assert world.online(sid) == {"User 1": "online", "User 2": "online"}
    world.hub.disconnect(first)
    await world.rounds(GRACE + 1)
    assert [names for names in world.pages.sent_to(sid) if "online" in names] == []
    world.hub.disconnect(second)
    await world.rounds(GRACE + 1)
    assert world.online(sid) == {"User 1": "online"}


async def test_a_reload_does_not_flicker(world: World) -> None:
    sid, tab = await world.page(1, 1), await world.page(2)
    await settled(world)
    world.hub.disconnect(tab)
    await world.rounds(GRACE - 1)
    await world.page(2)
    await world.rounds(GRACE - 1)
    assert [names for names in world.pages.sent_to(sid) if "online" in names] == []


async def test_somebody_without_input_is_away_and_comes_back_with_it(world: World) -> None:
    sid, other = await world.page(1, 1), await world.page(2)
    await world.rounds(AWAY)
    assert world.online(sid) == {"User 1": "away", "User 2": "away"}
    world.hub.note_activity(other)
    await soon()
    assert world.online(sid) == {"User 1": "away", "User 2": "online"}


async def test_the_people_who_are_here_are_listed_by_name(world: World) -> None:
    world.database.names |= {1: "émile", 2: "Zoe"}
    sid = await world.page(2, 1)
    await world.page(1)
    await soon()
    assert list(world.online(sid)) == ["Zoe", "émile"]


async def test_the_same_person_comes_twice_at_once_and_both_pages_live(world: World) -> None:
    first, second = await asyncio.gather(world.page(1, 1), world.page(1, 1))
    await settled(world)
    world.post(1, 2)
    await soon()
    assert hears(world, first)
    assert hears(world, second)
    person = world.hub.person(first)
    assert person is world.hub.person(second)
    assert person is not None
    assert person.sockets == {first, second}


async def test_somebody_who_comes_back_as_they_are_forgotten_is_here(world: World) -> None:
    sid, gone = await world.page(1, 1), await world.page(2)
    world.hub.disconnect(gone)
    world.now += GRACE
    back = await world.page(2, 1)
    await world.rounds(0)
    assert world.online(sid) == {"User 1": "online", "User 2": "online"}
    world.post(1)
    await soon()
    assert hears(world, back)
    assert world.sidebar(back)["channel-1"] == 4


async def test_somebody_who_is_forgotten_while_they_come_back_is_here(world: World) -> None:
    gone = await world.page(2)
    world.hub.disconnect(gone)
    world.now += GRACE
    world.hub._online.report()
    world.threads.hold()
    coming = asyncio.create_task(world.page(2, 1))
    await soon()
    await world.rounds(GRACE)
    await world.threads.release()
    sid = await coming
    await world.rounds(GRACE)
    assert world.hub.person(sid) is not None
    assert world.online(sid) == {"User 2": "online"}


async def test_a_page_that_enters_twice_stays_what_it_is(world: World) -> None:
    """A client may say hello as often as it likes; it must not keep a channel by that."""
    sid = await world.page(1, 2)
    assert await world.hub.connect(sid, 1, "session of 1")
    await world.hub.show(sid, 1)
    await settled(world)
    world.post(2, 2, "not for this page any more")
    await soon()
    assert not hears(world, sid)


async def test_a_page_that_enters_as_another_person_is_theirs_alone(world: World) -> None:
    sid = await world.page(1, 2)
    assert await world.hub.connect(sid, 3, "session of 3")
    await settled(world)
    world.post(2, 2)
    await soon()
    assert not hears(world, sid)
    await world.rounds(GRACE + 1)
    assert world.hub.online({1, 2, 3}) == [world.hub.online({3})[0]]


# -- showing ---------------------------------------------------------------------------------------


async def test_a_page_that_shows_another_channel_hears_of_that_alone(world: World) -> None:
    sid = await world.page(1, 1)
    await world.hub.show(sid, 2)
    world.hub.refresh(sid)
    await settled(world)
    world.post(1, 2)
    await soon()
    assert not hears(world, sid)
    world.post(2, 2)
    await soon()
    assert hears(world, sid)
    assert world.pages.window(sid) == world.database.newest(2)


async def test_a_page_is_told_nothing_of_a_channel_before_it_is_sent_all_of_it(world: World) -> None:
    """Else it would show some of it among what it has of the channel before, and take that for read."""
    world.channel(3, 2, posts=1)
    sid = await world.page(1, 1)
    await world.hub.show(sid, 3)
    await settled(world)
    before = dict(world.pages.shown[sid])
    world.join(3, 1)
    world.post(3, 2)
    world.alter(3, topic="Weather")
    world.rename(2, "Ada")
    world.hub.handle(events.TypingStarted(3, 2))
    world.hub.find_unread(sid)
    world.hub.handle(events.ReadMarked(1, 3, 1))
    await soon()
    assert [names for names in world.pages.sent_to(sid) if names & set(EMPTY_VARS)] == []
    assert all(world.pages.shown[sid][name] == before[name] for name in EMPTY_VARS)
    world.hub.refresh(sid)
    everything = {"channel", "start", *SLOTS, "change", "online", "typing", *PERSONAL_VARS}
    assert world.pages.sent_to(sid)[-1] == everything
    assert world.pages.shown[sid]["channel"]["topic"] == "Weather"
    assert world.pages.shown[sid]["read_to"] == 1
    world.post(3, 2)
    await soon()
    assert hears(world, sid)


async def test_a_second_channel_opened_while_the_first_is_loading_is_the_one_shown(world: World) -> None:
    sid = await world.page(1)
    world.threads.hold()
    opening = [asyncio.create_task(world.hub.show(sid, channel_id)) for channel_id in (1, 2, 1, 2)]
    await soon()
    await world.threads.release()
    await asyncio.gather(*opening)
    world.hub.refresh(sid)
    await settled(world)
    assert world.pages.shown[sid]["channel"]["name"] == "channel-2"
    assert world.pages.window(sid) == world.database.newest(2)
    world.post(1, 2)
    await soon()
    assert not hears(world, sid)


async def test_a_page_is_sent_its_channel_again_only_if_it_is_behind(world: World) -> None:
    sid = await world.page(1, 1)
    await settled(world)
    for name in ("channel", "start", *SLOTS, "online"):
        world.hub.value(sid, name)
    world.hub.refresh(sid, if_behind=True)
    assert world.pages.sent_to(sid) == []
    world.post(1, 2)
    await settled(world)
    world.hub.refresh(sid, if_behind=True)
    everything = {"channel", "start", *SLOTS, "change", "online", "typing", *PERSONAL_VARS}
    assert world.pages.sent_to(sid) == [everything]
    world.hub.refresh(sid, if_behind=True)
    assert world.pages.sent_to(sid) == [everything]


async def test_looking_at_the_window_here_does_not_count_as_reading_it_there(world: World) -> None:
    sid = await world.page(1)
    await world.hub.show(sid, 1)
    await settled(world)
    assert [view["seq"] for view in world.hub.window(sid)] == [1, 2, 3]
    world.hub.refresh(sid, if_behind=True)
    assert len(world.pages.sent_to(sid)) == 1


async def test_the_new_line_is_where_unread_began_when_the_channel_was_opened(world: World) -> None:
    world.database.channels[1].members[1] = 2
    sid = await world.page(1, 1)
    assert world.pages.shown[sid]["new_from"] == 3
    world.hub.follow(sid, True)
    world.post(1, 2)
    world.hub.refresh(sid)
    assert world.pages.shown[sid]["new_from"] == 3
    await world.hub.show(sid, 2)
    await world.hub.show(sid, 1)
    world.hub.refresh(sid)
    assert world.pages.shown[sid]["new_from"] == 0


async def test_a_page_that_shows_nothing_reads_emptiness(world: World) -> None:
    sid = await world.page(1)
    for page in (sid, "no page"):
        assert {name: world.hub.value(page, name) for name in EMPTY_VARS} == EMPTY_VARS
        assert {name: world.hub.personal_var(page, name) for name in ("new_from", "joined")} == {
            "new_from": 0,
            "joined": False,
        }
    for nothing in (world.hub.disconnect, world.hub.refresh, world.hub.note_activity):
        nothing("no page")
    world.hub.follow("no page", True)
    world.hub.follow(sid, True)
    assert await world.hub.show("no page", 1) is None
    assert world.hub.window("no page") == []


# -- while the database is slow, or away ------------------------------------------------------------


async def test_the_rounds_go_on_while_what_was_read_cannot_be_written_down(world: World) -> None:
    sid = await world.page(1, 1)
    await world.page(2, 1)
    world.hub.follow(sid, True)
    world.threads.hold()
    running = asyncio.create_task(world.hub.run())
    await asyncio.sleep(30)
    assert "save" in world.database.reads
    assert set(world.online(sid).values()) == {"online"}
    world.now = GRACE + AWAY
    await asyncio.sleep(1)
    assert set(world.online(sid).values()) == {"away"}
    running.cancel()
    await world.threads.release()
    await asyncio.gather(running, return_exceptions=True)


async def test_who_joins_while_the_database_is_away_is_seated_once_it_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = await world.page(3, 2)
    await settled(world)
    away = [Unavailable("It is away.", 1)] * 5
    read = world.database._read

    def fail(what: str) -> None:
        if away:
            raise away.pop()
        read(what)

    monkeypatch.setattr(world.database, "_read", fail)
    world.join(2, 3)
    await asyncio.sleep(30)
    assert list(world.sidebar(sid)) == ["channel-2"]
    assert world.pages.shown[sid]["channel"]["member_count"] == 3


async def test_a_name_that_others_have_too_is_shown_with_the_username_wherever_it_stands(
    world: World,
) -> None:
    sid = await world.page(1, 1)
    await world.page(2)
    world.post(1, 2, "hello")
    await settled(world)
    world.rename(2, "User 1", shared=True)
    await soon()
    assert world.pages.window(sid)[-1]["handle"] == "@user2"
    assert {view["id"]: view["handle"] for view in world.pages.shown[sid]["online"]} == {
        "1": "",
        "2": "@user2",
    }
    world.rename(2, "User 2")
    await soon()
    assert world.pages.window(sid)[-1]["handle"] == ""
    assert {view["handle"] for view in world.pages.shown[sid]["online"]} == {""}


async def test_a_hub_that_forgets_is_one_that_was_just_made_but_for_who_listens(world: World) -> None:
    heard: list[tuple[int, str]] = []
    world.hub.listen_to_presence(lambda user_id, status, _: heard.append((user_id, status)))
    sid = await world.page(1, 1)
    await soon()
    assert world.hub.connection(sid) is not None
    assert heard == [(1, "online")]
    world.hub.reset()
    assert (world.hub.connection(sid), world.hub.person(sid), world.hub.window(sid)) == (None, None, [])
    assert world.hub.status(1) == "offline"
    await world.page(1, 1)
    await soon()
    assert heard == [(1, "online")] * 2
