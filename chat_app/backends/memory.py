"""What this process keeps from one request to the next, and how to forget all of it.

None of it is the truth: a process that has forgotten it is one that was just started. What is declared here
is also what several processes would have to share.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

T = TypeVar("T")

_forgetting: list[Callable[[], None]] = []


def kept(make: Callable[[], T]) -> Callable[[], T]:
    """Have a function make its value once, when it is first asked for, and keep it until `reset`."""
    once = cache(make)
    _forgetting.append(once.cache_clear)
    return once


def on_reset(forget: Callable[[], None]) -> None:
    """Have it called by `reset`."""
    _forgetting.append(forget)


def reset() -> None:
    """Forget everything, as if the process had just been started."""
    for forget in _forgetting:
        forget()
