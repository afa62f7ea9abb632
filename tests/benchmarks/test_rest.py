"""Whether what REST acknowledged is true: in the history and at the page, once, and nothing else."""

from collections import Counter

import pytest

from benchmarks.generator.http1 import length_in
from benchmarks.generator.recorder import Recorder
from benchmarks.lines.rest import MIXES, Load
from benchmarks.plan import MIXES as TOLD


def load(*, acknowledged: int = 2) -> Load:
    """Return a load of some messages, which were acknowledged and came to the page."""
    found = Load(Recorder(1), MIXES["even"], end=0)
    for _ in range(acknowledged):
        text = found.recorder.text()
        found.recorder.on_data(0, 1, text.encode())
        found.acknowledged.add(found.recorder.next - 1)
    return found


def wrong(found: Load, stored: Counter[int]) -> dict[str, int]:
    return {key: found.truth(stored)[key] for key in ("lost", "unasked", "doubled", "errors")}


FINE = {"lost": 0, "unasked": 0, "doubled": 0, "errors": 0}


def test_what_was_acknowledged_is_stored_and_shown() -> None:
    assert wrong(load(), Counter([0, 1])) == FINE


def test_what_is_not_in_the_history_is_lost() -> None:
    assert wrong(load(), Counter([0])) == {**FINE, "lost": 1}


def test_what_did_not_come_to_the_page_is_lost() -> None:
    found = load(acknowledged=1)
    found.recorder.text()
    found.acknowledged.add(1)
    assert wrong(found, Counter([0, 1])) == {**FINE, "lost": 1}


def test_what_was_refused_may_not_be_stored_and_what_had_no_answer_may() -> None:
    found = load()
    assert wrong(found, Counter([0, 1, 2])) == {**FINE, "unasked": 1}
    found.unknown.add(2)
    assert wrong(found, Counter([0, 1, 2])) == FINE


def test_what_is_in_the_history_twice_is_a_double() -> None:
    assert wrong(load(), Counter([0, 1, 1])) == {**FINE, "doubled": 1}


@pytest.mark.parametrize(("status", "errors"), [(200, 0), (201, 0), (429, 0), (500, 1), (401, 1), (0, 1)])
def test_every_answer_but_429_is_an_error(status: int, errors: int) -> None:
    found = load()
    found.statuses[f"post {status}"] += 1
    assert wrong(found, Counter([0, 1])) == {**FINE, "errors": errors}


def test_the_mixes_are_as_they_are_told() -> None:
    assert MIXES.keys() == TOLD.keys()
    assert [(steps.count("P"), steps.count("R")) for steps in MIXES.values()] == [(1, 1), (1, 9), (9, 1)]


def test_an_answer_says_how_long_it_is() -> None:
    assert length_in(b"HTTP/1.1 200 OK\r\nContent-Length: 42\r\nDate: x") == 42
