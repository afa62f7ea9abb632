"""Messages, reactions and search through the API."""

import emoji
import pytest

from tests.api.conftest import Caller, is_problem
from tests.conftest import start_afresh


def seqs(caller: Caller, channel_id: str, query: str = "") -> list[int]:
    """Return what a page of messages has."""
    answer = caller.get(f"/channels/{channel_id}/messages?{query}")
    assert answer.status_code == 200, answer.text
    return [message["seq"] for message in answer.json()["items"]]


@pytest.fixture
def no_limit(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("MESSAGES_PER_WINDOW", "1000")
    start_afresh()


def test_message_has_the_fields_of_the_contract(ann: Caller) -> None:
    town = ann.channel("town")
    message = ann.say(town, "  Hello  ")
    shape = "id channel_id seq author text created_at edited_at deleted reply_to reactions client_message_id"
    shape += " quote mentions"
    assert message.keys() == set(shape.split())
    assert (message["seq"], message["text"], message["author"]["username"]) == (1, "Hello", "ann")
    assert (message["deleted"], message["edited_at"], message["reactions"]) == (False, None, [])
    assert ann.get(f"/messages/{message['id']}").json() == message


def test_same_client_message_id_is_the_same_message(ann: Caller) -> None:
    town = ann.channel("town")
    first = ann.say(town, "once", client_message_id="abc")
    again = ann.post(f"/channels/{town}/messages", {"text": "twice?", "client_message_id": "abc"})
    assert (again.status_code, again.json()) == (200, first)
    assert seqs(ann, town) == [1]


def test_same_client_message_id_in_another_channel_is_taken(ann: Caller) -> None:
    town, city = ann.channel("town"), ann.channel("city")
    ann.say(town, "once", client_message_id="abc")
    answer = ann.post(f"/channels/{city}/messages", {"text": "once", "client_message_id": "abc"})
    assert is_problem(answer, 409, "conflict", "client_message_id")
    assert seqs(ann, city) == []


def test_reply_names_a_message_of_the_channel(ann: Caller) -> None:
    town, city = ann.channel("town"), ann.channel("city")
    first = ann.say(town, "first")
    assert ann.say(town, "second", reply_to=first["id"])["reply_to"] == first["id"]
    wrong = ann.post(f"/channels/{city}/messages", {"text": "third", "reply_to": first["id"]})
    assert is_problem(wrong, 422, "invalid", "reply_to")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": None}, "text"),
        ({}, "text"),
        ({"text": "x", "client_message_id": "with space"}, "client_message_id"),
        ({"text": "x", "client_message_id": "c" * 65}, "client_message_id"),
        ({"text": "x", "reply_to": 5}, "reply_to"),
        ({"text": "x", "seq": 5}, "seq"),
    ],
)
def test_invalid_message_is_refused_and_not_stored(ann: Caller, body: dict, field: str) -> None:
    town = ann.channel("town")
    assert is_problem(ann.post(f"/channels/{town}/messages", body), 422, "invalid", field)
    assert seqs(ann, town) == []


