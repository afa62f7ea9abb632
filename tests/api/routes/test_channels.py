"""Channels and their members through the API: for each permission its refusal."""

import pytest

from chat_app.events import Event, TypingStarted
from tests.api.conftest import Caller, is_problem


def test_channel_is_created_with_its_address(ann: Caller) -> None:
    made = ann.post("/channels", {"name": "sales-team", "topic": "What we sell"})
    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/channels/{made.json()['id']}"
    shape = "id kind name title topic private member_count members parent_message_id last_seq"
    shape += " joined unread created_at"
    assert made.json().keys() == set(shape.split())
    assert ann.get(made.headers["location"].removeprefix("/api/v1")).json() == made.json()


@pytest.mark.parametrize("name", ["Équipe de ventas!", "UPPER", "a", "-x", "x" * 33, ""])
def test_bad_name_is_refused_with_a_proposal(ann: Caller, name: str) -> None:
    answer = ann.post("/channels", {"name": name})
    assert is_problem(answer, 422, "invalid", "name")
    assert "for example" in answer.json()["detail"]


def test_taken_name_is_a_conflict(ann: Caller, bob: Caller) -> None:
    ann.channel("town")
    assert is_problem(bob.post("/channels", {"name": "town"}), 409, "conflict", "name")


def test_list_has_mine_and_the_public_ones(ann: Caller, bob: Caller) -> None:
    ann.channel("open-town")
    ann.channel("secret-town", private=True)
    assert names(ann) == {"general": True, "open-town": True, "secret-town": True}
    assert names(bob) == {"general": True, "open-town": False}


def names(caller: Caller) -> dict[str, bool]:
    """Return the channels somebody sees, and whether they are in it."""
    return {channel["name"]: channel["joined"] for channel in caller.get("/channels").json()["items"]}


def test_private_channel_does_not_exist_for_outsiders(ann: Caller, bob: Caller, admin: Caller) -> None:
    secret = ann.channel("secret", private=True)
    message = ann.say(secret, "psst")["id"]
    for outsider in (bob, admin):
        for answer in (
            outsider.get(f"/channels/{secret}"),
            outsider.patch(f"/channels/{secret}", {"topic": "x"}),
            outsider.delete(f"/channels/{secret}"),
            outsider.post(f"/channels/{secret}/join"),
            outsider.post(f"/channels/{secret}/leave"),
            outsider.post(f"/channels/{secret}/read", {"seq": 1}),
            outsider.post(f"/channels/{secret}/typing"),
            outsider.get(f"/channels/{secret}/members"),
            outsider.post(f"/channels/{secret}/members", {"user_id": bob.id}),
            outsider.delete(f"/channels/{secret}/members/{ann.id}"),
            outsider.get(f"/channels/{secret}/presence"),
            outsider.get(f"/channels/{secret}/messages"),
            outsider.post(f"/channels/{secret}/messages", {"text": "hello"}),
            outsider.get(f"/messages/{message}"),
            outsider.patch(f"/messages/{message}", {"text": "x"}),
            outsider.delete(f"/messages/{message}"),
            outsider.put(f"/messages/{message}/reactions/👍"),
            outsider.delete(f"/messages/{message}/reactions/👍"),
            outsider.get(f"/search?q=psst&channel={secret}"),
        ):
            assert is_problem(answer, 404, "not_found"), answer.request.url
    assert ann.get(f"/channels/{secret}/messages").json()["items"][0]["text"] == "psst"


def test_owner_and_admin_change_a_channel(ann: Caller, admin: Caller) -> None:
    town = ann.channel("town")
    assert ann.patch(f"/channels/{town}", {"topic": "Ours"}).json()["topic"] == "Ours"
    assert admin.patch(f"/channels/{town}", {"name": "city"}).json()["name"] == "city"
    assert ann.patch(f"/channels/{town}", {"private": True}).json()["private"] is True


