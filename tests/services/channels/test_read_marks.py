"""Read marks: how far people have read, never backwards by themselves."""

import pytest
from sqlmodel import Session

from chat_app.errors import Forbidden, NotFound
from chat_app.events import Event, ReadMarked
from chat_app.models import Membership
from chat_app.services.access import Actor
from chat_app.services.channels import read_marks
from chat_app.services.transactions import read, write
from tests.services.conftest import post, roles
from tests.support.people import channel_of


def read_up_to(session: Session, actor: Actor, channel_id: int) -> int:
    return session.get_one(Membership, (channel_id, actor.user_id)).last_read_seq


def save(marks: list[tuple[Actor, int, int, int]]) -> None:
    """Set marks as the live core does: whose, where, how far, and how far it has written before."""
    write(read_marks.save_many, [(mark[0].user_id, *mark[1:]) for mark in marks])


def test_reading_goes_never_backwards_and_never_past_the_newest(
    ann: Actor, bob: Actor, eve: Actor, told: list[Event]
) -> None:
    town = channel_of(ann, "town", bob)
    post(ann, town, 5)
    told.clear()
    for seq, reached in ((3, 3), (2, 3), (-7, 3), (3, 3), (99, 5), (10**30, 5)):
        write(read_marks.advance, bob, town, seq)
        assert read(read_up_to, bob, town) == reached
    assert told == [ReadMarked(bob.user_id, town, seq) for seq in (3, 2, 0, 3, 5, 5)]
    assert read(read_up_to, ann, town) == 0


def test_outsider_marks_nothing_read(ann: Actor, eve: Actor) -> None:
    town, den = channel_of(ann, "town"), channel_of(ann, "den", private=True)
    with pytest.raises(Forbidden):
        write(read_marks.advance, eve, town, 1)
    with pytest.raises(NotFound):
        write(read_marks.advance, eve, den, 1)


def test_many_marks_keep_the_same_bounds(ann: Actor, bob: Actor, eve: Actor, told: list[Event]) -> None:
    town, den = channel_of(ann, "town", bob), channel_of(ann, "den", bob, private=True)
    post(ann, town, 5)
    post(ann, den, 2)
    told.clear()
    marks = [(bob, town, 4), (ann, town, 99), (bob, den, 2), (eve, den, 1), (bob, 999, 1)]
    save([(actor, channel_id, seq, 0) for actor, channel_id, seq in marks])
    save([(bob, den, 1, 0), (bob, town, 2, 0)])
    save([(bob, den, -1, 0)])
    save([])
    assert [read(read_up_to, actor, town) for actor in (ann, bob)] == [5, 4]
    assert read(read_up_to, bob, den) == 2
    assert "eve" not in roles(ann, den)
    assert told == []


def test_marks_are_taken_back_only_where_they_are_still_what_was_written(
    ann: Actor, bob: Actor, eve: Actor, told: list[Event]
) -> None:
    town, den = channel_of(ann, "town", bob), channel_of(ann, "den", bob)
    post(ann, town, 9)
    post(ann, den, 9)
    save([(bob, town, 7, 0), (ann, town, 7, 0), (bob, den, 7, 0), (eve, den, 7, 0)])
    write(read_marks.advance, ann, town, 8)
    told.clear()
    save([(bob, town, 3, 7), (ann, town, 3, 7), (bob, 999, 1, 2), (bob, den, -1, 7), (eve, den, 8, 7)])
    assert [read(read_up_to, actor, town) for actor in (ann, bob)] == [8, 3]
    assert read(read_up_to, bob, den) == 7
    assert told == []
