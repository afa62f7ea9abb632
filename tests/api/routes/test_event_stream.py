"""Event streams over real connections to a real server."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.support.serving import Person, Served
from tests.support.streaming import Listener


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = {}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        settings["DATABASE_URL"] = server.url(server.new_database())
    one = Served(tmp_path_factory.mktemp("served"), **settings)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def ann(served: Served) -> Iterator[Person]:
    with closing(Person(served, "ann")) as ann:
        yield ann


@pytest.fixture
def bob(served: Served) -> Iterator[Person]:
    with closing(Person(served, "bob")) as bob:
        yield bob


def test_everything_of_a_message_is_told(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    with bob.listen() as events:
        message = ann.say(town, "helo")
        assert events.next("message.posted").data == message
        edited = ann("PATCH", f"/messages/{message['id']}", {"text": "hello"})
        assert events.next("message.edited").data == edited
        ann("PUT", f"/messages/{message['id']}/reactions/👍")
        assert events.next("message.reacted").data["reactions"][0]["user_ids"] == [ann.id]
        ann("DELETE", f"/messages/{message['id']}")
        gone = events.next("message.deleted")
        assert (gone.data["text"], gone.data["deleted"]) == ("", True)
        assert gone.id


def test_only_members_hear(ann: Person, bob: Person) -> None:
    secret, town = ann.channel(private=True), ann.channel()
    with bob.listen() as events:
        ann.say(secret, "psst")
        ann.say(town, "hello")
        assert events.silent(0.5, "message.posted")
        bob("POST", f"/channels/{town}/join")
        joined = events.next("member.joined", where=lambda data: data["user_id"] == bob.id)
        assert joined.data == {"channel_id": town, "user_id": bob.id}
        ann.say(town, "welcome")
        assert events.next("message.posted").data["text"] == "welcome"
        bob("POST", f"/channels/{town}/leave")
        assert events.next("member.left").data == {"channel_id": town, "user_id": bob.id}
        ann.say(town, "pity")
        assert events.silent(0.5, "message.posted")


def test_invited_person_hears_from_then_on(ann: Person, bob: Person) -> None:
    town = ann.channel(private=True)
    ann.say(town, "before")
    with bob.listen() as events:
        ann("POST", f"/channels/{town}/members", {"user_id": bob.id})
        ann.say(town, "after")
        assert events.next("message.posted").data["text"] == "after"


def test_typing_and_presence_are_told(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    with bob.listen() as events:
        ann("POST", f"/channels/{town}/typing")
        assert events.next("typing").data == {"channel_id": town, "user_id": ann.id}
        bob("POST", f"/channels/{town}/typing")
        assert events.silent(0.4, "typing"), "not told of one's own"
        with ann.listen():
            online = events.next("presence.changed", where=lambda data: data["user_id"] == ann.id)
            assert online.data["presence"] == "online"
            present = bob("GET", f"/channels/{town}/presence")["online"]
            assert {user["id"] for user in present} == {ann.id, bob.id}
            assert bob("GET", f"/users/{ann.id}")["presence"] == "online"
        gone = events.next("presence.changed", where=lambda data: data["user_id"] == ann.id)
        assert gone.data["presence"] == "offline"


def test_changes_of_channels_are_told(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    with bob.listen() as events:
        ann("PATCH", f"/channels/{town}", {"topic": "New"})
        assert events.next("channel.changed").data == {"channel_id": town}
        ann("DELETE", f"/channels/{town}")
        assert events.next("channel.deleted").data == {"channel_id": town}


def test_no_message_is_lost_over_a_break(ann: Person, bob: Person) -> None:
    town, city = ann.channel(bob), ann.channel(bob)
    old = [ann.say(town, f"old {number}") for number in range(3)]
    with bob.listen() as events:
        ann.say(city, "last heard")
        events.next("message.posted")
    ann("PATCH", f"/messages/{old[0]['id']}", {"text": "edited"})
    ann("DELETE", f"/messages/{old[1]['id']}")
    ann("PUT", f"/messages/{old[2]['id']}/reactions/🎉")
    new = [ann.say(town, f"new {number}") for number in range(250)]
    ann("PATCH", f"/messages/{new[0]['id']}", {"text": "edited at once"})
    late = ann.channel(bob)
    ann.say(late, "in a new channel")
    with bob.listen(events.last_id) as events:
        told = [events.next("message.posted") for _ in range(251)]
        ann.say(city, "the end")
        events.next("message.posted", where=lambda data: data["text"] == "the end")
    texts = [event.data["text"] for event in told if event.data["channel_id"] == town]
    assert texts == ["edited at once", *(f"new {number}" for number in range(1, 250))]
    assert [event.data["text"] for event in told if event.data["channel_id"] == late] == ["in a new channel"]
    kinds = {
        event.name: event.data["id"]
        for event in events.heard
        if event.data.get("id") in {m["id"] for m in old}
    }
    assert kinds == {
        "message.edited": old[0]["id"],
        "message.deleted": old[1]["id"],
        "message.reacted": old[2]["id"],
    }
    assert events.heard[0].data["resumed"] is True


def test_nothing_is_told_twice_after_a_break(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    message = ann.say(town, "hello")
    with bob.listen() as events:
        ann("PATCH", f"/messages/{message['id']}", {"text": "hello!"})
        events.next("message.edited")
    with bob.listen(events.last_id) as events:
        assert events.silent(0.5, "message.posted", "message.edited")


def test_any_event_of_a_long_gap_can_be_resumed_from(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    with bob.listen() as events:
        start = events.last_id
    for number in range(6):
        ann.say(town, f"message {number}")
    seen: list[str] = []
    while len(seen) < 6:
        with bob.listen(start) as events:
            told = events.next("message.posted")
        seen.append(told.data["text"])
        start = told.id
    assert seen == [f"message {number}" for number in range(6)]


def test_listener_under_load_hears_each_message_once_and_in_order(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    with bob.listen() as events, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ann.say(town, str(number)), range(200)))
        heard = [events.next("message.posted").data["seq"] for _ in range(200)]
    assert heard == list(range(1, 201))


def test_stream_ends_with_its_session(ann: Person) -> None:
    with ann.listen() as events:
        ann("POST", "/auth/logout")
        assert events.ends()


def test_stream_of_a_revoked_token_ends(served: Served, ann: Person) -> None:
    token = ann("POST", "/tokens", {"name": "x", "scopes": ["read"]})
    with Listener(served.port, token["token"]) as events:
        ann("DELETE", f"/tokens/{token['id']}")
        assert events.ends()


def test_signs_of_life_come(ann: Person) -> None:
    with ann.listen() as events:
        assert events.answer.headers["Content-Type"].startswith("text/event-stream")
        assert events.silent(1.5, "message.posted")
        assert events.comments >= 2


def test_nobody_listens_without_a_token_or_with_a_wrong_id(served: Served, ann: Person) -> None:
    assert Listener(served.port, "nonsense").refused() == 401
    for wrong in ("x", "1.2", "1.2.3_", "99999999999999999999.1.1"):
        assert Listener(served.port, ann.token, wrong).refused() == 422


def test_nobody_has_more_streams_than_allowed(served: Served, ann: Person) -> None:
    open_ones = [ann.listen() for _ in range(10)]
    for each in open_ones:
        each.__enter__()
    refused = ann.listen()
    assert (refused.refused(), refused.answer.headers["Retry-After"]) == (429, "60")
    for each in open_ones:
        each.leave()
    give_up = time.monotonic() + 10
    while ann.listen().refused() != 200:
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_health_of_a_running_server(served: Served) -> None:
    answer = httpx.get(f"{served.url}/api/v1/health", trust_env=False)
    assert answer.json() == {"status": "ok", "database": "ok", "storage": "ok", "realtime": "ok"}


def test_stopped_server_ends_its_streams(tmp_path: Path) -> None:
    one = Served(tmp_path)
    one.start()
    try:
        with closing(Person(one, "ann")) as ann, ann.listen() as events:
            one.stop()
            assert events.ends()
    finally:
        one.stop()


def test_what_one_has_posted_by_oneself_is_read_at_once(ann: Person, bob: Person) -> None:
    town = ann.channel(bob)
    bob.say(town, "before")
    assert ann("GET", f"/channels/{town}")["unread"] == 1
    for number in range(3):
        ann.say(town, f"mine {number}")
        assert ann("GET", f"/channels/{town}")["unread"] == 0
    listed = {channel["id"]: channel["unread"] for channel in ann("GET", "/channels")["items"]}
    assert listed[town] == 0
    assert bob("GET", f"/channels/{town}")["unread"] == 3
