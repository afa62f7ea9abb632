"""What has become dearer than it was recorded is seen, and what differs as two runs do is not."""

import json
from pathlib import Path

import pytest

from benchmarks.cost.measuring import Sample, in_loops
from benchmarks.cost.recorded import FILE, Comparison, compare, record
from benchmarks.cost.yardstick import loop_seconds


@pytest.mark.parametrize(("now", "dear"), [(1.25, True), (1.2, True), (1.1, False), (0.5, False)])
def test_a_fifth_more_is_seen(now: float, dear: bool) -> None:
    found = Comparison("post", now, 1.0)
    assert found.too_dear is dear
    assert ("TOO DEAR" in str(found)) is dear


def test_what_became_cheaper_asks_to_be_recorded() -> None:
    assert "record it" in str(Comparison("post", 0.5, 1.0))


def test_what_was_recorded_is_what_the_next_run_is_compared_with(tmp_path: Path) -> None:
    file = tmp_path / "recorded.json"
    assert [each.recorded for each in compare({"post": 2.0}, file)] == [None]
    record({"post": 2.0, "read": 0.123456}, file)
    record({"post": 3.0}, file)
    assert [each.change for each in compare({"post": 3.0, "read": 0.2469}, file)] == pytest.approx(
        [0, 1], abs=0.01
    )


def test_what_is_recorded_is_what_is_measured() -> None:
    names = {
        f"{what} on {name}" for what in ("post", "read", "delivery") for name in ("SQLite", "PostgreSQL")
    }
    recorded = json.loads(FILE.read_text()).keys()
    assert recorded
    assert recorded <= names


def test_the_quieter_half_of_the_samples_counts() -> None:
    quiet, busy = Sample(spent=4, loop=1), Sample(spent=30, loop=2)
    assert in_loops([busy, quiet, quiet, busy]) == 4
    assert in_loops([quiet]) == 4


def test_the_yardstick_costs_something() -> None:
    assert loop_seconds() > 0
