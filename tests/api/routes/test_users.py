"""People through the API."""

import pytest

from tests.api.conftest import Caller, is_problem


def test_profile_can_be_changed_in_parts(ann: Caller, bob: Caller) -> None:
    changed = ann.patch("/users/me", {"display_name": "Ann A.", "color": "pink", "status": "On holiday"})
    assert changed.status_code == 200
    assert {**ann.user, "display_name": "Ann A.", "color": "pink", "status": "On holiday"} == changed.json()
    assert ann.patch("/users/me", {"status": ""}).json()["display_name"] == "Ann A."
    assert bob.get(f"/users/{ann.id}").json()["color"] == "pink"


def test_empty_display_name_becomes_the_username(ann: Caller) -> None:
    assert ann.patch("/users/me", {"display_name": " "}).json()["display_name"] == "ann"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"display_name": "n" * 51}, "display_name"),
        ({"color": "beige"}, "color"),
        ({"status": "s" * 101}, "status"),
        ({"username": "other"}, "username"),
        ({"color": 5}, "color"),
    ],
)
def test_invalid_profile_is_refused(ann: Caller, body: dict, field: str) -> None:
    assert is_problem(
        ann.patch("/users/me", {**body, "status": body.get("status", "x")}), 422, "invalid", field
    )
    assert ann.get("/users/me").json() == ann.user, "nothing is changed"


def test_people_are_found_by_part_of_a_name(ann: Caller, bob: Caller) -> None:
    assert [user["id"] for user in ann.get("/users?q=BO").json()["items"]] == [bob.id]
    assert ann.get("/users?q=%25").json()["items"] == []
    assert {"admin", "ann", "bob"} == {user["username"] for user in ann.get("/users").json()["items"]}


def test_one_person_is_fetched_by_id(ann: Caller, bob: Caller) -> None:
    assert ann.get(f"/users/{bob.id}").json() == bob.user


@pytest.mark.parametrize("user_id", ["999999", "abc", "0", "-1", "1.5", "9999999999999999999", "9" * 30])
def test_nobody_is_not_found(ann: Caller, user_id: str) -> None:
    assert is_problem(ann.get(f"/users/{user_id}"), 404, "not_found")
