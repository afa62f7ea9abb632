"""How a failure is kept from costing more than the one thing that failed, and what the log says of it.

What many share (a feed, the rounds of the hub, the thread that writes) handles messages, rows, people and
sockets one after the other. Each is handled within `contained` or `attempt`, so that the others never notice.
"""

import logging
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

FRAMES = 8  # the innermost ones, where the fault is


@contextmanager
def contained(what: str, *about: object) -> Generator[None, None, None]:
    """Keep an error inside. The log says `what` failed, with `about` in its places as in `log.error`."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, it ends here
        _log(error, what, about)


def attempt(make: Callable[[], T], instead: T, what: str, *about: object) -> T:
    """Return what `make` returns, or `instead` where it fails; the log says so as for `contained`."""
    try:  # and not `contained`, which takes ten times as long: a page of history attempts a hundred things
        return make()
    except Exception as error:  # noqa: BLE001 - whatever it is, it ends here
        _log(error, what, about)
        return instead


def _log(error: Exception, what: str, about: tuple[object, ...]) -> None:
    log.error(f"{what}\n%s", *about, describe(error))


def describe(error: BaseException) -> str:
    """Return where an error was raised and of what kind it is.

    Its own sentence is left out, because it may quote what people wrote, unless it is what the system or the
    database says of itself. Of what passes by itself, such as a database that is away, that is all.
    """
    if hasattr(error, "retry_after"):
        return f"{type(error).__name__}: {error}"
    kind, cause = type(error).__name__, getattr(error, "orig", error)
    if isinstance(error, OSError) or kind == "OperationalError":
        kind += f": {str(cause).strip().partition(chr(10))[0]}"
    return "".join([*traceback.format_tb(error.__traceback__, limit=-FRAMES), kind])
