"""One transaction for one request: committed at the edge, then reported to the rest of the application."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from chat_app.backends import outages
from chat_app.backends.bus import bus
from chat_app.backends.database import PATIENCE, asked_at, transaction
from chat_app.errors import ChatError, TooMany
from chat_app.events import Event

P = ParamSpec("P")
R = TypeVar("R")

# Under way and waiting; one more would wait for longer than a person does.
MAX_HASHES_WAITING = 64
MAX_CALLS_WAITING = 500


class Threads:
    """Threads for one kind of work, and a line of bounded length before them."""

    def __init__(self, kind: str, threads: int, at_most: int, refuse: Callable[[], ChatError]) -> None:
        self.places = threading.BoundedSemaphore(at_most)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=kind)
        self._refuse = refuse

    async def run(self, call: Callable[[], R]) -> R:
        """Call it on one of the threads.

        Raises:
            TryLater: as many as may be are under way or waiting, or it has waited for too long.
        """
        if not self.places.acquire(blocking=False):
            raise self._refuse()
        future = self._threads.submit(_in_time, time.monotonic(), call)
        # Also when nobody waits for it any more, and when it was given up before its turn.
        future.add_done_callback(lambda _: self.places.release())
        return await asyncio.wrap_future(future)


def _in_time(moment: float, call: Callable[[], R]) -> R:
    if time.monotonic() > moment + PATIENCE:
        raise outages.busy()
    with asked_at(moment):
        return call()


def _too_many() -> ChatError:
    sentence = "Too many people are signing in just now. Please try again in a moment."
    return TooMany(sentence, retry_after=5, limit=MAX_HASHES_WAITING)


# What writes may have to wait for other writers; it has its own threads, so that what reads goes on
# meanwhile. With posting on SQLite, hashing and asking for health they are as many as there are connections.
_reading = Threads("reading", 8, MAX_CALLS_WAITING, outages.busy)
_writing = Threads("writing", 8, MAX_CALLS_WAITING, outages.busy)
# Hashing a password takes a quarter of a second on purpose. Two threads of its own keep a rush of
# sign-ins from standing in the way of reading and writing.
_hashing = Threads("hashing", 2, MAX_HASHES_WAITING, _too_many)


def write(work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call `work(session, ...)` in a transaction; commit; then publish what it recorded."""
    with transaction() as session:
        result = work(session, *args, **kwargs)
    publish_recorded(session)
    return result


def publish_recorded(session: Session) -> None:
    """Publish what was recorded on a session, whose transaction has been committed."""
    bus.publish(take(session))


def publish(*events: Event) -> None:
    """Publish what has been stored by another way, or is stored nowhere."""
    bus.publish(events)


def read(work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do the same for work that only reads."""
    with transaction(reading=True) as session:
        return work(session, *args, **kwargs)


async def in_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a call that waits for the database on a worker thread: `write` on one that is for writing."""
    threads = _writing if call is write else _reading
    return await threads.run(lambda: call(*args, **kwargs))


async def in_writing_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do the same for a call that itself calls `write`."""
    return await _writing.run(lambda: call(*args, **kwargs))


async def in_hashing_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a call that hashes a password where it is in nobody's way."""
    return await _hashing.run(lambda: call(*args, **kwargs))


def record(session: Session, event: Event) -> None:
    """Keep `event` until the transaction of `session` has been committed."""
    session.info.setdefault("events", []).append(event)


def take(session: Session) -> list[Event]:
    """Return the recorded events, in order; the session forgets them."""
    return session.info.pop("events", [])
