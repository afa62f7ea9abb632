"""What the live core does by itself, again and again, as long as the server runs."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from chat_app.failures import contained
from chat_app.realtime.connections import Connections
from chat_app.realtime.dispatch import Dispatch
from chat_app.realtime.online import Online
from chat_app.realtime.people import ConnectedPeople
from chat_app.realtime.ports import LiveStore, RunInThread

TICK_SECONDS = 0.5
SAVE_MARKS_SECONDS = 5.0
END_EXPIRED_SECONDS = 60.0


class Housekeeping:
    """Each kind of round goes by itself: presence waits for no database."""

    def __init__(
        self,
        store: LiveStore,
        run: RunInThread,
        people: ConnectedPeople,
        connections: Connections,
        online: Online,
        dispatch: Dispatch,
    ) -> None:
        self._store, self._run = store, run
        self._people, self._connections = people, connections
        self._online, self._dispatch = online, dispatch
        self._looked_at = -math.inf

    @property
    def is_healthy(self) -> bool:
        """Return whether it goes its rounds."""
        return time.monotonic() - self._looked_at < 10 * TICK_SECONDS

    async def run(self) -> None:
        """Notice who went away or left, write down what was read, and end sessions whose time is over."""
        rounds = (
            self._every(TICK_SECONDS, self._look_around),
            self._every(SAVE_MARKS_SECONDS, self._people.save_marks),
            self._every(END_EXPIRED_SECONDS, self._end_expired),
        )
        self._looked_at = time.monotonic()
        try:
            await asyncio.gather(*rounds)
        finally:
            await self._people.save_marks()

    async def _every(self, seconds: float, duty: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            with contained("The live core could not do its rounds; it goes on."):
                await duty()

    async def _look_around(self) -> None:
        self._looked_at = time.monotonic()
        self._online.report()

    async def _end_expired(self) -> None:
        """End the sessions whose time is over, which no event reports."""
        known = {connection.session_id for connection in self._connections}
        for session_id in known - await self._run(self._store.alive_sessions, known) if known else ():
            self._dispatch.end_session(session_id)
