"""What this process keeps from one request to the next, and how to forget all of it.

None of it is the truth: a process that has forgotten it is one that was just started. What is declared here
is also what several processes would have to share.
"""

from collections.abc import Callable
from functools import cache
from inspect import ismethod
from typing import TypeVar
from weakref import WeakMethod

T = TypeVar("T")

Forget = Callable[[], None]

_forgetting: list[Callable[[], Forget | None]] = []  # references, which are weak where an object can go


def kept(make: Callable[[], T]) -> Callable[[], T]:
    """Have a function make its value once, when it is first asked for, and keep it until `reset`."""
    once = cache(make)
    on_reset(once.cache_clear)
    return once


def on_reset(forget: Forget) -> None:
    """Have it called by `reset`; a method, for as long as its object is there."""
    _forgetting.append(WeakMethod(forget) if ismethod(forget) else lambda: forget)


def reset() -> None:
    """Forget everything, as if the process had just been started."""
    _forgetting[:] = [reference for reference in _forgetting if reference() is not None]
    for reference in _forgetting:
        if (forget := reference()) is not None:
            forget()
