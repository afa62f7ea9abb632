"""Bringing back what was deleted a moment ago, and what has been changed of a stretch of messages."""

import pytest
from sqlmodel import Session, col, select

from chat_app.errors import Forbidden, NotFound
from chat_app.events import Event, MessageChanged
from chat_app.models import Message
from chat_app.services.access import Actor
from chat_app.services.channels import memberships
from chat_app.services.messages import changes, editing, reactions, reading, storing, undo
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.editing import Deleted
from chat_app.services.messages.undo import GRACE_SECONDS, MAX_DELETIONS, Trash
from chat_app.services.transactions import read, write
from tests.support.people import channel_of

KEPT = 5 + GRACE_SECONDS


def post(author: Actor, channel_id: int, text: str = "hello") -> int:
    return int(write(storing.insert, author, Draft(channel_id, text))[0].id)


def delete(actor: Actor, message_id: int) -> Deleted:
    deleted = write(editing.delete, actor, message_id)
    assert deleted is not None
    return deleted


def texts(session: Session) -> list[str]:
    return list(session.exec(select(Message.text).order_by(col(Message.id))))


def test_a_deletion_takes_the_text_out_of_the_database_at_once(ann: Actor, town: int) -> None:
    deleted = delete(ann, post(ann, town))
    assert deleted.text == "hello"
    assert read(texts) == [""]


def test_what_one_deleted_comes_back_as_it_was(ann: Actor, bob: Actor, town: int, told: list[Event]) -> None:
    message_id = post(ann, town)
    write(reactions.add, bob, message_id, "👍")
    write(reactions.add, ann, message_id, "🎉")
    before = read(reading.get, ann, message_id)
    deleted = delete(ann, message_id)
    assert read(reading.get, ann, message_id).reactions == []
    told.clear()
    assert write(undo.restore, ann, deleted) == before
    assert read(reading.get, bob, message_id) == before
    assert told == [MessageChanged(before)]


def test_only_who_deleted_it_brings_it_back(ann: Actor, bob: Actor, town: int) -> None:
    deleted = delete(ann, post(bob, town))  # ann owns the channel
    with pytest.raises(Forbidden):
        write(undo.restore, bob, deleted)
    assert read(texts) == [""]
    write(undo.restore, ann, deleted)
    assert read(texts) == ["hello"]


def test_who_may_not_delete_it_any_more_does_not_bring_it_back(ann: Actor, bob: Actor, town: int) -> None:
    deleted = delete(ann, post(bob, town))
    write(memberships.leave, ann, town)
    with pytest.raises(Forbidden):
        write(undo.restore, ann, deleted)
    assert read(texts) == [""]


def test_nothing_comes_back_twice(ann: Actor, town: int) -> None:
    message_id = post(ann, town)
    deleted = delete(ann, message_id)
    write(undo.restore, ann, deleted)
    write(editing.edit, ann, message_id, "edited since")
    with pytest.raises(NotFound):
        write(undo.restore, ann, deleted)
    assert read(texts) == ["edited since"]


def test_deleting_what_is_deleted_takes_nothing_away(ann: Actor, town: int) -> None:
    message_id = post(ann, town)
    delete(ann, message_id)
    assert write(editing.delete, ann, message_id) is None


def test_memory_keeps_a_text_for_a_few_seconds_and_for_who_deleted_it() -> None:
    now = [0.0]
    trash = Trash(clock=lambda: now[0])
    deleted = Deleted(1, by=7, text="secret", reactions=())
    assert trash.keep(deleted) == KEPT
    assert trash.find(7, 1) is deleted
    for user_id, message_id in ((8, 1), (7, 2)):
        with pytest.raises(NotFound):
            trash.find(user_id, message_id)
    now[0] = KEPT
    with pytest.raises(NotFound):
        trash.find(7, 1)
    assert not trash._kept


def test_memory_keeps_the_newest_of_very_many() -> None:
    trash = Trash()
    for number in range(MAX_DELETIONS + 10):
        trash.keep(Deleted(number, by=7, text="secret", reactions=()))
    assert len(trash._kept) == MAX_DELETIONS
    assert trash.find(7, MAX_DELETIONS + 9)
    trash.drop(trash.find(7, MAX_DELETIONS + 9))
    with pytest.raises(NotFound):
        trash.find(7, MAX_DELETIONS + 9)


def test_one_reads_ones_own_message_to_edit_it_and_nobody_elses(ann: Actor, bob: Actor, town: int) -> None:
    message_id = post(ann, town, "**raw**")
    assert read(editing.get_editable, ann, message_id).text == "**raw**"
    with pytest.raises(Forbidden):
        read(editing.get_editable, bob, message_id)
    delete(ann, message_id)
    with pytest.raises(NotFound):
        read(editing.get_editable, ann, message_id)


def test_changes_of_a_stretch_are_found_once_and_as_they_are_now(ann: Actor, bob: Actor, town: int) -> None:
    ids = [post(ann, town, f"number {number}") for number in range(1, 6)]
    found, first = read(changes.between, bob, town, 1, 5, since=0)
    assert (found, first) == ([], 0)
    write(editing.edit, ann, ids[3], "edited")
    write(editing.edit, ann, ids[3], "edited again")
    write(reactions.add, bob, ids[1], "👍")
    delete(ann, ids[4])
    found, second = read(changes.between, bob, town, 1, 4, since=first)
    assert [(message.seq, message.text) for message in found] == [(2, "number 2"), (4, "edited again")]
    assert second == 4
    assert read(changes.between, bob, town, 1, 4, since=second) == ([], 4)


def test_changes_are_for_those_who_see_the_channel(ann: Actor, bob: Actor) -> None:
    den = channel_of(ann, "den", private=True)
    write(editing.edit, ann, post(ann, den), "edited")
    assert read(changes.between, ann, den, 1, 1, since=0)[0]
    with pytest.raises(NotFound):
        read(changes.between, bob, den, 1, 1, since=0)
