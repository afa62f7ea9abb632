"""Connections to PostgreSQL that the event loop waits for, with no thread between.

They are for statements that are each a transaction of their own, and short. What takes several has
SQLAlchemy's connections (`database.transaction`), and a thread.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_WRITE
from sqlalchemy.engine import URL

from chat_app.backends.postgres import PATIENCE, connect_arguments, prepared

# Every statement here finds its rows by index. It is planned once, without a look at what it is asked, and
# PostgreSQL would then guess so many posts that it would read all sessions for them.
SETTINGS = {
    "lock_timeout": f"{PATIENCE}s",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
# A server that has not answered by then, though a lock was not given either, is not there.
ANSWER_SECONDS = PATIENCE * 1.5

Values = Mapping[str, Any]
Rows = list[tuple[Any, ...]]


class LoopConnections:
    """So many connections at most, each opened when it is wanted. They belong to one event loop."""

    def __init__(self, url: URL, at_most: int) -> None:
        self._url = url
        self._places = asyncio.Semaphore(at_most)
        self._idle: list[_Connection] = []

    async def run(self, statement: str, values: Values) -> Rows:
        """Run a statement in psycopg2's form (`%(name)s`) as a transaction; return its rows.

        Raises:
            psycopg2.Error: it failed. Without a `pgcode` the connection did, and nobody knows whether what
                the statement did was committed.
        """
        async with self._places:
            connection = await self._take()
            try:
                return await connection.run(statement, values)
            finally:
                if connection.is_idle:
                    self._idle.append(connection)
                else:
                    connection.close()

    async def _take(self) -> "_Connection":
        while self._idle:
            connection = self._idle.pop()
            if connection.is_idle:
                return connection
        return await _Connection.open(self._url)

    def close(self) -> None:
        """Close the connections that are idle; one at work is closed by what runs on it."""
        while self._idle:
            self._idle.pop().close()


class _Connection:
    """One statement at a time. The loop watches its socket from when it is opened until it is closed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._prepared: dict[str, str] = {}
        self._answer: asyncio.Future[None] | None = None
        self._is_connected = False
        self._watched: tuple[int, bool] | None = None

    @classmethod
    async def open(cls, url: URL) -> "_Connection":
        arguments = connect_arguments(url)
        # On a thread, because looking up the name of a host waits.
        connection = cls(await asyncio.to_thread(psycopg2.connect, **arguments, async_=1))
        try:
            await connection._answered()
            connection._is_connected = True
            for name, value in SETTINGS.items():
                await connection._ask(f"SET {name} = '{value}'")
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def is_idle(self) -> bool:
        return not self._connection.closed and self._answer is None and not self._loop.is_closed()

    async def run(self, statement: str, values: Values) -> Rows:
        execute = self._prepared.get(statement)
        if execute is None:
            prepare, execute = prepared(statement, len(self._prepared))
            await self._ask(prepare)
            self._prepared[statement] = execute
        return (await self._ask(execute, values)).fetchall()

    def close(self) -> None:
        if not self._loop.is_closed():
            self._watch(None)
        self._connection.close()

    async def _ask(self, statement: str, values: Values | None = None) -> Any:
        cursor = self._connection.cursor()
        cursor.execute(statement, values)
        await self._answered()
        return cursor

    async def _answered(self) -> None:
        self._answer = self._loop.create_future()
        overdue = self._loop.call_later(ANSWER_SECONDS, self._give_up)
        self._advance()
        try:
            await self._answer
        finally:
            overdue.cancel()
            if self._answer.done() and not self._answer.cancelled():
                self._answer = None  # else it is at work still, and not to be used

    def _give_up(self) -> None:
        self.close()
        self._end(psycopg2.OperationalError("the server did not answer in time"))

    def _advance(self) -> None:
        """Go on with what is under way, as far as the socket lets it; the loop calls it when it does."""
        if not self._is_connected:
            self._watch(None)  # while it connects it may change its socket, for one of the same number
        try:
            state = self._connection.poll()
        except psycopg2.Error as error:
            if self._connection.closed:
                # Its socket is closed already, and the next to be opened may have the same number.
                self._watch(None)
            self._end(error)
            return
        self._watch((self._connection.fileno(), state == POLL_WRITE))
        if state == POLL_OK:
            self._end(None)

    def _end(self, error: psycopg2.Error | None) -> None:
        if self._answer is None or self._answer.done():
            return  # it was idle, and the server has closed it
        if error is None:
            self._answer.set_result(None)
        else:
            self._answer.set_exception(error)

    def _watch(self, wanted: tuple[int, bool] | None) -> None:
        """Have the loop watch a socket: for what comes, or for whether it takes more. None: neither."""
        if wanted == self._watched:
            return
        if self._watched is not None:
            socket, writing = self._watched
            (self._loop.remove_writer if writing else self._loop.remove_reader)(socket)
        if wanted is not None:
            socket, writing = wanted
            (self._loop.add_writer if writing else self._loop.add_reader)(socket, self._advance)
        self._watched = wanted
