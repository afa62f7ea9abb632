"""One piece of work: one transaction, committed at the edge, told to the world after."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from chat_app import events
from chat_app.db import transaction
from chat_app.realtime.bus import bus

P = ParamSpec("P")
R = TypeVar("R")

# Hashing a password takes a quarter of a second on purpose. Two threads of its own keep a rush of
# sign-ins from standing in the way of reading and writing.
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hashing")
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
    """Run a call that hashes a password where it is in nobody's way."""
    return await asyncio.get_running_loop().run_in_executor(_hashing, lambda: call(*args, **kwargs))
