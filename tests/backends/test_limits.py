"""Limits, by a clock that stands still unless told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chat_app.backends import limits
from chat_app.backends.limits import Limit
from chat_app.errors import TooMany


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refused(limit: Limit, key: object) -> float | None:
    """When to try again, or None when it was counted."""
    try:
        limit.hit(key)
    except TooMany as error:
        return error.retry_after
    return None


def test_as_many_as_allowed_and_not_one_more(clock: Clock) -> None:
    limit = Limit(3, 10, clock)
    assert [refused(limit, "ann") for _ in range(4)] == [None, None, None, 10]


def test_window_slides_with_each_hit(clock: Clock) -> None:
    limit = Limit(2, 10, clock)
    limit.hit("ann")
    clock.now += 4
    limit.hit("ann")
    assert refused(limit, "ann") == 6
    clock.now += 6
    assert refused(limit, "ann") is None
    assert refused(limit, "ann") == 4


def test_refused_hits_do_not_count(clock: Clock) -> None:
    limit = Limit(1, 10, clock)
    limit.hit("ann")
    for _ in range(9):
        clock.now += 1
        assert refused(limit, "ann")
    clock.now += 1
    assert refused(limit, "ann") is None


def test_each_key_has_its_own(clock: Clock) -> None:
    limit = Limit(1, 10, clock)
    limit.hit(("ann", "here"))
    assert refused(limit, ("ann", "here"))
    assert refused(limit, ("ann", "there")) is None


def test_forgotten_key_starts_afresh(clock: Clock) -> None:
    limit = Limit(1, 10, clock)
    limit.hit("ann")
    limit.forget("ann")
    limit.forget("nobody")
    assert refused(limit, "ann") is None


def test_refusal_says_when_to_try_again(clock: Clock) -> None:
    limit = Limit(1, 10, clock)
    limit.hit("ann")
    clock.now += 8.5
    with pytest.raises(TooMany, match="Please try again in 2 seconds."):
        limit.hit("ann")
    clock.now += 1
    with pytest.raises(TooMany, match="Please try again in 1 second."):
        limit.hit("ann")


def test_old_keys_are_dropped(clock: Clock) -> None:
    limit = Limit(2, 10, clock)
    for key in range(1000):
        limit.hit(key)
        clock.now += 1
    assert len(limit._hits) <= 10


def test_memory_is_bounded_even_within_the_window(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_KEYS", 100)
    limit = Limit(2, 10, clock)
    for key in range(1000):
        limit.hit(key)
    assert len(limit._hits) == 100
    assert refused(limit, 999) is None
    assert refused(limit, 999)


def test_threads_together_get_no_more_than_allowed(clock: Clock) -> None:
    limit = Limit(50, 10, clock)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: refused(limit, "ann"), range(200)))
    assert outcomes.count(None) == 50


def test_what_is_left_can_be_asked_without_counting(clock: Clock) -> None:
    limit = Limit(3, 10, clock)
    assert limit.left("ann") == limits.Left(3, 3, 0)
    limit.hit("ann")
    clock.now += 4
    limit.hit("ann")
    assert limit.left("ann") == limit.left("ann") == limits.Left(3, 1, 6)
    clock.now += 6
    assert limit.left("ann") == limits.Left(3, 2, 4)
    clock.now += 4
    assert limit.left("ann") == limits.Left(3, 3, 0)
    limit.hit("bob")
    assert refused(limit, "ann") is None
