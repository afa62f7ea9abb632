"""One bad message, event, listener, person or page costs itself only."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from chat_app import events
from chat_app.realtime import rendering, windows
from chat_app.schemas import QuotePublic
from chat_app.text import markdown
from tests.support.asynchronous import soon
from tests.support.fakes import GRACE, World, message

BAD = "[<nothing>](bad)"
SHOWN = "[&lt;nothing&gt;](bad)"


@pytest.fixture
def world() -> World:
    world = World()
    world.person(1, 2, 3)
    world.channel(1, 1, 2, 3, posts=3)
    return world


@pytest.fixture(params=["to_html", "to_plain", "all"])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what fails for a bad text, of all that reads what people wrote."""

    def fails(name: str) -> None:
        real: Callable[..., Any] = getattr(rendering, name, None) or getattr(rendering.emojis, name)

        def read(text: str, *more: Any) -> Any:
            if BAD in text:
                raise ValueError(f"cannot read {text}")
            return real(text, *more)

        monkeypatch.setattr(rendering if hasattr(rendering, name) else rendering.emojis, name, read)

    for name in ["to_html", "to_plain", "is_only"] if request.param == "all" else [request.param]:
        fails(name)
    return request.param


def html(world: World, sid: str) -> list[str]:
    return [view["html"] for view in world.pages.window(sid)]


def shown(broken: str) -> str:
    return SHOWN if broken != "to_plain" else markdown.to_html(BAD)


