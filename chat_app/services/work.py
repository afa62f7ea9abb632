"""One piece of work: one transaction, committed at the edge, told to the world after."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from chat_app import events
from chat_app.db import transaction
from chat_app.errors import TooMany
from chat_app.realtime.bus import bus

P = ParamSpec("P")
R = TypeVar("R")

# Hashing a password takes a quarter of a second on purpose. Two threads of its own keep a rush of
# sign-ins from standing in the way of reading and writing. Beyond so many, under way and waiting, who
# comes would wait for longer than a person does.
HASHED_AT_MOST = 64
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hashing")
_to_hash = threading.BoundedSemaphore(HASHED_AT_MOST)
_working = ThreadPoolExecutor(max_workers=8, thread_name_prefix="working")


def perform(work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call `work(session, ...)` in a transaction; commit; then publish what it recorded."""
    with transaction() as session:
        result = work(session, *args, **kwargs)
    bus.publish(events.take(session))
    return result


def look_up(work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The same for work that only reads."""
    with transaction(reading=True) as session:
        return work(session, *args, **kwargs)


async def on_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a call that waits for the database on a worker thread."""
    return await asyncio.get_running_loop().run_in_executor(_working, lambda: call(*args, **kwargs))


async def on_hashing_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a call that hashes a password where it is in nobody's way.

    Raises:
        TooMany: as many as may be are under way or waiting.
    """
    if not _to_hash.acquire(blocking=False):
        raise TooMany(
            "Too many people are signing in just now. Please try again in a moment.",
            retry_after=5,
            limit=HASHED_AT_MOST,
        )
    hashing = _hashing.submit(call, *args, **kwargs)
    # Also when nobody waits for it any more, and when it was given up before its turn.
    hashing.add_done_callback(lambda _: _to_hash.release())
    return await asyncio.wrap_future(hashing)
