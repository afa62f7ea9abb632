"""Conversations without a name over REST: their people do all that is done with a channel, others nothing."""

import pytest

from tests.api.conftest import Caller, People, is_problem
from tests.support.people import direct_between, thread_of

KINDS = ("direct", "thread")
# What a read, or a write, of a conversation answers to its people; others are told that there is none.
CALLS = {
    "get": ("GET", "/channels/{id}", None, 200),
    "members": ("GET", "/channels/{id}/members", None, 200),
    "presence": ("GET", "/channels/{id}/presence", None, 200),
    "messages": ("GET", "/channels/{id}/messages", None, 200),
    "search": ("GET", "/search?q=whispered&channel={id}", None, 200),
    "message": ("GET", "/messages/{message}", None, 200),
    "post": ("POST", "/channels/{id}/messages", {"text": "hello"}, 201),
    "read mark": ("POST", "/channels/{id}/read", {"seq": 1}, 204),
    "typing": ("POST", "/channels/{id}/typing", None, 204),
    "reaction": ("PUT", "/messages/{message}/reactions/👍", None, 204),
    "change": ("PATCH", "/channels/{id}", {"name": "mine"}, 403),
    "deletion": ("DELETE", "/channels/{id}", None, 403),
    "invitation": ("POST", "/channels/{id}/members", {"user_id": "1"}, 403),
}


def conversation(kind: str, ann: Caller, bob: Caller) -> str:
    """Return the id of one between the two."""
    if kind == "direct":
        return str(direct_between(int(ann.id), int(bob.id)))
    den = ann.channel("den", bob, private=True)
    return str(thread_of(ann.say(den, "a question")["id"], int(ann.id), int(bob.id)))


def test_a_direct_message_is_told_with_its_people_and_the_title_of_who_asks(ann: Caller, bob: Caller) -> None:
    place = conversation("direct", ann, bob)
    told = ann.get(f"/channels/{place}").json()
    assert (told["kind"], told["name"], told["title"], told["private"]) == ("direct", None, "bob", True)
    assert [user["username"] for user in told["members"]] == ["ann", "bob"]
    assert told["parent_message_id"] is None
    assert bob.get(f"/channels/{place}").json()["title"] == "ann"
    listed = ann.get("/channels").json()["items"]
    assert [(each["kind"], each["title"]) for each in listed] == [("channel", "general"), ("direct", "bob")]
    assert listed[0] | {"kind": "channel", "name": "general", "members": None} == listed[0]


def test_a_thread_is_told_with_the_message_that_it_hangs_from(ann: Caller, bob: Caller) -> None:
    told = bob.get(f"/channels/{conversation('thread', ann, bob)}").json()
    assert (told["kind"], told["name"], told["title"], told["members"]) == ("thread", None, "den", None)
    assert bob.get(f"/messages/{told['parent_message_id']}").json()["text"] == "a question"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", CALLS)
def test_its_people_may_what_outsiders_and_administrators_may_not(
    admin: Caller, ann: Caller, bob: Caller, people: People, kind: str, what: str
) -> None:
    place = conversation(kind, ann, bob)
    message = ann.say(place, "whispered")["id"]
    method, path, body, status = CALLS[what]
    called = {"method": method, "path": path.format(id=place, message=message)}
    called |= {} if body is None else {"json": body}
    assert bob(**called).status_code == status
    for outsider in (admin, people("eve")):
        assert is_problem(outsider(**called), 404, "not_found")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_counted_and_found_for_its_people_alone(
    admin: Caller, ann: Caller, bob: Caller, people: People, kind: str
) -> None:
    place = conversation(kind, ann, bob)
    message = ann.say(place, "whispered to @bob")
    assert [each["username"] for each in message["mentions"]] == ["bob"]
    assert bob.get(f"/channels/{place}").json()["unread"] == 1
    assert bob.post(f"/channels/{place}/read", {"seq": 1}).status_code == 204
    assert bob.get(f"/channels/{place}").json()["unread"] == 0
    assert [each["id"] for each in bob.get("/search?q=whispered").json()["items"]] == [message["id"]]
    for outsider in (admin, people("eve")):
        assert outsider.get("/search?q=whispered").json()["items"] == []
        assert [each["title"] for each in outsider.get("/channels").json()["items"]] == ["general"]
