"""Reading a page that may still be on its way: what is expected is waited for, and so is rest."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

SECONDS = 10


def comes_to(read: Callable[[], Found], wanted: Found) -> None:
    """Expect that what is read is what is wanted, now or soon."""
    give_up = time.monotonic() + SECONDS
    while (found := read()) != wanted and time.monotonic() < give_up:
        time.sleep(0.05)
    assert found == wanted


def at_rest(read: Callable[[], Found]) -> Found:
    """Return what is read once it no longer changes."""
    give_up = time.monotonic() + SECONDS
    before, now = None, read()
    while before != now:
        assert time.monotonic() < give_up, f"It does not come to rest: {before}, {now}"
        time.sleep(0.1)
        before, now = now, read()
    return now
