"""Reactions: giving, taking back, and who gave them."""

import pytest

from chat_app.errors import Forbidden, Invalid, NotFound
from chat_app.events import Event, MessageChanged
from chat_app.services import memberships, messages, reactions
from chat_app.services.access import Actor
from chat_app.services.messages import Draft
from chat_app.services.work import look_up, perform
from tests.people import channel_of, person


@pytest.fixture
def ann() -> Actor:
    person("admin")
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


def given(actor: Actor, message_id: int) -> list[tuple[str, int]]:
    return [(each.emoji, each.count) for each in look_up(messages.get, actor, message_id).reactions]


def test_toggling_gives_and_takes_back(ann: Actor, bob: Actor, hello: int, told: list[Event]) -> None:
    perform(reactions.toggle, ann, hello, "👍")
    told.clear()
    perform(reactions.toggle, bob, hello, "👍")
    assert given(ann, hello) == [("👍", 2)]
    assert [(event.kind, event.message.id) for event in told if isinstance(event, MessageChanged)] == [
        ("reacted", str(hello))
    ]
    perform(reactions.toggle, ann, hello, "👍")
    assert given(ann, hello) == [("👍", 1)]


def test_with_or_without_its_selector_an_emoji_is_the_same(ann: Actor, hello: int) -> None:
    perform(reactions.toggle, ann, hello, "\u2764\ufe0f")
    perform(reactions.toggle, ann, hello, "\u2764")
    assert given(ann, hello) == []


def test_who_reacted_is_told_by_name_and_in_order(ann: Actor, bob: Actor, hello: int) -> None:
    perform(reactions.add, bob, hello, "👍")
    perform(reactions.add, ann, hello, "👍")
    perform(reactions.add, ann, hello, "🎉")
    assert look_up(reactions.who, ann, hello, "👍") == ["bob", "ann"]
    assert look_up(reactions.who, bob, hello, "🚀") == []


@pytest.mark.parametrize("wrong", ["", "a", "👍👍", ":smile:", "<b>", "x" * 5000])
def test_what_is_not_one_emoji_is_refused(ann: Actor, hello: int, wrong: str) -> None:
    for act in (reactions.toggle, reactions.who):
        with pytest.raises(Invalid):
            perform(act, ann, hello, wrong)
    assert given(ann, hello) == []


def test_outsiders_neither_react_nor_learn_who_did(ann: Actor, bob: Actor) -> None:
    den = channel_of(ann, "den", private=True)
    message_id = int(perform(messages.insert, ann, Draft(den, "psst"))[0].id)
    perform(reactions.add, ann, message_id, "👍")
    for act in (reactions.toggle, reactions.who):
        with pytest.raises(NotFound):
            perform(act, bob, message_id, "👍")
    assert given(ann, message_id) == [("👍", 1)]


def test_who_left_a_public_channel_reacts_no_more(ann: Actor, bob: Actor, town: int, hello: int) -> None:
    perform(memberships.leave, bob, town)
    with pytest.raises(Forbidden):
        perform(reactions.toggle, bob, hello, "👍")
    assert given(ann, hello) == []


def test_nobody_reacts_to_what_is_deleted(ann: Actor, bob: Actor, hello: int) -> None:
    perform(messages.delete, ann, hello)
    with pytest.raises(NotFound):
        perform(reactions.toggle, bob, hello, "👍")


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
    assert perform(messages.insert, ann, Draft(town, typed))[0].text == stored
    assert perform(messages.edit, ann, hello, typed).text == stored


def test_a_message_is_as_long_as_it_is_with_its_emojis(ann: Actor, town: int) -> None:
    message, _ = perform(messages.insert, ann, Draft(town, "x" * 3990 + ":slightly_smiling_face:"))
    assert message.text.endswith("🙂")
