"""What has become dearer than it was recorded is seen, and what differs as two runs do is not."""

from pathlib import Path

import pytest

from benchmarks.cost.measuring import Sample, Yardstick
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


def test_the_recorded_costs_are_those_that_are_measured() -> None:
    names = {
        f"{what} on {name}" for what in ("post", "read", "delivery") for name in ("SQLite", "PostgreSQL")
    }
    assert {each.what for each in compare(dict.fromkeys(names, 1.0)) if each.recorded} == names
    assert FILE.exists()


def test_only_what_was_measured_while_nothing_slowed_the_machine_down_counts() -> None:
    quiet, busy = Sample(spent=4, loop=1), Sample(spent=10, loop=2)
    yardstick = Yardstick([1.0, 1.0, 2.0, 2.0])
    assert yardstick.in_loops([quiet, busy, busy]) == 4
    # What was measured beside slow loops only is told by the quietest of them.
    assert yardstick.in_loops([busy, Sample(spent=12, loop=3)]) == 5


def test_the_yardstick_costs_something() -> None:
    assert loop_seconds() > 0
