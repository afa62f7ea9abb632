"""What people say of themselves, and who hears of it."""

import pytest
from sqlmodel import Session

from chat_app.errors import Forbidden, Invalid, NotFound
from chat_app.events import Event, TypingStarted, UserChanged
from chat_app.models import User
from chat_app.services.access import Actor
from chat_app.services.accounts import accounts
from chat_app.services.channels import typing_notice
from chat_app.services.transactions import read, write
from tests.people import channel_of, person

pytestmark = pytest.mark.usefixtures("database")


def stored(session: Session, actor: Actor) -> tuple[str, str, str]:
    user = session.get_one(User, actor.user_id)
    return user.display_name, user.color, user.status


def test_a_profile_is_changed_and_everybody_is_told(told: list[Event]) -> None:
    ann, bob = person("ann"), person("bob")
    before = read(stored, bob)
    told.clear()
    changed = write(accounts.change, ann, " Ann   Lee ", "violet", "On holiday ")
    assert (changed.display_name, changed.color, changed.status) == ("Ann Lee", "violet", "On holiday")
    assert told == [UserChanged(changed)]
    assert read(stored, ann) == ("Ann Lee", "violet", "On holiday")
    assert read(stored, bob) == before


def test_what_is_not_given_stays_and_no_change_is_not_told(told: list[Event]) -> None:
    ann = person("ann")
    write(accounts.change, ann, status="Here")
    before = read(stored, ann)
    told.clear()
    write(accounts.change, ann)
    write(accounts.change, ann, *before)
    assert read(stored, ann) == before
    assert told == []


def test_a_name_of_nothing_becomes_the_username_and_a_status_of_nothing_goes() -> None:
    ann = person("ann")
    write(accounts.change, ann, "Ann", status="Here")
    changed = write(accounts.change, ann, "  ", status=" ")
    assert (changed.display_name, changed.status) == ("ann", "")


def test_every_wrong_field_is_named_and_nothing_is_changed(told: list[Event]) -> None:
    ann = person("ann")
    before = read(stored, ann)
    told.clear()
    with pytest.raises(Invalid) as refused:
        write(accounts.change, ann, "x" * 51, "#ff0000", "x" * 101)
    assert {error.field for error in refused.value.errors} == {"display_name", "color", "status"}
    with pytest.raises(Invalid):
        write(accounts.change, ann, "Ann", "")
    assert read(stored, ann) == before
    assert told == []


@pytest.mark.parametrize("color", accounts.COLORS)
def test_each_colour_of_the_palette_can_be_chosen(color: str) -> None:
    assert write(accounts.change, person("ann"), color=color).color == color


def test_people_are_found_by_their_ids_and_what_is_none_is_left_out() -> None:
    ann, bob = person("ann"), person("bob")
    found = read(accounts.by_ids, ann, [bob.user_id, ann.user_id, 10**30, -1, 0, 999])
    assert {user.username for user, _ in found} == {"ann", "bob"}
    assert read(accounts.by_ids, ann, []) == []


def test_members_tell_that_they_write_and_others_cannot(told: list[Event]) -> None:
    ann, bob = person("ann"), person("bob")
    write(accounts.change, ann, "Ann Lee")
    club, secret = channel_of(ann, "club"), channel_of(ann, "secret", private=True)
    told.clear()
    write(typing_notice.tell, ann, club)
    assert told == [TypingStarted(club, ann.user_id)]
    assert isinstance(told[0], TypingStarted)
    assert told[0].name == "Ann Lee"
    with pytest.raises(Forbidden):
        write(typing_notice.tell, bob, club)
    with pytest.raises(NotFound):
        write(typing_notice.tell, bob, secret)
    assert len(told) == 1
