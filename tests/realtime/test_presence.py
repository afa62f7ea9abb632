"""Who is online, away or offline."""

import pytest

from chat_app.realtime.presence import REMEMBERED_SECONDS, Presence


class Clock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    return Presence(away_after=300, grace=3, clock=clock)


def test_somebody_who_never_came_is_offline(presence: Presence) -> None:
    assert presence.status(1) == "offline"
    assert presence.changes() == {}


def test_a_tab_makes_a_person_online_and_that_is_told_once(presence: Presence) -> None:
    presence.connect("a", 1)
    assert presence.status(1) == "online"
    assert presence.changes() == {1: "online"}
    assert presence.changes() == {}


def test_two_tabs_are_one_person(presence: Presence) -> None:
    presence.connect("a", 1)
    presence.changes()
    presence.connect("b", 1)
    assert presence.changes() == {}


def test_closing_one_of_two_tabs_changes_nothing(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.connect("b", 1)
    presence.changes()
    presence.disconnect("a", 1)
    clock.now += 100
    assert presence.changes() == {}
    assert presence.status(1) == "online"


def test_closing_the_last_tab_ends_in_offline_after_the_grace(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.changes()
    presence.disconnect("a", 1)
    clock.now += 2.9
    assert presence.changes() == {}
    clock.now += 0.1
    assert presence.changes() == {1: "offline"}
    assert presence.changes() == {}


def test_a_reload_within_the_grace_does_not_flicker(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.changes()
    presence.disconnect("a", 1)
    clock.now += 2
    presence.connect("b", 1)
    clock.now += 20
    assert presence.changes() == {}


def test_closing_a_tab_twice_or_one_that_never_was_changes_nothing(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.changes()
    presence.disconnect("other", 1)
    presence.disconnect("other", 2)
    clock.now += 100
    assert presence.status(1) == "online"
    presence.disconnect("a", 1)
    clock.now += 2
    presence.disconnect("a", 1)  # must not begin the grace again
    clock.now += 1
    assert presence.changes() == {1: "offline"}


def test_a_person_is_away_after_five_minutes_without_input(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.changes()
    clock.now += 299
    assert presence.changes() == {}
    clock.now += 1
    assert presence.changes() == {1: "away"}


def test_input_in_any_tab_brings_a_person_back(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.connect("b", 1)
    clock.now += 400
    assert presence.changes() == {1: "away"}
    presence.note_activity(1)
    assert presence.changes() == {1: "online"}
    clock.now += 299
    assert presence.changes() == {}


def test_input_of_somebody_who_is_not_here_brings_nobody(presence: Presence) -> None:
    presence.note_activity(1)
    assert presence.status(1) == "offline"
    assert presence.changes() == {}


def test_whoever_comes_back_after_being_offline_is_told_of_again(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.changes()
    presence.disconnect("a", 1)
    clock.now += 10
    assert presence.changes() == {1: "offline"}
    presence.connect("b", 1)
    assert presence.changes() == {1: "online"}


def test_whoever_came_and_went_between_two_looks_leaves_nothing(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.disconnect("a", 1)
    clock.now += REMEMBERED_SECONDS
    assert presence.changes() == {}
    assert vars(presence)["_people"] == {}


def test_a_connection_that_comes_back_is_no_input(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    clock.now += 400
    assert presence.changes() == {1: "away"}
    presence.disconnect("a", 1)
    clock.now += 1
    presence.connect("b", 1)
    assert presence.changes() == {}
    presence.disconnect("b", 1)
    clock.now += 200
    assert presence.changes() == {1: "offline"}
    presence.connect("c", 1)
    assert presence.changes() == {1: "away"}
    presence.note_activity(1)
    assert presence.changes() == {1: "online"}


def test_another_tab_is_no_input_either(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    clock.now += 400
    presence.connect("b", 1)
    assert presence.status(1) == "away"


def test_whoever_was_gone_for_long_is_online_by_coming(presence: Presence, clock: Clock) -> None:
    presence.connect("a", 1)
    presence.disconnect("a", 1)
    clock.now += REMEMBERED_SECONDS
    presence.changes()
    presence.connect("b", 1)
    assert presence.changes() == {1: "online"}


def test_nobody_is_looked_at_before_time_alone_can_have_changed_somebody(
    presence: Presence, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in range(1, 4):
        presence.connect("a", person)
    presence.disconnect("a", 3)
    presence.changes()
    looked_at: list[float] = []
    judge = presence._judge
    monkeypatch.setattr(presence, "_judge", lambda *args: looked_at.append(clock.now) or judge(*args))
    clock.now += 2.9
    assert (presence.changes(), looked_at) == ({}, [])
    clock.now += 0.1
    assert presence.changes() == {3: "offline"}
    looked_at.clear()
    presence.note_activity(1)
    assert (presence.changes(), len(looked_at)) == ({}, 1)
    clock.now += 297
    assert presence.changes() == {2: "away"}
    clock.now += 3
    assert presence.changes() == {1: "away"}
    looked_at.clear()
    clock.now += 250
    assert (presence.changes(), looked_at) == ({}, [])


def test_nobody_is_told_of_after_everybody_was_forgotten(presence: Presence) -> None:
    presence.connect("a", 1)
    presence.clear()
    assert presence.changes() == {}