def test_others_cannot_change_or_delete_it(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town", bob)
    assert is_problem(bob.patch(f"/channels/{town}", {"topic": "Mine"}), 403, "forbidden")
    assert is_problem(bob.delete(f"/channels/{town}"), 403, "forbidden")
    assert ann.get(f"/channels/{town}").json()["topic"] == ""


def test_change_to_a_taken_name_changes_nothing(ann: Caller) -> None:
    town, _ = ann.channel("town"), ann.channel("city")
    assert is_problem(ann.patch(f"/channels/{town}", {"name": "city", "topic": "x"}), 409, "conflict", "name")
    assert is_problem(ann.patch(f"/channels/{town}", {"topic": "t" * 251}), 422, "invalid", "topic")
    assert ann.get(f"/channels/{town}").json()["topic"] == ""


def test_deleted_channel_is_gone(ann: Caller) -> None:
    town = ann.channel("town")
    message = ann.say(town, "hello")["id"]
    assert ann.put(f"/messages/{message}/reactions/👍").status_code == 204
    assert ann.delete(f"/channels/{town}").status_code == 204
    assert is_problem(ann.get(f"/channels/{town}"), 404, "not_found")
    assert is_problem(ann.get(f"/messages/{message}"), 404, "not_found")


def test_general_stays(admin: Caller) -> None:
    general = admin.get("/channels").json()["items"][0]["id"]
    assert is_problem(admin.delete(f"/channels/{general}"), 403, "forbidden")
    assert is_problem(admin.post(f"/channels/{general}/leave"), 403, "forbidden")


def test_joining_and_leaving(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town")
    joined = bob.post(f"/channels/{town}/join")
    assert (joined.status_code, joined.json()["joined"], joined.json()["member_count"]) == (200, True, 2)
    assert bob.post(f"/channels/{town}/join").json()["member_count"] == 2
    assert bob.post(f"/channels/{town}/leave").status_code == 204
    assert is_problem(bob.post(f"/channels/{town}/leave"), 403, "forbidden")


def test_member_invites_and_outsider_does_not(ann: Caller, bob: Caller, admin: Caller) -> None:
    town = ann.channel("town")
    assert is_problem(bob.post(f"/channels/{town}/members", {"user_id": admin.id}), 403, "forbidden")
    invited = ann.post(f"/channels/{town}/members", {"user_id": bob.id})
    assert invited.status_code == 201
    assert (invited.json()["user"]["id"], invited.json()["role"]) == (bob.id, "member")
    assert bob.post(f"/channels/{town}/members", {"user_id": admin.id}).status_code == 201


@pytest.mark.parametrize(("user_id", "status"), [("999", 404), ("x", 422), (5, 422), (None, 422)])
def test_nobody_cannot_be_invited(ann: Caller, user_id: object, status: int) -> None:
    town = ann.channel("town")
    assert ann.post(f"/channels/{town}/members", {"user_id": user_id}).status_code == status


def test_owner_removes_members_and_members_only_themselves(ann: Caller, bob: Caller, admin: Caller) -> None:
    town = ann.channel("town", bob, admin)
    assert is_problem(bob.delete(f"/channels/{town}/members/{ann.id}"), 403, "forbidden")
    assert bob.delete(f"/channels/{town}/members/{bob.id}").status_code == 204
    assert ann.delete(f"/channels/{town}/members/{admin.id}").status_code == 204
    assert is_problem(ann.delete(f"/channels/{town}/members/{admin.id}"), 404, "not_found")
    members = ann.get(f"/channels/{town}/members").json()["items"]
    assert [(each["user"]["username"], each["role"]) for each in members] == [("ann", "owner")]


def test_reading_moves_the_mark_forwards_only(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town", bob)
    for number in range(3):
        ann.say(town, f"message {number}")
    assert bob.get(f"/channels/{town}").json()["unread"] == 3
    for seq, unread in ((2, 1), (1, 1), (99, 0)):
        assert bob.post(f"/channels/{town}/read", {"seq": seq}).status_code == 204
        assert bob.get(f"/channels/{town}").json()["unread"] == unread


def test_outsider_marks_nothing_as_read(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town")
    assert is_problem(bob.post(f"/channels/{town}/read", {"seq": 0}), 403, "forbidden")
    assert is_problem(ann.post(f"/channels/{town}/read", {"seq": -1}), 422, "invalid", "seq")
    assert is_problem(ann.post(f"/channels/{town}/read", {"seq": "1"}), 422, "invalid", "seq")


def test_typing_is_told_for_members(ann: Caller, bob: Caller, told: list[Event]) -> None:
    town = ann.channel("town")
    assert ann.post(f"/channels/{town}/typing").status_code == 204
    assert told[-1] == TypingStarted(int(town), int(ann.id))
    assert is_problem(bob.post(f"/channels/{town}/typing"), 403, "forbidden")
    assert told[-1] == TypingStarted(int(town), int(ann.id))


def test_nobody_is_present_who_is_not_connected(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town")
    assert ann.get(f"/channels/{town}/presence").json() == {"online": []}
    assert bob.get(f"/channels/{town}/presence").json() == {"online": []}
