"""Editing and deleting messages."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from chat_app.backends.database import transaction
from chat_app.errors import Forbidden, Invalid, NotFound
from chat_app.events import Event, MessageChanged
from chat_app.services.access import Actor
from chat_app.services.channels import memberships
from chat_app.services.messages import editing, reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.services.conftest import texts
from tests.support.people import channel_of, person


def test_author_edits_their_message(ann: Actor, bob: Actor, town: int, told: list[Event]) -> None:
    message, _ = write(storing.insert, bob, Draft(town, "helo"))
    edited = write(editing.edit, bob, int(message.id), " hello ")
    assert (edited.text, edited.seq, edited.created_at) == ("hello", 1, message.created_at)
    assert edited.edited_at is not None
    assert edited.edited_at >= message.created_at
    assert told[-1] == MessageChanged(edited)
    assert read(reading.get, ann, int(message.id)) == edited


def test_nobody_else_edits_it(admin: Actor, ann: Actor, bob: Actor, town: int) -> None:
    write(memberships.join, admin, town)
    message_id = int(write(storing.insert, bob, Draft(town, "hello"))[0].id)
    for other in (admin, ann, person("eve")):
        with pytest.raises(Forbidden):
            write(editing.edit, other, message_id, "goodbye")
    assert read(texts) == [(1, "hello")]


def test_outsider_does_not_find_a_hidden_message(ann: Actor) -> None:
    eve, den = person("eve"), channel_of(ann, "den", private=True)
    message_id = int(write(storing.insert, ann, Draft(den, "psst"))[0].id)
    with pytest.raises(NotFound):
        read(reading.get, eve, message_id)
    with pytest.raises(NotFound):
        write(editing.edit, eve, message_id, "boo")
    with pytest.raises(NotFound):
        write(editing.delete, eve, message_id)
    assert read(texts) == [(1, "psst")]


def test_author_who_has_left_edits_no_more(ann: Actor, bob: Actor, town: int) -> None:
    message_id = int(write(storing.insert, bob, Draft(town, "hello"))[0].id)
    write(memberships.remove, ann, town, bob.user_id)
    with pytest.raises(Forbidden):
        write(editing.edit, bob, message_id, "something rude")


@pytest.mark.parametrize("text", ["", " ", "x" * 4001])
def test_edit_keeps_the_limits(ann: Actor, town: int, text: str) -> None:
    message_id = int(write(storing.insert, ann, Draft(town, "hello"))[0].id)
    with pytest.raises(Invalid):
        write(editing.edit, ann, message_id, text)
    assert read(texts) == [(1, "hello")]


def test_edit_to_the_same_text_is_no_edit(ann: Actor, town: int, told: list[Event]) -> None:
    message, _ = write(storing.insert, ann, Draft(town, "hello"))
    told.clear()
    assert write(editing.edit, ann, int(message.id), "hello ") == message
    assert told == []


def test_deleted_message_keeps_its_place_and_loses_its_text(ann: Actor, town: int, told: list[Event]) -> None:
    first, _ = write(storing.insert, ann, Draft(town, "hello"))
    write(storing.insert, ann, Draft(town, "still here"))
    write(editing.delete, ann, int(first.id))
    gone = read(reading.get, ann, int(first.id))
    assert (gone.seq, gone.text, gone.deleted) == (1, "", True)
    assert told[-1] == MessageChanged(gone)
    assert read(texts) == [(1, ""), (2, "still here")]
    with pytest.raises(NotFound):
        write(editing.edit, ann, int(first.id), "back again")


def test_edit_that_comes_while_it_is_deleted_does_not_bring_the_text_back(ann: Actor, town: int) -> None:
    message_id = int(write(storing.insert, ann, Draft(town, "hello"))[0].id)
    deleted, asked = threading.Event(), threading.Event()

    def edit() -> str:
        deleted.wait(10)
        asked.set()
        try:
            return write(editing.edit, ann, message_id, "still here").text
        except NotFound as refused:
            return refused.code

    with ThreadPoolExecutor(1) as threads:
        edited = threads.submit(edit)
        with transaction() as session:
            editing.delete(session, ann, message_id)
            deleted.set()
            assert asked.wait(10)
        assert edited.result(10) == "not_found"
    assert read(texts) == [(1, "")]


def test_deleting_twice_is_told_once(ann: Actor, town: int, told: list[Event]) -> None:
    message_id = int(write(storing.insert, ann, Draft(town, "hello"))[0].id)
    told.clear()
    write(editing.delete, ann, message_id)
    write(editing.delete, ann, message_id)
    assert len(told) == 1


def test_owner_and_administrator_delete_and_other_members_may_not(
    admin: Actor, ann: Actor, bob: Actor, town: int
) -> None:
    eve = person("eve")
    write(memberships.join, eve, town)
    ids = [int(write(storing.insert, bob, Draft(town, f"rude {n}"))[0].id) for n in range(3)]
    with pytest.raises(Forbidden):
        write(editing.delete, eve, ids[0])
    for actor, message_id in zip((bob, ann, admin), ids, strict=True):
        write(editing.delete, actor, message_id)
    assert read(texts) == [(1, ""), (2, ""), (3, "")]


def test_deleted_message_frees_no_number_and_no_client_message_id(ann: Actor, town: int) -> None:
    message, _ = write(storing.insert, ann, Draft(town, "hello", "id-1"))
    write(editing.delete, ann, int(message.id))
    again, created = write(storing.insert, ann, Draft(town, "hello", "id-1"))
    assert (created, again.seq, again.deleted) == (False, 1, True)
    assert write(storing.insert, ann, Draft(town, "next"))[0].seq == 2
