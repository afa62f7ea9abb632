"""Connections that the event loop waits for, on a real PostgreSQL server."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
import uvloop
from sqlalchemy import make_url

from chat_app.backends import loop_connections
from chat_app.backends.loop_connections import LoopConnections
from tests.support.databases import PostgresServer

ECHO = "SELECT CAST(%(text)s AS TEXT), CAST(%(number)s AS INTEGER), '100%%'"
WAIT = "SELECT pg_sleep(%(seconds)s)"


@pytest.fixture
def url(postgresql: PostgresServer) -> str:
    return postgresql.url("postgres")


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """Return a server that the test may stop."""
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


def connections(url: str, at_most: int = 3) -> LoopConnections:
    return LoopConnections(make_url(url), at_most)


async def process(ours: LoopConnections) -> int:
    """Return which of the server's processes answers."""
    return (await ours.run("SELECT pg_backend_pid()", {}))[0][0]


async def test_a_statement_is_answered_with_its_rows(url: str) -> None:
    ours = connections(url)
    for number in range(3):
        text = "it's 100 % :x $1 \\ 密" * 1000
        assert await ours.run(ECHO, {"text": text, "number": number}) == [(text, number, "100%")]
    ours.close()


async def test_one_connection_serves_what_comes_one_after_the_other(url: str) -> None:
    ours = connections(url)
    assert len({await process(ours) for _ in range(5)}) == 1
    ours.close()


async def test_there_are_as_many_as_may_be_and_the_others_wait(url: str) -> None:
    ours = connections(url, at_most=2)
    asked = [ours.run("SELECT pg_backend_pid() FROM pg_sleep(0.02)", {}) for _ in range(8)]
    assert len({rows[0][0] for rows in await asyncio.gather(*asked)}) == 2
    ours.close()


async def test_the_loop_goes_on_while_the_server_works(url: str) -> None:
    ours, holder = connections(url), psycopg2.connect(url)
    holder.autocommit = True
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        waiting = asyncio.ensure_future(ours.run("SELECT 'got it' FROM pg_advisory_lock(1)", {}))
        assert await process(ours)
        assert not waiting.done()
        cursor.execute("SELECT pg_advisory_unlock(1)")
    assert await waiting == [("got it",)]
    holder.close()
    ours.close()


async def test_each_statement_is_a_transaction(url: str, postgresql: PostgresServer) -> None:
    ours = connections(url)
    postgresql.run_sql("postgres", "CREATE TABLE numbers (number INTEGER PRIMARY KEY)")
    try:
        insert = (
            "INSERT INTO numbers VALUES (CAST(%(first)s AS INTEGER)), (CAST(%(last)s AS INTEGER))"
            " RETURNING number"
        )
        await ours.run(insert, {"first": 1, "last": 3})
        with pytest.raises(psycopg2.IntegrityError):
            await ours.run(insert, {"first": 0, "last": 1})
        assert await ours.run("SELECT count(*) FROM numbers", {}) == [(2,)]
    finally:
        ours.close()
        postgresql.run_sql("postgres", "DROP TABLE numbers")


@pytest.mark.parametrize("statement", ["SELECT 1 / %(zero)s", "SELECT nothing FROM nowhere", "NONSENSE"])
async def test_a_statement_that_fails_leaves_its_connection_usable(url: str, statement: str) -> None:
    ours = connections(url)
    before = await process(ours)
    for _ in range(2):
        with pytest.raises(psycopg2.Error) as refused:
            await ours.run(statement, {"zero": 0})
        assert refused.value.pgcode
    assert await process(ours) == before
    ours.close()


async def test_what_is_given_up_ends_its_connection(url: str) -> None:
    ours = connections(url, at_most=1)
    before = await process(ours)
    waiting = asyncio.ensure_future(ours.run(WAIT, {"seconds": 60}))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert await process(ours) != before
    ours.close()


async def test_a_server_that_does_not_answer_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = connections(url, at_most=1)
    await process(ours)
    with monkeypatch.context() as impatient:
        impatient.setattr(loop_connections, "ANSWER_SECONDS", 0.05)
        with pytest.raises(psycopg2.OperationalError, match="in time") as given_up:
            await ours.run(WAIT, {"seconds": 60})
    assert given_up.value.pgcode is None
    assert await process(ours)
    ours.close()


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_server_that_goes_away_is_missed_and_found_again(
    server: PostgresServer, new_loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    async def use() -> None:
        ours = connections(server.url("postgres"))
        before = await process(ours)
        at_work = [asyncio.ensure_future(ours.run(WAIT, {"seconds": 60})) for _ in range(2)]
        await asyncio.sleep(0)
        assert await process(ours) != before  # so that one of three is idle
        await asyncio.to_thread(server.halt)
        outcomes: list[Any] = await asyncio.gather(*at_work, return_exceptions=True)
        assert all(isinstance(outcome, psycopg2.OperationalError) for outcome in outcomes)
        with pytest.raises(psycopg2.OperationalError):
            await process(ours)
        await asyncio.to_thread(server.resume)
        assert await process(ours)
        ours.close()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(use())


async def test_connections_of_a_loop_that_has_ended_are_not_used(url: str) -> None:
    ours = connections(url)
    before = await asyncio.to_thread(lambda: asyncio.run(process(ours)))
    assert await process(ours) != before
    ours.close()
