"""Work that nobody waits for, and work that goes on once the database is back."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from chat_app.errors import Unavailable
from chat_app.failures import describe

R = TypeVar("R")
log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0  # until what failed is tried again


class Background:
    """Runs coroutines as tasks, keeps them alive, and logs how they fail."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("Live work failed.\n%s", describe(error))


async def insist(attempt: Callable[[], Awaitable[R]], is_wanted: Callable[[], bool] = lambda: True) -> R:
    """Try it until the database can do it, as long as it is wanted.

    Raises:
        Unavailable: it is wanted no more.
    """
    while True:
        try:
            return await attempt()
        except Unavailable:
            if not is_wanted():
                raise
        await asyncio.sleep(RETRY_SECONDS)
