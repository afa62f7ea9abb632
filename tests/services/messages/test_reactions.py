"""Reactions: giving, taking back, who gave them, and that changes of messages are numbered without gaps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from chat_app.errors import ChatError, Forbidden, Invalid, NotFound
from chat_app.events import Event, MessageChanged
from chat_app.models import Channel, Reaction
from chat_app.services.access import Actor
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import editing, reactions, reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.services.conftest import Counted
from tests.support.people import channel_of


def last_change(session: Session, channel_id: int) -> int:
    return session.get_one(Channel, channel_id).last_change


def stored(session: Session) -> int:
    return len(session.exec(select(Reaction)).all())


def given(actor: Actor, message_id: int) -> list[tuple[str, int]]:
    return [(each.emoji, each.count) for each in read(reading.get, actor, message_id).reactions]


def test_reaction_is_told_with_the_message_as_it_is_now(ann: Actor, hello: int, told: list[Event]) -> None:
    write(reactions.add, ann, hello, "👍")
    event = told[-1]
    assert isinstance(event, MessageChanged)
    assert (event.kind, event.number) == ("reacted", 1)
    assert event.message == read(reading.get, ann, hello)
    assert event.message.reactions[0].user_ids == [str(ann.user_id)]


def test_a_toggle_takes_no_more_statements_than_giving_or_taking_back(
    ann: Actor, hello: int, statements: Counted
) -> None:
    with statements() as toggled_on:
        write(reactions.toggle, ann, hello, "👍")
    with statements() as toggled_off:
        write(reactions.toggle, ann, hello, "👍")
    with statements() as given_once:
        write(reactions.add, ann, hello, "👍")
    with statements() as taken_back:
        write(reactions.remove, ann, hello, "👍")
    assert (len(toggled_on), len(toggled_off)) == (len(given_once), len(taken_back)) == (11, 10)


def test_repeats_change_and_tell_nothing(ann: Actor, town: int, hello: int, told: list[Event]) -> None:
    write(reactions.remove, ann, hello, "👍")
    write(reactions.add, ann, hello, "👍")
    before = len(told)
    write(reactions.add, ann, hello, "👍")
    assert (len(told), read(last_change, town)) == (before, 1)


def test_every_change_of_a_channel_gets_the_next_number(
    ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    first, second = (int(write(storing.insert, ann, Draft(town, text))[0].id) for text in ("a", "b"))
    write(reactions.add, bob, first, "🎉")
    write(editing.edit, ann, second, "b!")
    write(reactions.remove, bob, first, "🎉")
    write(editing.delete, ann, second)
    changes = [(event.kind, event.number) for event in told if isinstance(event, MessageChanged)]
    assert changes == [("reacted", 1), ("edited", 2), ("reacted", 3), ("deleted", 4)]


def test_refused_reaction_changes_nothing(
    ann: Actor, bob: Actor, town: int, hello: int, told: list[Event]
) -> None:
    write(memberships.leave, bob, town)
    before = len(told)
    for actor, message_id, emoji, error in (
        (bob, hello, "👍", Forbidden),
        (ann, hello, "thumbsup", Invalid),
        (ann, 10**9, "👍", NotFound),
        (ann, 10**30, "👍", NotFound),
    ):
        for act in (reactions.add, reactions.remove):
            with pytest.raises(error):
                write(act, actor, message_id, emoji)
    assert (read(last_change, town), read(stored), len(told)) == (0, 0, before)


def test_many_at_once_are_numbered_without_a_gap(ann: Actor, bob: Actor, town: int) -> None:
    ids = [int(write(storing.insert, ann, Draft(town, str(number)))[0].id) for number in range(4)]

    def act(number: int) -> None:
        write(reactions.add, (ann, bob)[number % 2], ids[number // 2 % 4], "👍")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, list(range(8)) * 2))
    assert (read(stored), read(last_change, town)) == (8, 8)


def test_changing_and_deleting_at_once_ends_well(ann: Actor, bob: Actor) -> None:
    for number in range(5):
        town = channel_of(ann, f"town-{number}", bob)
        ids = [int(write(storing.insert, ann, Draft(town, "x"))[0].id) for _ in range(4)]

        def act(work: tuple, done: list[str]) -> None:
            try:
                write(*work)
            except ChatError as refusal:
                done.append(refusal.code)

        refused: list[str] = []
        works = [(reactions.add, bob, each, "👍") for each in ids] + [(channels.delete, ann, town)]
        works += [(editing.edit, ann, each, "y") for each in ids]
        with ThreadPoolExecutor(9) as pool:
            list(pool.map(lambda work: act(work, refused), works))  # noqa: B023 - done with before the next
        assert set(refused) <= {"not_found"}


def test_toggling_gives_and_takes_back(ann: Actor, bob: Actor, hello: int, told: list[Event]) -> None:
    write(reactions.toggle, ann, hello, "👍")
    told.clear()
    write(reactions.toggle, bob, hello, "👍")
    assert given(ann, hello) == [("👍", 2)]
    assert [(event.kind, event.message.id) for event in told if isinstance(event, MessageChanged)] == [
        ("reacted", str(hello))
    ]
    write(reactions.toggle, ann, hello, "👍")
    assert given(ann, hello) == [("👍", 1)]


def test_with_or_without_its_selector_an_emoji_is_the_same(ann: Actor, hello: int) -> None:
    write(reactions.toggle, ann, hello, "\u2764\ufe0f")
    write(reactions.toggle, ann, hello, "\u2764")
    assert given(ann, hello) == []


def test_who_reacted_is_told_by_name_and_in_order(ann: Actor, bob: Actor, hello: int) -> None:
    write(reactions.add, bob, hello, "👍")
    write(reactions.add, ann, hello, "👍")
    write(reactions.add, ann, hello, "🎉")
    assert read(reactions.list_names, ann, hello, "👍") == ["bob", "ann"]
    assert read(reactions.list_names, bob, hello, "🚀") == []


@pytest.mark.parametrize("wrong", ["", "a", "👍👍", ":smile:", "<b>", "x" * 5000])
def test_what_is_not_one_emoji_is_refused(ann: Actor, hello: int, wrong: str) -> None:
    for act in (reactions.toggle, reactions.list_names):
        with pytest.raises(Invalid):
            write(act, ann, hello, wrong)
    assert given(ann, hello) == []


def test_outsiders_neither_react_nor_learn_who_did(ann: Actor, bob: Actor) -> None:
    den = channel_of(ann, "den", private=True)
    message_id = int(write(storing.insert, ann, Draft(den, "psst"))[0].id)
    write(reactions.add, ann, message_id, "👍")
    for act in (reactions.toggle, reactions.list_names):
        with pytest.raises(NotFound):
            write(act, bob, message_id, "👍")
    assert given(ann, message_id) == [("👍", 1)]


def test_who_left_a_public_channel_reacts_no_more(ann: Actor, bob: Actor, town: int, hello: int) -> None:
    write(memberships.leave, bob, town)
    with pytest.raises(Forbidden):
        write(reactions.toggle, bob, hello, "👍")
    assert given(ann, hello) == []


def test_nobody_reacts_to_what_is_deleted(ann: Actor, bob: Actor, hello: int) -> None:
    write(editing.delete, ann, hello)
    with pytest.raises(NotFound):
        write(reactions.toggle, bob, hello, "👍")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("well done :tada: :+1:", "well done 🎉 👍"),
        ("at 10:30:15", "at 10:30:15"),
        ("`:smile:` is :smile:", "`:smile:` is 😄"),
        ("```\n:smile:\n```", "```\n:smile:\n```"),
        ("https://example.org/:smile:", "https://example.org/:smile:"),
        (":no_such_emoji:", ":no_such_emoji:"),
    ],
)
def test_shortcodes_become_emojis_on_sending_and_on_editing(
    ann: Actor, town: int, hello: int, typed: str, stored: str
) -> None:
    assert write(storing.insert, ann, Draft(town, typed))[0].text == stored
    assert write(editing.edit, ann, hello, typed).text == stored


def test_a_message_is_as_long_as_it_is_with_its_emojis(ann: Actor, town: int) -> None:
    message, _ = write(storing.insert, ann, Draft(town, "x" * 3990 + " :slightly_smiling_face:"))
    assert message.text.endswith("🙂")
