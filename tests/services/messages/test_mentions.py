"""Whom messages mention, and what of it is unread."""

import pytest

from chat_app.backends.database import transaction
from chat_app.errors import Invalid, NotFound
from chat_app.events import Event, MessagePosted
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles
from chat_app.services.channels import memberships, read_marks
from chat_app.services.live_source import LiveSource
from chat_app.services.messages import editing, mentions, reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.conftest import Database
from tests.services.conftest import Counted
from tests.support.people import channel_of, person


@pytest.fixture
def bob(ann: Actor) -> Actor:
    return person("bob.b")


def post(actor: Actor, channel_id: int, text: str, reply_to: int | None = None):
    return write(storing.insert, actor, Draft(channel_id, text, reply_to=reply_to))[0]


def unread(actor: Actor) -> dict[int, set[int]]:
    return read(mentions.unread, actor.user_id)


@pytest.mark.parametrize("text", ["@bob.b", "hi @Bob.b!", "@bob.b.", "(@bob.b)", "> @bob.b", "**@bob.b**"])
def test_a_name_behind_an_at_mentions_that_person(ann: Actor, bob: Actor, town: int, text: str) -> None:
    message = post(ann, town, text)
    assert [(one.id, one.username) for one in message.mentions] == [(str(bob.user_id), "bob.b")]
    assert read(reading.get, ann, int(message.id)) == message
    assert unread(bob) == {town: {1}}
    assert unread(ann) == {}


@pytest.mark.parametrize("text", ["bob.b", "x@bob.b", "@nobody", "`@bob.b`", "```\n@bob.b\n```", "@bob"])
def test_anything_else_mentions_nobody(ann: Actor, bob: Actor, town: int, text: str) -> None:
    assert post(ann, town, text).mentions == []
    assert unread(bob) == {}


def test_what_is_told_is_what_is_stored(ann: Actor, bob: Actor, town: int, told: list[Event]) -> None:
    original = post(ann, town, "shall we?")
    told.clear()
    message = post(bob, town, "@ann and @bob.b", int(original.id))
    assert told == [MessagePosted(message)]
    assert read(reading.get, ann, int(message.id)) == message
    assert message.quote is not None
    assert (message.quote.text, message.quote.author, message.quote.seq) == ("shall we?", "ann", 1)


def test_a_message_without_names_costs_no_statement_more(
    ann: Actor, bob: Actor, town: int, statements: Counted, database: Database
) -> None:
    without, with_names = (3, 5) if database.kind == "sqlite" else (1, 1)
    with transaction() as session, statements() as ran:
        storing.insert(session, ann, Draft(town, "plain"))
    assert len(ran) == without
    with transaction() as session, statements() as ran:
        storing.insert(session, ann, Draft(town, "@bob.b @ann @nobody"))
    assert len(ran) == with_names


def test_a_mention_goes_and_comes_with_the_text(ann: Actor, bob: Actor, town: int) -> None:
    message_id = int(post(ann, town, "@bob.b").id)
    assert write(editing.edit, ann, message_id, "nobody").mentions == []
    assert unread(bob) == {}
    write(editing.edit, ann, message_id, "@bob.b again")
    assert unread(bob) == {town: {1}}
    write(editing.delete, ann, message_id)
    assert unread(bob) == {}


def test_what_was_read_is_not_counted_nor_what_one_cannot_see(ann: Actor, bob: Actor, town: int) -> None:
    private = channel_of(ann, "private", private=True)
    post(ann, private, "@bob.b")
    for _ in range(3):
        post(ann, town, "@bob.b")
    write(read_marks.advance, bob, town, 1)
    assert unread(bob) == {town: {2, 3}}
    snapshot = LiveSource().person(bob.user_id)
    assert snapshot is not None
    assert snapshot.memberships[town].mentions == 2


def test_unread_mentions_are_one_statement_however_many_channels(
    ann: Actor, bob: Actor, statements: Counted
) -> None:
    for number in range(5):
        post(ann, channel_of(ann, f"town-{number}", bob), "@bob.b")
    with transaction(reading=True) as session, statements() as ran:
        assert len(mentions.unread(session, bob.user_id)) == 5
    assert len(ran) == 1


def test_a_quote_follows_the_original(ann: Actor, bob: Actor, town: int) -> None:
    original = post(ann, town, "x" * 500)
    reply = int(post(bob, town, "yes", int(original.id)).id)
    write(editing.edit, ann, int(original.id), "short")
    quote = read(reading.get, bob, reply).quote
    assert quote is not None
    assert (quote.text, quote.deleted) == ("short", False)
    write(editing.delete, ann, int(original.id))
    quote = read(reading.get, bob, reply).quote
    assert quote is not None
    assert (quote.text, quote.deleted) == ("", True)


def test_nothing_of_another_channel_is_quoted(ann: Actor, bob: Actor, town: int) -> None:
    elsewhere = post(ann, channel_of(ann, "private", private=True), "secret")
    with pytest.raises(Invalid):
        post(bob, town, "what?", int(elsewhere.id))


@pytest.mark.parametrize("shown", ["Élan", "Ñandú Élan"])
def test_members_are_found_whatever_the_case_and_accents_of_their_names(
    ann: Actor, bob: Actor, town: int, shown: str
) -> None:
    write(profiles.change, bob, display_name=shown)
    for beginning in ("elan", "Él", "ÉLAN", shown[:2].lower()):
        found = read(memberships.search_members, ann, town, beginning)
        assert [one.username for one in found] == ["bob.b"]
    assert read(memberships.search_members, ann, town, "lan") == []


def test_members_are_found_by_the_beginning_of_their_names(ann: Actor, bob: Actor, town: int) -> None:
    outsider = person("bobby")
    for beginning in ("b", "BOB", "bob.b"):
        found = read(memberships.search_members, ann, town, beginning)
        assert [one.username for one in found] == ["bob.b"]
    for beginning in ("%", "_", "ob", "x"):
        assert read(memberships.search_members, ann, town, beginning) == []
    private = channel_of(ann, "private", private=True)
    with pytest.raises(NotFound):
        read(memberships.search_members, outsider, private, "a")
