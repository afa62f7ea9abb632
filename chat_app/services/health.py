"""Whether the parts below work."""

import asyncio
import logging
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import text

from chat_app.backends.database import get_engine, space, transaction
from chat_app.errors import Unavailable

log = logging.getLogger(__name__)

PROBE_SECONDS = 3.0  # a database that takes longer for nothing counts as down
MIN_FREE_BYTES = 4 << 20  # bytes; SQLite's log alone grows that far before it is written back


def database_answers() -> bool:
    """Return whether the database answers; the log says why not."""
    try:
        with transaction(reading=True) as session:
            session.connection().execute(text("SELECT 1"))
    except Unavailable:  # has been logged
        return False
    except Exception:
        log.exception("The database does not answer.")
        return False
    return True


def has_space() -> bool:
    """Return whether there is space to store anything, as far as one can know without storing something."""
    return space.is_left and _free_bytes() >= MIN_FREE_BYTES


class Probe:
    """Asks the database on its own thread, once for all who want to know meanwhile: they must not wait
    where the work waits, nor pile up behind a database that does not answer.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._asked: Future[bool] | None = None

    async def database_answers(self) -> bool:
        """Return whether it answers, and soon."""
        if self._asked is None or self._asked.done():
            self._asked = self._thread.submit(database_answers)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._asked)), PROBE_SECONDS)
        except TimeoutError:
            return False


probe = Probe()


def _free_bytes() -> float:
    """Return the free bytes where SQLite keeps its file; of another machine's disk nothing is known."""
    url = get_engine().url
    if url.get_backend_name() != "sqlite" or not url.database:
        return float("inf")
    try:
        disk = os.statvfs(Path(url.database).parent)
    except OSError:
        return 0
    return disk.f_bavail * disk.f_frsize
