"""When messages are sent, and how the highest rate is found."""

import asyncio
from itertools import pairwise

import pytest

from benchmarks.generator.open_loop import Pace
from benchmarks.lines.saturation import highest, passed


def test_senders_send_in_turn_at_the_rate_asked_for() -> None:
    plan = Pace(rate=50, window=2, warm=1).plan(senders=10)
    assert len(plan) == 150
    assert plan == sorted(plan)
    assert {sender for _, sender in plan} == set(range(10))
    times = [at for at, sender in plan if sender == 3]
    assert [later - at for at, later in pairwise(times)] == pytest.approx([0.2] * 14)


@pytest.mark.parametrize("limit", [3, 70, 100, 333, 5000])
def test_the_highest_rate_is_found_to_a_ninth(limit: float) -> None:
    asked: list[float] = []

    async def passes(rate: float) -> bool:
        asked.append(rate)
        return rate <= limit

    found = asyncio.run(highest(passes, 100))
    assert found is not None
    assert limit / 1.1 < found <= limit
    assert len(asked) < 12


def test_no_rate_at_all_is_said() -> None:
    async def passes(_rate: float) -> bool:
        return False

    assert asyncio.run(highest(passes, 100)) is None


def test_a_rate_passes_when_all_arrives_in_time() -> None:
    good = {"lost": 0, "kept_up": 0.99, "p99_ms": 900}
    assert passed(good)
    for bad in ({"lost": 1}, {"kept_up": 0.9}, {"p99_ms": 1000}):
        assert not passed({**good, **bad})
    assert not passed({"lost": 0, "kept_up": 1})  # nothing was timed
