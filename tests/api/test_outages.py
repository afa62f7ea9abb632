"""The database is locked, full or away: what writes is told so in time, what reads goes on, and it passes."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from chat_app.backends import database as db
from chat_app.services import health, transactions
from chat_app.services.messages import posting
from tests.api.conftest import Caller, is_problem
from tests.conftest import Database
from tests.support.databases import PostgresServer
from tests.support.serving import Person, Served


@pytest.fixture
def database(sqlite: Database) -> Database:
    """Use SQLite; the tests of PostgreSQL stop it, and have one of their own."""
    return sqlite


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Has everything wait for that many seconds in place of ten."""

    def wait(seconds: float) -> None:
        for module in (db, transactions):
            monkeypatch.setattr(module, "PATIENCE", seconds)

    return wait


@contextmanager
def locked(url: str) -> Iterator[Callable[[], object]]:
    """As by a process that holds SQLite's lock and forgets to let go; what lets go."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield lambda: other.execute("ROLLBACK")


def write(clients: ThreadPoolExecutor, ann: Caller, town: str) -> "list[Future[httpx.Response]]":
    """More than there are threads, and posts."""
    posts = [clients.submit(ann.post, f"/channels/{town}/messages", {"text": "hello"}) for _ in range(8)]
    return posts + [clients.submit(ann.post, "/channels", {"name": f"new-{number}"}) for number in range(40)]


def test_while_another_process_has_the_lock_whatever_reads_goes_on(
    patience: Callable[[float], None],
    sqlite: Database,
    client: TestClient,
    ann: Caller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = ann.channel("town")
    patience(60)  # so that who waited for the writers would be noticed
    monkeypatch.setattr(transactions._writing, "places", places := threading.Semaphore(500))
    with locked(sqlite.url) as let_go, ThreadPoolExecutor(60) as clients:
        written = write(clients, ann, town)
        while places._value > 460:  # they stand in line
            time.sleep(0.01)
        assert ann.get("/users/me").status_code == 200
        assert ann.get(f"/channels/{town}/messages").json()["items"] == []
        assert client.get("/api/v1/health").json()["database"] == "ok"
        assert not any(each.done() for each in written)
        let_go()
        assert {each.result().status_code for each in written} == {201}


def test_who_cannot_write_in_time_is_told_to_come_again_and_nothing_was_stored(
    patience: Callable[[float], None], sqlite: Database, ann: Caller
) -> None:
    town = ann.channel("town")
    patience(0.3)
    with locked(sqlite.url), ThreadPoolExecutor(60) as clients:
        for answer in (each.result() for each in write(clients, ann, town)):
            assert is_problem(answer, 503, "unavailable")
            assert int(answer.headers["retry-after"]) > 0
    patience(60)
    assert ann.say(town, "and on")["seq"] == 1
    assert {channel["name"] for channel in ann.get("/channels").json()["items"]} == {"general", "town"}


def test_a_line_that_is_full_refuses_at_once(
    sqlite: Database, ann: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = ann.channel("town")
    monkeypatch.setattr(posting, "MAX_POSTS_WAITING", 0)
    assert is_problem(ann.post(f"/channels/{town}/messages", {"text": "hello"}), 503, "unavailable")
    monkeypatch.setattr(transactions._writing, "places", threading.BoundedSemaphore(1))
    transactions._writing.places.acquire()
    assert is_problem(ann.post("/channels", {"name": "new"}), 503, "unavailable")
    assert ann.get("/users/me").status_code == 200


@pytest.fixture
def full(sqlite: Database) -> Iterator[None]:
    """Return a database that may not grow: SQLite says the same of a disk without space."""
    grow = None

    def limit(connection: Any, *_: Any) -> None:
        nonlocal grow
        (grow,) = connection.execute("PRAGMA max_page_count").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def free(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {grow}")

    engine = db.get_engine()
    with closing(sqlite3.connect(sqlite.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("VACUUM")  # of earlier tests no free pages are left in it
    event.listen(engine, "checkout", limit)
    yield
    event.remove(engine, "checkout", limit)
    event.listen(engine, "checkout", free)
    with engine.connect():
        pass
    engine.dispose()
    event.remove(engine, "checkout", free)


def test_without_space_writing_is_refused_whole_health_says_so_and_reading_goes_on(
    sqlite: Database, client: TestClient, ann: Caller, request: pytest.FixtureRequest
) -> None:
    town = ann.channel("town")
    ann.say(town, "before")
    assert client.get("/api/v1/health").json()["storage"] == "ok"
    request.getfixturevalue("full")
    long = "many words " * 300
    answer = [ann.post(f"/channels/{town}/messages", {"text": long}) for _ in range(3)][-1]
    assert is_problem(answer, 507, "storage_full")
    assert int(answer.headers["retry-after"]) > 0
    answer = client.get("/api/v1/health")
    assert (answer.status_code, answer.json()["database"], answer.json()["storage"]) == (503, "ok", "full")
    messages = ann.get(f"/channels/{town}/messages").json()["items"]
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1)), "nothing half done"


def test_what_was_stored_since_shows_that_there_is_space_again(sqlite: Database, ann: Caller) -> None:
    db.space.missed()
    assert not health.has_space()
    ann.channel("town")
    assert health.has_space()


def test_health_tells_of_a_disk_that_is_nearly_full_before_anything_was_refused(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health.has_space()
    monkeypatch.setattr(health, "MIN_FREE_BYTES", 1 << 60)
    assert not health.has_space()


@pytest.fixture
def own_postgresql() -> Iterator[PostgresServer]:
    """Return a server that a test may stop."""
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


def test_while_postgresql_is_away_every_door_says_so_and_all_goes_on_once_it_is_back(
    postgresql: PostgresServer, own_postgresql: PostgresServer, tmp_path: Path
) -> None:
    database = own_postgresql.url(own_postgresql.new_database())
    served = Served(tmp_path, DATABASE_URL=database, EVENT_HEARTBEAT_SECONDS="0.2")
    served.start()
    try:
        with closing(Person(served, "ann")) as ann, closing(httpx.Client(base_url=served.url)) as anybody:
            town = ann.channel()
            first = ann.say(town, "before")
            with ann.listen() as events:
                own_postgresql.halt()
                for method, path, body in doors(town, first["id"], ann.username):
                    headers = {"Authorization": f"Bearer {ann.token}"}
                    answer = anybody.request(method, f"/api/v1{path}", headers=headers, json=body)
                    assert answer.json()["code"] == "unavailable", (method, path, answer.text)
                    assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (503, True)
                health = anybody.get("/api/v1/health")
                assert (health.status_code, health.json()["database"]) == (503, "down")
                own_postgresql.resume()
                until(lambda: anybody.get("/api/v1/health").json()["status"] == "ok")
                assert ann.say(town, "after")["seq"] == 2
                assert events.next("message.posted").data["text"] == "after"
    finally:
        served.stop()


def doors(town: str, message: str, username: str) -> list[tuple[str, str, Any]]:
    return [
        ("GET", "/users/me", None),
        ("GET", f"/channels/{town}/messages", None),
        ("POST", f"/channels/{town}/messages", {"text": "hello"}),
        ("PATCH", f"/messages/{message}", {"text": "hello"}),
        ("POST", "/auth/login", {"username": username, "password": "correct horse"}),
        ("POST", "/auth/register", {"username": "eve", "password": "correct horse"}),
        ("POST", "/channels", {"name": "new"}),
        ("GET", "/search?q=hello", None),
        ("GET", "/events", None),
    ]


def until(come: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not come():
        assert time.monotonic() < give_up
        time.sleep(0.05)
