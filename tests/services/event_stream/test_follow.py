"""Event streams below the API: whatever order events arrive in, and however slow the listener is."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from chat_app import events
from chat_app.errors import Invalid, TooMany
from chat_app.events import Event, MemberLeft, MessageChanged, MessagePosted
from chat_app.models import User
from chat_app.realtime import event_streams as live
from chat_app.realtime.event_streams import Stream, Streams
from chat_app.services import public
from chat_app.services.access import MAX_ID, Actor
from chat_app.services.accounts import sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.event_stream import cursors
from chat_app.services.event_stream.cursors import Position
from chat_app.services.event_stream.follow import Follower, StreamEvent
from chat_app.services.messages import editing, reactions, reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.support.people import channel_of


def nothing(streams: Streams, stream: Stream) -> None:
    """Happens."""


def handle(streams: Streams, event: Event) -> None:
    """Have the streams handle it as the application does."""
    if isinstance(event, events.PresenceChanged):
        streams.handle_presence(event.user_id, event.status, event.channel_ids)
    streams.handle(event)


def heard(
    bob: Actor,
    happens: Callable[[Streams, Stream], None],
    cursor: str = "",
    before: Callable[[Streams, Stream], None] = nothing,
) -> list[StreamEvent]:
    """Return what a new listener is sent when this happens; `before`: before anything is read."""

    async def listen() -> list[StreamEvent]:
        streams = Streams(most_a_person=10)
        stream = streams.open(bob.user_id, bob.session_id)
        before(streams, stream)
        told = Follower(stream, bob, cursors.decode(cursor) if cursor else None).listen(
            heartbeat=0.05, lasts=5
        )
        result = [await anext(told)]
        await asyncio.to_thread(happens, streams, stream)
        async for each in told:
            if each is None:
                return [each for each in result if each]
            result.append(each)
        return [each for each in result if each]

    return asyncio.run(listen())


def post(ann: Actor, town: int, *texts: str) -> None:
    for text in texts:
        write(storing.insert, ann, Draft(town, text))


def seqs(told: list[StreamEvent]) -> list[int]:
    return [each.data.seq for each in told if each.name == "message.posted"]  # pyright: ignore[reportAttributeAccessIssue]


def test_events_in_the_wrong_order_are_told_in_the_right_one(
    ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    def happens(streams: Streams, _: Stream) -> None:
        told.clear()
        post(ann, town, "a", "b", "c")
        for event in (told[2], told[0], told[1]):
            streams.handle(event)

    assert seqs(heard(bob, happens)) == [1, 2, 3]


def test_event_that_never_arrives_is_read_from_the_database(
    ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    def happens(streams: Streams, _: Stream) -> None:
        told.clear()
        post(ann, town, "a", "b")
        streams.handle(told[1])

    assert seqs(heard(bob, happens)) == [1, 2]


def test_change_that_never_arrives_is_read_too(ann: Actor, bob: Actor, town: int, told: list[Event]) -> None:
    post(ann, town, "a", "b")

    def happens(streams: Streams, _: Stream) -> None:
        told.clear()
        first, second = [int(each.id) for each in messages_of(ann, town)]
        write(editing.edit, ann, first, "a!")
        write(reactions.add, ann, second, "👍")
        streams.handle(told[-1])

    names = [each.name for each in heard(bob, happens)[1:]]
    assert names == ["message.edited", "message.reacted"]


def messages_of(ann: Actor, town: int) -> list:
    return write(reading.page, ann, town).items


def test_listener_who_is_too_slow_misses_no_message(
    ann: Actor, bob: Actor, town: int, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MAX_WAITING_EVENTS", 3)

    def happens(streams: Streams, stream: Stream) -> None:
        told.clear()
        post(ann, town, *map(str, range(10)))
        for event in told:
            streams.handle(event)
            assert len(stream._waiting) <= 3

    result = heard(bob, happens)
    assert seqs(result) == list(range(1, 11))
    assert [each.name for each in result].count("stream.resynced") == 1


def test_nothing_is_told_of_a_channel_after_leaving_it(
    ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    def happens(streams: Streams, _: Stream) -> None:
        write(memberships.leave, bob, town)
        left = told[-1]
        assert left == MemberLeft(town, bob.user_id)
        post(ann, town, "not for bob")
        streams.handle(left)
        streams.handle(told[-1])

    assert [each.name for each in heard(bob, happens)[1:]] == ["member.left"]


KINDS = [kind for kind in Event.__subclasses__() if kind.__module__.startswith("chat_app.")]


def of_channel(kind: type[Event], ann: Actor, channel_id: int, told: list[Event]) -> Event:
    """Return an event of this kind that reports a channel, or a person in it."""
    write(storing.insert, ann, Draft(channel_id, "psst"))
    message = told[-1].message  # pyright: ignore[reportAttributeAccessIssue]
    user = public.user(read(Session.get_one, User, ann.user_id))
    values = {"channel_id": channel_id, "user_id": ann.user_id, "message": message, "user": user}
    values |= {"private": True, "seq": 1, "number": 1, "session_id": ann.session_id, "status": "away"}
    values |= {"channel_ids": frozenset({channel_id})}
    needed = [each.name for each in fields(kind) if each.default is MISSING or each.name == "number"]
    return kind(**{name: values[name] for name in needed})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("opening", [True, False], ids=["opening", "reading"])
def test_event_of_a_strange_channel_is_not_told_even_while_reading(
    ann: Actor, bob: Actor, town: int, told: list[Event], kind: type[Event], opening: bool
) -> None:
    event = of_channel(kind, ann, channel_of(ann, "secret", private=True), told)

    def happens(streams: Streams, stream: Stream) -> None:
        stream.channels = None
        handle(streams, event)

    before = happens if opening else nothing
    names = [each.name for each in heard(bob, nothing if opening else happens, before=before)]
    assert names == ["stream.opened"]


@pytest.mark.parametrize("kind", KINDS)
def test_same_event_of_a_channel_of_the_listener_is_told(
    ann: Actor, bob: Actor, town: int, told: list[Event], kind: type[Event]
) -> None:
    event = of_channel(kind, ann, town, told)
    names = [each.name for each in heard(bob, lambda streams, _: handle(streams, event))[1:]]
    assert names == {
        events.MessageChanged: ["message.edited"],
        events.ChannelChanged: ["channel.changed"],
        events.ChannelDeleted: ["channel.deleted"],
        events.MemberJoined: ["member.joined"],
        events.MemberLeft: ["member.left"],
        events.TypingStarted: ["typing"],
        events.PresenceChanged: ["presence.changed"],
    }.get(kind, [])


def test_whoever_loses_a_channel_while_it_is_read_is_told_so(
    ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    doomed = channel_of(ann, "doomed", bob)

    def happens(streams: Streams, stream: Stream) -> None:
        stream.channels = None
        write(channels.delete, ann, doomed)
        write(memberships.remove, ann, town, bob.user_id)
        for event in told[-2:]:
            streams.handle(event)
        streams.handle(events.TypingStarted(town, ann.user_id))

    assert [each.name for each in heard(bob, happens)[1:]] == ["channel.deleted", "member.left"]


def test_cursor_that_names_strange_channels_opens_none(ann: Actor, bob: Actor, told: list[Event]) -> None:
    secret = channel_of(ann, "secret", private=True)

    def happens(streams: Streams, stream: Stream) -> None:
        stream.channels = None
        streams.handle(events.ChannelDeleted(secret))

    result = heard(bob, happens, cursor=f"{secret}.0.0", before=happens)
    assert [each.name for each in result] == ["stream.opened"]


def test_stream_ends_when_its_session_has_ended_unheard(ann: Actor, bob: Actor, town: int) -> None:
    async def listen() -> list[StreamEvent | None]:
        stream = Streams(1).open(bob.user_id, bob.session_id)
        told = Follower(stream, bob, None).listen(heartbeat=0.02, lasts=5)
        await anext(told)
        await asyncio.to_thread(write, sessions.end, bob)
        return [each async for each in told]

    assert asyncio.run(listen()) == []


def test_stream_lasts_no_longer_than_it_may(bob: Actor) -> None:
    async def listen() -> list[StreamEvent | None]:
        stream = Streams(1).open(bob.user_id, bob.session_id)
        return [each async for each in Follower(stream, bob, None).listen(heartbeat=1, lasts=0.1)]

    assert [each.name for each in asyncio.run(listen()) if each] == ["stream.opened"]


def test_nobody_opens_more_than_allowed() -> None:
    async def open_two() -> None:
        streams = Streams(1)
        first = streams.open(1, "a")
        streams.open(2, "b")
        with pytest.raises(TooMany):
            streams.open(1, "c")
        streams.close(first)
        streams.open(1, "d")

    asyncio.run(open_two())


COUNTS = st.integers(0, cursors.MAX_NUMBER)
CURSORS = st.dictionaries(st.integers(1, MAX_ID), st.builds(Position, COUNTS, COUNTS), max_size=30)


@given(CURSORS)
def test_cursor_reads_what_it_wrote(cursor: cursors.Cursor) -> None:
    text = cursors.encode(cursor)
    assert cursors.decode(text) == cursor
    assert re.fullmatch(cursors.PATTERN, text)


def test_cursor_can_be_written_by_hand() -> None:
    cursor = {3: Position(4, 5), 12: Position(0, 0)}
    assert cursors.decode("3.4.5_12.0.0") == cursors.decode("12.0.0_3.4.5") == cursor
    assert cursors.decode("") == {}


def test_cursor_of_hundreds_of_channels_is_short_enough_for_every_proxy() -> None:
    random = Random(512)
    ids = random.sample(range(1, 50_000), 512)
    cursor = {id_: Position(random.randrange(16_000), random.randrange(4_000)) for id_ in ids}
    text = cursors.encode(cursor)
    assert len(text) < 4096
    assert cursors.decode(text) == cursor


BROKEN = [
    "~A",
    "~AA",
    "~AQ",
    "~AQAAgA",
    "~AAAA",
    "~AQAAAAAA",
    "~" + "_" * 40,
    "~AQ==",
    "~AQAA\n",
    "~~AQAA",
    "~é",
]
BROKEN += [
    "~" + "gICA" * 16_000,
    cursors.encode({1: Position(10**9, 0)}),
    cursors.encode({1: Position(0, 10**9)}),
]


@pytest.mark.parametrize(
    "text",
    ["x", "1", "1.2", "1.2.3_", "_1.2.3", "1.2.-3", "١.2.3", "1.2.3\n", "1.2.3 ", "9" * 70_000, *BROKEN],
)
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        cursors.decode(text)


def test_cursor_of_another_world_does_no_harm(ann: Actor, bob: Actor, town: int) -> None:
    post(ann, town, "a")
    far = f"{town}.999999999.999999999_123456789012345678.1.1"
    result = heard(bob, lambda *_: None, cursor=far)
    assert [each.name for each in result] == ["stream.opened"]
    assert cursors.decode(result[0].id)[town] == Position(1, 0)


def test_kinds_do_not_decide_whether_changes_are_equal(ann: Actor, town: int, told: list[Event]) -> None:
    post(ann, town, "a")
    posted = told[-1]
    assert isinstance(posted, MessagePosted)
    change = MessageChanged(posted.message, "deleted", 5)
    assert change == replace(change, kind="edited", number=6)
