"""What every test may ask for: settings of its own, and a database, migrated and empty."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel

from chat_app.backends import database as db
from chat_app.backends import memory
from chat_app.backends.bus import bus
from chat_app.events import Event
from chat_app.settings import Settings, get_settings
from tests.support.databases import PostgresServer, what_is_missing

# The engines of the databases that tests take turns in, by address.
SHARED: dict[str, Engine] = {}
# Quick to sign up, as many as a test likes.
QUICK = {
    "BCRYPT_COST": "4",
    "SIGN_UPS": "1000000",
    "SECRET_KEY": "a secret for tests, thirty-two bytes and more",
}


@dataclass(frozen=True)
class Database:
    """The database of a test. `kind` is `sqlite` or `postgresql`."""

    kind: str
    url: str


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Give settings of this test alone: `settings.setenv(...)`, then `start_afresh()` to have them read."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**QUICK, "DATA_DIR": str(tmp_path / "data")}.items():
        monkeypatch.setenv(name, value)
    start_afresh()
    yield monkeypatch
    monkeypatch.undo()
    start_afresh()


def start_afresh() -> None:
    """Forget what this process keeps, as a newly started one would not have it."""
    memory.reset()
    if db.get_engine.cache_info().currsize and db.get_engine() not in SHARED.values():
        db.get_engine().dispose()
    get_settings.cache_clear()
    db.get_engine.cache_clear()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """Return a PostgreSQL server that lives as long as the tests."""
    if missing := what_is_missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgresql_url(postgresql: PostgresServer) -> Iterator[str]:
    """Return a migrated database on it, which tests take turns in."""
    yield from shared(postgresql.url(postgresql.new_database()))


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the same in a file."""
    yield from shared(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'chat.db'}")


def shared(url: str) -> Iterator[str]:
    """Migrate a database, and keep one engine for it: a new one would compile every statement anew."""
    db.migrate(url=url)
    SHARED[url] = db.make_engine(url)
    yield url
    SHARED.pop(url).dispose()


@pytest.fixture
def sqlite(settings: pytest.MonkeyPatch, sqlite_url: str) -> Database:
    """SQLite, for what need not be tested on both."""
    return emptied(settings, Database("sqlite", sqlite_url))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, settings: pytest.MonkeyPatch) -> Database:
    """Each of the two databases in turn."""
    url = request.getfixturevalue(f"{request.param}_url")
    return emptied(settings, Database(request.param, url))


def emptied(settings: pytest.MonkeyPatch, database: Database) -> Database:
    """Empty the database and have the settings name it."""
    settings.setenv("DATABASE_URL", database.url)
    settings.setattr(db, "make_engine", lambda url: SHARED[url])
    start_afresh()
    with db.get_engine().begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
    return database


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Return the events that were told to the world, in order."""
    events: list[Event] = []
    monkeypatch.setattr(bus, "publish", events.extend)
    return events