def test_outsider_reads_a_public_channel_and_cannot_post(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town")
    ann.say(town, "hello")
    assert seqs(bob, town) == [1]
    assert is_problem(bob.post(f"/channels/{town}/messages", {"text": "hi"}), 403, "forbidden")


def test_posting_too_often_is_refused_for_a_while(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town", bob)
    posted = [ann.post(f"/channels/{town}/messages", {"text": f"message {n}"}) for n in range(11)]
    assert [answer.status_code for answer in posted] == [201] * 10 + [429]
    assert [int(answer.headers["ratelimit-remaining"]) for answer in posted] == [*range(9, -1, -1), 0]
    assert {answer.headers["ratelimit-limit"] for answer in posted} == {"10"}
    assert is_problem(posted[-1], 429, "too_many")
    assert posted[-1].headers["ratelimit-reset"] == posted[-1].headers["retry-after"]
    assert 1 <= int(posted[-1].headers["retry-after"]) <= 10
    assert bob.post(f"/channels/{town}/messages", {"text": "another's limit"}).status_code == 201
    assert len(seqs(ann, town)) == 11


def test_pages_and_results_are_as_large_as_the_settings_say(
    ann: Caller, settings: pytest.MonkeyPatch
) -> None:
    town = ann.channel("town")
    for _ in range(5):
        ann.say(town, "zebra")
    settings.setenv("PAGE_SIZE", "2")
    settings.setenv("PAGE_SIZE_MAX", "3")
    start_afresh()
    assert seqs(ann, town) == [4, 5]
    assert seqs(ann, town, "limit=4") == [3, 4, 5]
    assert len(found(ann, "q=zebra")) == len(found(ann, "q=zebra&limit=4")) == 3


@pytest.mark.usefixtures("no_limit")
def test_pages_go_by_seq(ann: Caller) -> None:
    town = ann.channel("town")
    for number in range(12):
        ann.say(town, f"message {number}")
    assert seqs(ann, town) == list(range(1, 13))
    assert seqs(ann, town, "limit=3") == [10, 11, 12]
    assert seqs(ann, town, "limit=3&before=10") == [7, 8, 9]
    assert seqs(ann, town, "limit=3&after=3") == [4, 5, 6]
    assert 6 in seqs(ann, town, "limit=3&around=6")
    assert seqs(ann, town, "after=12") == []
    assert seqs(ann, town, f"before={10**30}&limit=1") == [12]
    page = ann.get(f"/channels/{town}/messages?limit=3&before=10").json()
    assert (page["has_before"], page["has_after"]) == (True, True)
    assert seqs(ann, town, "limit=100000") == list(range(1, 13))


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=x", "limit"), ("before=-1", "before"), ("before=2&after=1", "before")],
)
def test_impossible_page_is_refused(ann: Caller, query: str, field: str) -> None:
    town = ann.channel("town")
    assert is_problem(ann.get(f"/channels/{town}/messages?{query}"), 422, "invalid", field)


def test_author_edits_and_nobody_else(ann: Caller, bob: Caller, admin: Caller) -> None:
    town = ann.channel("town", bob, admin)
    message = ann.say(town, "helo")["id"]
    edited = ann.patch(f"/messages/{message}", {"text": "hello"})
    assert (edited.status_code, edited.json()["text"]) == (200, "hello")
    assert edited.json()["edited_at"] is not None
    for other in (bob, admin):
        assert is_problem(other.patch(f"/messages/{message}", {"text": "mine"}), 403, "forbidden")
    assert is_problem(ann.patch(f"/messages/{message}", {"text": " "}), 422, "invalid", "text")
    assert ann.get(f"/messages/{message}").json() == edited.json()


def test_author_owner_and_admin_delete_and_others_do_not(ann: Caller, bob: Caller, admin: Caller) -> None:
    town = ann.channel("town", bob, admin)
    messages = [bob.say(town, f"message {number}")["id"] for number in range(3)]
    anns = ann.say(town, "mine")["id"]
    assert is_problem(bob.delete(f"/messages/{anns}"), 403, "forbidden")
    for deleter, message in zip((bob, ann, admin), messages, strict=True):
        assert deleter.delete(f"/messages/{message}").status_code == 204
        gone = ann.get(f"/messages/{message}").json()
        assert (gone["deleted"], gone["text"]) == (True, "")
    assert seqs(ann, town) == [1, 2, 3, 4], "its place stays"
    assert is_problem(bob.patch(f"/messages/{messages[0]}", {"text": "back"}), 404, "not_found")


def test_reactions_count_who_gave_them(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town", bob)
    message = ann.say(town, "hello")["id"]
    for path in ("👍", "🎉", "👍"):
        assert bob.put(f"/messages/{message}/reactions/{path}").status_code == 204
    assert ann.put(f"/messages/{message}/reactions/👍").status_code == 204
    assert ann.get(f"/messages/{message}").json()["reactions"] == [
        {"emoji": "👍", "count": 2, "user_ids": [bob.id, ann.id]},
        {"emoji": "🎉", "count": 1, "user_ids": [bob.id]},
    ]
    for _ in range(2):
        assert bob.delete(f"/messages/{message}/reactions/👍").status_code == 204
    (page,) = ann.get(f"/channels/{town}/messages").json()["items"]
    assert [(each["emoji"], each["count"]) for each in page["reactions"]] == [("🎉", 1), ("👍", 1)]


def test_same_emoji_with_and_without_its_selector_is_one(ann: Caller) -> None:
    message = ann.say(ann.channel("town"), "hello")["id"]
    for heart in ("❤", "❤️"):
        assert ann.put(f"/messages/{message}/reactions/{heart}").status_code == 204
    (reaction,) = ann.get(f"/messages/{message}").json()["reactions"]
    assert reaction == {"emoji": "❤️", "count": 1, "user_ids": [ann.id]}


@pytest.mark.parametrize("emoji", ["x", "👍👍", "1", "thumbsup", "%20", "👍x", "%00"])
def test_whatever_is_not_one_emoji_is_refused(ann: Caller, emoji: str) -> None:
    message = ann.say(ann.channel("town"), "hello")["id"]
    assert is_problem(ann.put(f"/messages/{message}/reactions/{emoji}"), 422, "invalid", "emoji")
    assert is_problem(ann.delete(f"/messages/{message}/reactions/{emoji}"), 422, "invalid", "emoji")


def test_outsider_and_absent_messages_get_no_reactions(ann: Caller, bob: Caller) -> None:
    town = ann.channel("town")
    message = ann.say(town, "hello")["id"]
    assert is_problem(bob.put(f"/messages/{message}/reactions/👍"), 403, "forbidden")
    ann.put(f"/messages/{message}/reactions/👍")
    assert is_problem(ann.put("/messages/999999/reactions/👍"), 404, "not_found")
    ann.delete(f"/messages/{message}")
    assert ann.get(f"/messages/{message}").json()["reactions"] == []
    assert is_problem(ann.put(f"/messages/{message}/reactions/👍"), 404, "not_found")


def test_message_has_at_most_fifty_different_reactions(ann: Caller, bob: Caller) -> None:
    message = ann.say(ann.channel("town", bob), "hello")["id"]
    known = [
        each for each, what in emoji.EMOJI_DATA.items() if what["status"] == emoji.STATUS["fully_qualified"]
    ]
    for each in known[:50]:
        assert ann.put(f"/messages/{message}/reactions/{each}").status_code == 204
    assert is_problem(ann.put(f"/messages/{message}/reactions/{known[50]}"), 422, "invalid", "emoji")
    assert bob.put(f"/messages/{message}/reactions/{known[0]}").status_code == 204, (
        "one that is there already"
    )


def test_search_finds_what_one_may_read(ann: Caller, bob: Caller) -> None:
    town, secret = ann.channel("town"), ann.channel("secret", private=True)
    ann.say(town, "The zebra is here")
    ann.say(secret, "A secret zebra")
    assert found(ann, "q=ZEBRA") == ["A secret zebra", "The zebra is here"]
    assert found(bob, "q=zebra") == ["The zebra is here"]
    assert found(ann, f"q=zebra&channel={town}") == ["The zebra is here"]
    assert found(ann, "q=zebra&limit=1") == ["A secret zebra"]


def test_search_is_paged_by_the_last_message_of_a_page(ann: Caller) -> None:
    town = ann.channel("town")
    for number in range(5):
        ann.say(town, f"zebra {number}")
    assert found(ann, "q=%22zebra%203%22") == ["zebra 3"]
    first = ann.get("/search?q=zebra&limit=3").json()
    assert [message["text"] for message in first["items"]] == ["zebra 4", "zebra 3", "zebra 2"]
    assert first["has_before"] is True
    rest = ann.get(f"/search?q=zebra&limit=3&before={first['items'][-1]['id']}").json()
    assert [message["text"] for message in rest["items"]] == ["zebra 1", "zebra 0"]
    assert rest["has_before"] is False


def found(caller: Caller, query: str) -> list[str]:
    answer = caller.get(f"/search?{query}")
    assert answer.status_code == 200, answer.text
    return [message["text"] for message in answer.json()["items"]]


def test_search_takes_nothing_for_a_wildcard(ann: Caller) -> None:
    ann.say(ann.channel("town"), "quite plain")
    assert found(ann, "q=plain") == ["quite plain"]
    assert [found(ann, f"q={query}") for query in ("%25", "_lain", "%20", "%5C")] == [[], [], [], []]


@pytest.mark.parametrize(
    ("query", "field"), [("", "q"), ("q=", "q"), ("q=x&channel=y", "channel"), ("q=x&limit=0", "limit")]
)
def test_search_without_a_question_is_refused(ann: Caller, query: str, field: str) -> None:
    assert is_problem(ann.get(f"/search?{query}"), 422, "invalid", field)
