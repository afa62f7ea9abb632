"""Reactions, and that changes of messages are numbered without gaps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from chat_app.errors import ChatError, Forbidden, Invalid, NotFound
from chat_app.events import Event, MessageChanged
from chat_app.models import Channel, Reaction
from chat_app.services import channels, memberships, messages, reactions
from chat_app.services.access import Actor
from chat_app.services.messages import Draft
from chat_app.services.work import look_up, perform
from tests.people import channel_of, person


@pytest.fixture
def ann() -> Actor:
    return person("ann")


@pytest.fixture
def bob(ann: Actor) -> Actor:
    return person("bob")


@pytest.fixture
def town(ann: Actor, bob: Actor) -> int:
    return channel_of(ann, "town", bob)


@pytest.fixture
def hello(ann: Actor, town: int) -> int:
    return int(perform(messages.insert, ann, Draft(town, "hello"))[0].id)


def last_change(session: Session, channel_id: int) -> int:
    return session.get_one(Channel, channel_id).last_change


def stored(session: Session) -> int:
    return len(session.exec(select(Reaction)).all())


def test_reaction_is_told_with_the_message_as_it_is_now(ann: Actor, hello: int, told: list[Event]) -> None:
    perform(reactions.add, ann, hello, "👍")
    event = told[-1]
    assert isinstance(event, MessageChanged)
    assert (event.kind, event.number) == ("reacted", 1)
    assert event.message == look_up(messages.get, ann, hello)
    assert event.message.reactions[0].user_ids == [str(ann.user_id)]


def test_repeats_change_and_tell_nothing(ann: Actor, town: int, hello: int, told: list[Event]) -> None:
    perform(reactions.remove, ann, hello, "👍")
    perform(reactions.add, ann, hello, "👍")
    before = len(told)
    perform(reactions.add, ann, hello, "👍")
    assert (len(told), look_up(last_change, town)) == (before, 1)


def test_every_change_of_a_channel_gets_the_next_number(
    ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    first, second = (int(perform(messages.insert, ann, Draft(town, text))[0].id) for text in ("a", "b"))
    perform(reactions.add, bob, first, "🎉")
    perform(messages.edit, ann, second, "b!")
    perform(reactions.remove, bob, first, "🎉")
    perform(messages.delete, ann, second)
    changes = [(event.kind, event.number) for event in told if isinstance(event, MessageChanged)]
    assert changes == [("reacted", 1), ("edited", 2), ("reacted", 3), ("deleted", 4)]


def test_refused_reaction_changes_nothing(
    ann: Actor, bob: Actor, town: int, hello: int, told: list[Event]
) -> None:
    perform(memberships.leave, bob, town)
    before = len(told)
    for actor, message_id, emoji, error in (
        (bob, hello, "👍", Forbidden),
        (ann, hello, "thumbsup", Invalid),
        (ann, 10**9, "👍", NotFound),
        (ann, 10**30, "👍", NotFound),
    ):
        for act in (reactions.add, reactions.remove):
            with pytest.raises(error):
                perform(act, actor, message_id, emoji)
    assert (look_up(last_change, town), look_up(stored), len(told)) == (0, 0, before)


def test_many_at_once_are_numbered_without_a_gap(ann: Actor, bob: Actor, town: int) -> None:
    ids = [int(perform(messages.insert, ann, Draft(town, str(number)))[0].id) for number in range(4)]

    def act(number: int) -> None:
        perform(reactions.add, (ann, bob)[number % 2], ids[number // 2 % 4], "👍")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, list(range(8)) * 2))
    assert (look_up(stored), look_up(last_change, town)) == (8, 8)


def test_changing_and_deleting_at_once_ends_well(ann: Actor, bob: Actor) -> None:
    for number in range(5):
        town = channel_of(ann, f"town-{number}", bob)
        ids = [int(perform(messages.insert, ann, Draft(town, "x"))[0].id) for _ in range(4)]

        def act(work: tuple, done: list[str]) -> None:
            try:
                perform(*work)
            except ChatError as refusal:
                done.append(refusal.code)

        refused: list[str] = []
        works = [(reactions.add, bob, each, "👍") for each in ids] + [(channels.delete, ann, town)]
        works += [(messages.edit, ann, each, "y") for each in ids]
        with ThreadPoolExecutor(9) as pool:
            list(pool.map(lambda work: act(work, refused), works))  # noqa: B023 - done with before the next
        assert set(refused) <= {"not_found"}