async def test_a_message_that_cannot_be_rendered_is_shown_as_typed_and_all_others_as_ever(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    sid = await world.page(1, 1)
    bad = world.post(1, 2, BAD)
    quote = QuotePublic(
        id=bad.id, seq=bad.seq, author_id="2", author="User 2", username="user2", text=BAD, deleted=False
    )
    world.post(1, 2, "*an answer*", reply_to=bad.id, quote=quote)
    await soon()
    assert html(world, sid)[-2:] == [shown(broken), "<em>an answer</em>"]
    assert world.pages.window(sid)[-1]["quote"]
    assert bad.id in caplog.text
    assert "nothing" not in caplog.text


async def test_a_channel_with_a_message_that_cannot_be_rendered_opens(world: World, broken: str) -> None:
    world.store(1, 2, BAD)
    world.store(1, 2, "*after*")
    sid = await world.page(1, 1)
    assert html(world, sid) == ["message 1", "message 2", "message 3", shown(broken), "<em>after</em>"]


async def test_a_message_that_is_edited_into_one_that_cannot_be_rendered_is_shown_as_typed(
    world: World, broken: str
) -> None:
    sid = await world.page(1, 1)
    posted = world.post(1, 2, "good")
    world.change(posted, text=BAD)
    world.post(1, 2, "*after*")
    await soon()
    assert html(world, sid)[-2:] == [shown(broken), "<em>after</em>"]
    assert world.pages.shown[sid]["change"] == 1


async def test_a_message_that_cannot_be_taken_in_is_read_with_its_channel(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = await world.page(1, 1)
    with monkeypatch.context() as failing:
        failing.setattr(windows.Window, "add", lambda *_: 1 / 0)
        world.post(1, 2, "first")
        world.post(1, 2, "second")
    changed = world.post(1, 2, "third")
    with monkeypatch.context() as failing:
        failing.setattr(windows.Window, "replace", lambda *_: 1 / 0)
        world.change(changed, text="edited")
    await soon()
    assert html(world, sid)[-3:] == ["first", "second", "edited"]


async def test_a_channel_whose_numbers_do_not_add_up_is_not_read_for_ever(world: World) -> None:
    """A database that was restored from a copy may have lost what was told of."""
    sid = await world.page(1, 1)
    world.database.reads.clear()
    world.hub.handle(events.MessagePosted(message(9)))
    world.hub.handle(events.MessageChanged(message(1, text="edited"), number=7))
    await soon()
    assert 0 < world.database.reads.count("channel 1") <= 3
    world.post(1, 2, "goes on")
    await soon()
    assert html(world, sid)[-1] == "goes on"


# -- counting, telling, showing --------------------------------------------------------------------


def spoil(world: World, monkeypatch: pytest.MonkeyPatch, part: str, name: str) -> None:
    owner = getattr(world.hub, part)
    monkeypatch.setattr(owner, name, lambda *_: 1 / 0)


@pytest.mark.parametrize(("part", "name"), [("_people", "post"), ("_typing", "stop")])
async def test_a_message_that_cannot_be_counted_is_shown_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, part: str, name: str
) -> None:
    sid = await world.page(1, 1)
    spoil(world, monkeypatch, part, name)
    world.post(1, 2, "shown")
    await soon()
    assert html(world, sid)[-1] == "shown"


async def test_a_message_that_cannot_be_shown_is_counted_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = await world.page(1)
    await world.page(2, 1)
    spoil(world, monkeypatch, "_feeds", "changed")
    with pytest.raises(ZeroDivisionError):
        world.post(1, 2, "not shown")
    assert world.sidebar(sid) == {"channel-1": 4}


@pytest.mark.parametrize(("part", "name"), [("_people", "leave"), ("_typing", "stop"), ("_feeds", "changed")])
async def test_whoever_is_removed_hears_nothing_more_whatever_else_fails(
    world: World, monkeypatch: pytest.MonkeyPatch, part: str, name: str
) -> None:
    out, stays = await world.page(1, 1), await world.page(2, 1)
    world.hub.note_typing(out, True)
    await soon()
    with monkeypatch.context() as failing:
        spoil(world, failing, part, name)
        world.leave(1, 1)
    world.pages.forget()
    world.post(1, 2, "secret")
    await soon()
    assert html(world, out) == []
    assert html(world, stays)[-1] == "secret"


@pytest.mark.parametrize(
    ("method", "ends"),
    [("push", "session"), ("show_sign_in", "session"), ("push", "channel"), ("push", "membership")],
)
async def test_a_page_that_cannot_be_told_that_its_stream_ends_keeps_no_other_from_it(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str, ends: str
) -> None:
    pages = [await world.page(1, 1, session_id="one") for _ in range(3)]
    reader = await world.page(2, 1)
    with monkeypatch.context() as failing:
        real = getattr(world.pages, method)

        def once(sids: Any, *more: Any) -> None:
            if pages[0] in sids:
                raise OSError("no way to it")
            real(sids, *more)

        failing.setattr(world.pages, method, once)
        if ends == "session":
            world.hub.handle(events.SessionEnded("one", 1))
        elif ends == "channel":
            world.delete(1)
        else:
            world.leave(1, 1)
    assert [world.hub.value(sid, "channel")["id"] for sid in pages] == ["", "", ""]
    if ends == "session":
        assert world.pages.closed == pages
    if ends == "membership":
        world.post(1, 2, "goes on")
        await soon()
        assert html(world, reader)[-1] == "goes on"


# -- the rounds ------------------------------------------------------------------------------------


async def test_a_person_whose_presence_cannot_be_told_keeps_nobody_else_from_being_seen_to_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, gone, also_gone = await world.page(1, 1), await world.page(2), await world.page(3)
    await soon()
    heard: list[tuple[int, str]] = []
    world.hub.listen_to_presence(lambda *_: 1 / 0)  # pyright: ignore[reportArgumentType]
    world.hub.listen_to_presence(lambda user_id, status, _: heard.append((user_id, status)))
    online = world.hub._online
    real = online._report_one
    monkeypatch.setattr(online, "_report_one", lambda who, how: 1 / (who - 2) and real(who, how))
    for sid in (gone, also_gone):
        world.hub.disconnect(sid)
    await world.rounds(GRACE + 1)
    assert heard == [(3, "offline")]
    assert world.online(looks) == {"User 1": "online"}


async def test_presence_goes_on_while_the_database_does_not_answer(world: World) -> None:
    sid, gone = await world.page(1, 1), await world.page(2)
    running = asyncio.create_task(world.hub.run())
    world.hub.follow(sid, True)
    world.post(1, 2)
    world.threads.hold()
    await asyncio.sleep(10)
    world.hub.disconnect(gone)
    world.now += GRACE + 1
    await asyncio.sleep(2)
    assert world.online(sid) == {"User 1": "online"}
    assert world.hub.is_healthy
    await world.threads.release()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("duty", ["_look_around", "_end_expired"])
async def test_of_the_rounds_each_goes_on_when_another_fails(
    world: World, monkeypatch: pytest.MonkeyPatch, duty: str
) -> None:
    sid = await world.page(1, 1)
    monkeypatch.setattr(world.hub._housekeeping, duty, lambda: 1 / 0)
    running = asyncio.create_task(world.hub.run())
    world.hub.follow(sid, True)
    world.post(1, 2)
    await asyncio.sleep(10)
    assert world.database.channels[1].members[1] == 4
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
