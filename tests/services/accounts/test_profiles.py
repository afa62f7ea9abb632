"""What people say of themselves, who hears of it, and how people are found by it."""

import pytest
from sqlmodel import Session

from chat_app.errors import Invalid, NotFound
from chat_app.events import Event, UserChanged
from chat_app.models import User
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles, registration, rules
from chat_app.services.transactions import read, write
from tests.support.people import PASSWORD, person

pytestmark = pytest.mark.usefixtures("database")


def stored(session: Session, actor: Actor) -> tuple[str, str, str]:
    user = session.get_one(User, actor.user_id)
    return user.display_name, user.color, user.status


def test_a_profile_is_changed_and_everybody_is_told(told: list[Event]) -> None:
    ann, bob = person("ann"), person("bob")
    before = read(stored, bob)
    told.clear()
    changed = write(profiles.change, ann, " Ann   Lee ", "violet", "On holiday ")
    assert (changed.display_name, changed.color, changed.status) == ("Ann Lee", "violet", "On holiday")
    assert told == [UserChanged(changed)]
    assert read(stored, ann) == ("Ann Lee", "violet", "On holiday")
    assert read(stored, bob) == before


def test_what_is_not_given_stays_and_no_change_is_not_told(told: list[Event]) -> None:
    ann = person("ann")
    write(profiles.change, ann, status="Here")
    before = read(stored, ann)
    told.clear()
    write(profiles.change, ann)
    write(profiles.change, ann, *before)
    assert read(stored, ann) == before
    assert told == []


def test_a_name_of_nothing_becomes_the_username_and_a_status_of_nothing_goes() -> None:
    ann = person("ann")
    write(profiles.change, ann, "Ann", status="Here")
    changed = write(profiles.change, ann, "  ", status=" ")
    assert (changed.display_name, changed.status) == ("ann", "")


def test_every_wrong_field_is_named_and_nothing_is_changed(told: list[Event]) -> None:
    ann = person("ann")
    before = read(stored, ann)
    told.clear()
    with pytest.raises(Invalid) as refused:
        write(profiles.change, ann, "x" * 51, "#ff0000", "x" * 101)
    assert {error.field for error in refused.value.errors} == {"display_name", "color", "status"}
    with pytest.raises(Invalid):
        write(profiles.change, ann, "Ann", "")
    assert read(stored, ann) == before
    assert told == []


@pytest.mark.parametrize("color", rules.COLORS)
def test_each_colour_of_the_palette_can_be_chosen(color: str) -> None:
    assert write(profiles.change, person("ann"), color=color).color == color


def test_people_are_found_by_their_ids_and_what_is_none_is_left_out() -> None:
    ann, bob = person("ann"), person("bob")
    found = read(profiles.by_ids, ann, [bob.user_id, ann.user_id, 10**30, -1, 0, 999])
    assert {user.username for user, _ in found} == {"ann", "bob"}
    assert read(profiles.by_ids, ann, []) == []


def test_profile_is_ones_own() -> None:
    ann, bob = person("ann"), person("bob")
    assert read(profiles.own, ann).username == "ann"
    assert read(profiles.own, bob).id == str(bob.user_id)


def test_people_are_found_by_part_of_either_name() -> None:
    ann = person("ann")
    registration.sign_up("bob", PASSWORD, "Robert 100%")
    assert [user.username for user in read(profiles.find, ann, "NN")] == ["ann"]
    assert [user.username for user in read(profiles.find, ann, "robert")] == ["bob"]
    assert [user.username for user in read(profiles.find, ann, "0%")] == ["bob"]
    assert read(profiles.find, ann, "_") == []
    assert read(profiles.find, ann, "\0nobody") == []


@pytest.mark.parametrize("shown", ["Élan", "Ñandú Élan", "ÉLAN", "E\u0301lan"])
@pytest.mark.parametrize("query", ["elan", "Élan", "éLA", "E\u0301lan"])
def test_people_are_found_whatever_the_case_and_accents_of_their_names(shown: str, query: str) -> None:
    ann = person("ann")
    registration.sign_up("bob", PASSWORD, shown)
    assert [user.username for user in read(profiles.find, ann, query)] == ["bob"]
    assert read(profiles.find, ann, "bob e") == [], "no part of one name and the other"


def test_people_are_found_by_the_name_they_have_now() -> None:
    ann = person("ann")
    write(profiles.change, ann, display_name="Élan")
    assert [user.username for user in read(profiles.find, ann, "elan")] == ["ann"]
    write(profiles.change, ann, display_name="Óscar")
    assert read(profiles.find, ann, "elan") == []
    assert [user.username for user in read(profiles.find, ann, "oscar")] == ["ann"]


def test_a_person_is_found_by_exact_username_only() -> None:
    ann = person("ann")
    assert read(profiles.by_username, ann, " Ann").id == str(ann.user_id)
    with pytest.raises(NotFound):
        read(profiles.by_username, ann, "an")
