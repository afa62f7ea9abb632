"""Accounts: who may sign up, and what others see of them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, col, select

from chat_app.backends.limits import Limit
from chat_app.errors import ChatError, Conflict, Invalid, TooMany
from chat_app.events import Event, MemberJoined
from chat_app.models import Channel, Membership, User
from chat_app.services.accounts import bots, passwords, profiles, registration, rules
from chat_app.services.channels import channels
from chat_app.services.transactions import read, write
from tests.conftest import start_afresh
from tests.support.people import PASSWORD, person, sign_in


def all_users(session: Session) -> list[User]:
    return list(session.exec(select(User).order_by(User.username)))


def names_in_general(session: Session) -> set[str]:
    joined = select(User.username).join(Membership).join(Channel).where(Channel.name == "general")
    return set(session.exec(joined))


@pytest.fixture
def meeting_before_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sign-ups have both found the name free before either stores it."""
    both, slowly = threading.Barrier(2, timeout=10), registration.hash_password

    def hash_together(password: str) -> str:
        hashed = slowly(password)
        both.wait()
        return hashed

    monkeypatch.setattr(registration, "hash_password", hash_together)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Return what each of the calls answers, or the refusal it raises."""

    def outcome(call: Callable[[], object]) -> object:
        try:
            return call()
        except ChatError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(outcome, calls))


def test_first_account_becomes_administrator_and_no_other() -> None:
    registration.sign_up("Ann", PASSWORD)
    registration.sign_up("bob", PASSWORD)
    assert [(user.username, user.is_admin) for user in read(all_users)] == [("ann", True), ("bob", False)]


def test_everybody_is_put_into_general(told: list[Event]) -> None:
    user = registration.sign_up("ann", PASSWORD)
    registration.sign_up("bob", PASSWORD)
    assert read(names_in_general) == {"ann", "bob"}
    assert any(isinstance(event, MemberJoined) and event.user_id == int(user.id) for event in told)


def test_newcomer_has_nothing_unread_in_general() -> None:
    ann = person("ann")
    write(lambda session: setattr(channels.ensure_general(session), "last_seq", 7))
    bob = person("bob")
    assert read(channels.list_joined, bob)[0].unread == 0
    assert read(channels.list_joined, ann)[0].unread == 7


def test_new_account_shows_what_was_given() -> None:
    user = registration.sign_up("  Ann ", PASSWORD, " Ann Lee\0 ")
    assert (user.username, user.display_name, user.status) == ("ann", "Ann Lee", "")
    assert user.color in rules.COLORS


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("", "Bob"),
        ("  ", "Bob"),
        ("Bob\n\tLee", "Bob Lee"),
        ("\u202eeel", "eel"),
        ("👩‍🚀", "👩‍🚀"),
    ],
)
def test_display_name_is_one_line_that_can_be_seen(given: str, shown: str) -> None:
    assert registration.sign_up("Bob", PASSWORD, given).display_name == shown


INVISIBLE = ["\u200b\u2060", "\u3164", "\u2800", "\u3164 \u2800", "\u115f\u1160", "\uffa0", "\ufe0f\u034f"]


INVISIBLE += ["\U000e0041", "\u17b4", "\u0301", "\U0001d159", "\u2063\u00ad"]


@pytest.mark.parametrize("name", INVISIBLE)
def test_name_of_which_nothing_can_be_seen_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="Nothing of this name can be seen") as refused:
        registration.sign_up("Bob", PASSWORD, name)
    assert [error.field for error in refused.value.errors] == ["display_name"]
    bob = person("bob")
    with pytest.raises(Invalid, match="Nothing of this name can be seen"):
        write(profiles.change, bob, display_name=name)
    assert write(profiles.change, bob, display_name=f"{name}B").display_name.endswith("B")


@pytest.mark.parametrize("name", ["all", "here", "CHANNEL", "system", "everyone", "_all_", "here.", "todos"])
def test_names_that_mean_everybody_or_the_chat_are_nobodys(name: str) -> None:
    with pytest.raises(Invalid, match="reserved") as refused:
        registration.sign_up(name, PASSWORD)
    assert [error.field for error in refused.value.errors] == ["username"]
    with pytest.raises(Invalid, match="reserved"):
        write(bots.create, person("ann"), name)
    assert read(all_users)[0].username == "ann"


def test_whoever_has_such_a_name_since_before_it_was_reserved_keeps_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as before:
        before.setattr(rules, "RESERVED", set[str]())
        here = person("here")
    assert passwords.check_password("here", PASSWORD, "") == here.user_id
    assert write(profiles.change, here, display_name="").display_name == "here"


@pytest.mark.parametrize("username", ["ann", "ANN", " Ann "])
def test_taken_username_is_a_conflict_whatever_its_case(username: str) -> None:
    registration.sign_up("ann", PASSWORD)
    with pytest.raises(Conflict) as refused:
        registration.sign_up(username, PASSWORD)
    assert refused.value.field == "username"


@pytest.mark.usefixtures("meeting_before_storing")
def test_of_two_who_race_for_a_username_one_gets_a_conflict() -> None:
    outcomes = at_once(*[lambda: registration.sign_up("ann", PASSWORD)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "UserPublic"]
    assert len(read(all_users)) == 1


@pytest.mark.usefixtures("meeting_before_storing")
def test_of_two_who_race_to_be_first_one_becomes_administrator() -> None:
    at_once(lambda: registration.sign_up("ann", PASSWORD), lambda: registration.sign_up("bob", PASSWORD))
    assert sorted(user.is_admin for user in read(all_users)) == [False, True]
    assert read(names_in_general) == {"ann", "bob"}


@pytest.mark.parametrize("username", ["ab", "a" * 33, "ann lee", "änn", "ann\0", "ann\nbob", "", "ann@home"])
def test_username_that_breaks_the_rule_is_refused(username: str) -> None:
    with pytest.raises(Invalid) as refused:
        registration.sign_up(username, PASSWORD)
    assert "username" in [error.field for error in refused.value.errors]
    assert read(all_users) == []


@pytest.mark.parametrize("username", ["abc", "a" * 32, "a_b.c-9"])
def test_username_within_the_rule_is_accepted(username: str) -> None:
    assert registration.sign_up(username, PASSWORD).username == username


@pytest.mark.parametrize("password", ["seven77", "x" * 65])
def test_password_of_the_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        registration.sign_up("ann", password)
    assert [error.field for error in refused.value.errors] == ["password"]


@pytest.mark.parametrize("password", ["eight888", "пароль" * 10, "密" * 64, "🐎" * 8])
def test_password_of_any_script_is_accepted(password: str) -> None:
    user = registration.sign_up("ann", password)
    assert passwords.check_password("ann", password, "here") == int(user.id)


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        registration.sign_up("a", "short", "n" * 51)
    assert {error.field for error in refused.value.errors} == {"username", "password", "display_name"}


def test_sign_ups_are_limited_by_address_and_only_those_that_could_be_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time = 0.0
    limit = Limit(2, 3600, clock=lambda: time)
    monkeypatch.setattr(registration, "sign_up_limit", lambda: limit)
    registration.sign_up("ann", PASSWORD, address="here")
    for username, kind in (("ann", Conflict), ("a b", Invalid)):
        with pytest.raises(kind):
            registration.sign_up(username, PASSWORD, address="here")
    registration.sign_up("bob", PASSWORD, address="here")
    with pytest.raises(TooMany) as refused:
        registration.sign_up("cleo", PASSWORD, address="here")
    assert (refused.value.retry_after, refused.value.limit) == (3600, 2)
    names = select(User.username).order_by(col(User.id))
    assert read(lambda session: session.exec(names).all()) == ["ann", "bob"]
    registration.sign_up("cleo", PASSWORD, address="elsewhere")
    time = 3600.0
    registration.sign_up("dan", PASSWORD, address="here")


def test_names_and_status_may_be_as_long_as_the_settings_say(settings: pytest.MonkeyPatch) -> None:
    for name in ("USERNAME_MAX", "DISPLAY_NAME_MAX", "STATUS_MAX"):
        settings.setenv(name, "500")
    start_afresh()
    long = "n" * 500
    ann = sign_in(int(registration.sign_up(long, PASSWORD, long).id))
    changed = write(profiles.change, ann, status=long)
    assert (changed.username, changed.display_name, changed.status) == (long, long, long)
    assert read(profiles.own, ann) == changed
    with pytest.raises(Invalid) as refused:
        registration.sign_up(long + "n", PASSWORD, long + "n")
    assert [error.field for error in refused.value.errors] == ["username", "display_name"]


def test_nothing_of_the_password_leaves_the_server() -> None:
    shown = registration.sign_up("ann", PASSWORD)
    stored = read(all_users)[0]
    assert stored.password_hash.startswith("$2b$")
    assert stored.password_hash not in shown.model_dump_json()
    assert "password" not in " ".join(shown.model_dump())
