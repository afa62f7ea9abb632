"""Names that several people have, or that look alike: the username stands beside them."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from chat_app.events import Event, TypingStarted, UserChanged
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles, registration
from chat_app.services.channels import typing_notice
from chat_app.services.live_source import LiveSource
from chat_app.services.messages import reactions, reading, search, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.support.people import channel_of


def rename(actor: Actor, name: str) -> None:
    write(profiles.change, actor, display_name=name)


def shown(actor: Actor) -> str:
    """Return what a page shows beside the person's name."""
    found = LiveSource().person(actor.user_id)
    assert found
    return found.view["handle"]


def changes(told: list[Event]) -> dict[str, bool]:
    """Of whom it was told, and whether they share their name."""
    return {event.user.username: event.shared_name for event in told if isinstance(event, UserChanged)}


def test_a_name_of_ones_own_stands_alone(ann: Actor, bob: Actor) -> None:
    assert (shown(ann), shown(bob)) == ("", "")


@pytest.mark.parametrize("name", ["Ann", "ANN", "Аnn", "An\u200bn", "ａｎｎ"])
def test_whoever_takes_anothers_name_is_told_apart_and_so_is_the_other(
    ann: Actor, bob: Actor, told: list[Event], name: str
) -> None:
    town = channel_of(ann, "town", bob)
    told.clear()
    rename(bob, name)
    assert (shown(ann), shown(bob)) == ("@ann", "@bob")
    assert changes(told) == {"bob": True, "ann": True}
    for each in (ann, bob):
        posted, _ = write(storing.insert, each, Draft(town, "hello"))
        assert posted.author.shared_name
        assert read(reading.get, ann, int(posted.id)).author.shared_name


def test_a_name_that_is_given_up_is_its_other_owners_alone(ann: Actor, bob: Actor, told: list[Event]) -> None:
    rename(bob, "Ann")
    told.clear()
    rename(bob, "Bob")
    assert (shown(ann), shown(bob)) == ("", "")
    assert changes(told) == {"bob": False, "ann": False}


def test_a_newcomer_with_a_name_that_is_there_is_told_of(ann: Actor, told: list[Event]) -> None:
    registration.sign_up("ann2", "correct horse", "ann")
    assert changes(told) == {"ann": True}


def test_of_three_with_one_name_nothing_changes_when_one_goes(
    ann: Actor, bob: Actor, eve: Actor, told: list[Event]
) -> None:
    rename(bob, "Ann")
    told.clear()
    rename(eve, "Ann")
    assert changes(told) == {"eve": True}
    told.clear()
    rename(eve, "Eve")
    assert changes(told) == {"eve": False}
    found = read(profiles.by_ids, ann, [ann.user_id, eve.user_id])
    assert {user.username: shared for user, shared in found} == {"ann": True, "eve": False}


@pytest.mark.parametrize("name", ["bob", "Bob", "BОB", "b0b", "b\u200bob", "@bob", "Eve @bob", "Eve ＠bob"])
def test_whoever_goes_by_anothers_username_is_told_apart_and_the_other_is_who_they_were(
    bob: Actor, eve: Actor, told: list[Event], name: str
) -> None:
    rename(bob, "Robert")
    told.clear()
    rename(eve, name)
    assert (shown(eve), shown(bob)) == ("@eve", "")
    assert changes(told) == {"eve": True}
    told.clear()
    rename(eve, "Eve")
    assert (shown(eve), shown(bob)) == ("", "")
    assert changes(told) == {"eve": False}


def test_ones_own_username_as_a_name_stands_alone(bob: Actor) -> None:
    rename(bob, "B0B")
    assert shown(bob) == ""


def test_a_newcomer_with_a_username_that_is_somebodys_name_is_told_of(
    ann: Actor, eve: Actor, told: list[Event]
) -> None:
    rename(eve, "Zoe")
    told.clear()
    registration.sign_up("zoe", "correct horse", "Somebody else")
    assert changes(told) == {"eve": True}
    assert shown(eve) == "@eve"


def test_a_name_that_is_still_anothers_username_stays_told_apart_when_its_other_owner_gives_it_up(
    ann: Actor, bob: Actor, eve: Actor, told: list[Event]
) -> None:
    for each, name in ((bob, "Robert"), (ann, "Bob"), (eve, "Bob")):
        rename(each, name)
    told.clear()
    rename(ann, "Ann")
    assert changes(told) == {"ann": False}
    assert (shown(ann), shown(eve)) == ("", "@eve")


def test_of_several_who_take_one_name_at_once_each_is_told_apart(ann: Actor, bob: Actor, eve: Actor) -> None:
    together = threading.Barrier(3)

    def take(actor: Actor) -> None:
        together.wait()
        rename(actor, "Zoe")

    for _ in range(3):
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(take, (ann, bob, eve)))
        assert [shown(each) for each in (ann, bob, eve)] == ["@ann", "@bob", "@eve"]
        for each in (ann, bob, eve):
            rename(each, each.username)
        assert [shown(each) for each in (ann, bob, eve)] == ["", "", ""]


def test_a_reply_tells_whom_it_answers(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town", bob)
    asked, _ = write(storing.insert, bob, Draft(town, "how?"))
    first, _ = write(storing.insert, ann, Draft(town, "so", reply_to=int(asked.id)))
    rename(bob, "Ann")
    second, _ = write(storing.insert, ann, Draft(town, "or so", reply_to=int(asked.id)))
    shown = [read(reading.get, ann, int(each.id)) for each in (first, second)]
    quotes = [each.quote for each in (first, second, *shown) if each.quote]
    assert [(quote.username, quote.shared_name) for quote in quotes] == [
        ("bob", False),
        ("bob", True),
        ("bob", True),
        ("bob", True),
    ]


def test_who_types_and_who_reacted_is_told_apart(ann: Actor, bob: Actor, told: list[Event]) -> None:
    town = channel_of(ann, "town", bob)
    asked, _ = write(storing.insert, ann, Draft(town, "how?"))
    for each in (ann, bob):
        write(reactions.add, each, int(asked.id), "👍")
    assert read(reactions.list_names, ann, int(asked.id), "👍") == ["ann", "bob"]
    rename(bob, "Ann")
    assert read(reactions.list_names, ann, int(asked.id), "👍") == ["ann @ann", "Ann @bob"]
    told.clear()
    write(typing_notice.report, bob, town)
    [event] = told
    assert isinstance(event, TypingStarted)
    assert (event.name, event.handle) == ("Ann", "@bob")


def test_found_messages_tell_their_authors_apart(ann: Actor, bob: Actor) -> None:
    write(storing.insert, bob, Draft(channel_of(ann, "town", bob), "nowhere else"))
    for name, is_shared in (("Ann", True), ("Bob", False)):
        rename(bob, name)
        [found] = read(search.find, ann, "nowhere").items
        assert found.author.shared_name is is_shared
