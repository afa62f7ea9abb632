"""The database: one engine a process, one transaction a `transaction()`."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlmodel import Session

from chat_app.postgres import make_postgres_engine
from chat_app.settings import get_settings

# SQLite has one writer at a time, and who finds it busy looks again after a while, in no order. The
# threads of this process wait in line instead. Measured beside eight threads that write without pause:
# the slowest hundredth of posts took 20 ms where it had taken 110, the median 5 where it had taken 2.
_writing = threading.RLock()


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys on) or PostgreSQL, by the URL.

    Errors tell the statement and not what was to be stored: the log is no place for what people write.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # Named, because a URL without a driver means another one since SQLAlchemy 2.1.
        parsed = parsed.set(drivername="postgresql+psycopg2")
        return make_postgres_engine(parsed)
    if parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # None: the driver starts no transaction of its own; `_begin_sqlite` does.
    connection.isolation_level = None
    # FULL: what was acknowledged survives a power cut too; it costs a third of a millisecond a commit.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A transaction that may write takes the lock at once: one that has read first and then finds
    # the lock taken cannot wait for it, it fails.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@lru_cache
def get_engine() -> Engine:
    """The engine of this process."""
    return make_engine(get_settings().database)


def migrate(revision: str = "head", url: str = "") -> None:
    """Bring a database (the one of the settings, unless given) up to a revision, or back to `base`."""
    from alembic import command
    from alembic.config import Config

    config = Config(Path(__file__).parents[1] / "alembic.ini", attributes={"url": url})
    step = command.downgrade if revision == "base" else command.upgrade
    step(config, revision)


@contextmanager
def transaction(*, reading: bool = False) -> Iterator[Session]:
    """A session in one transaction: committed at the end, rolled back when it raises.

    `reading=True` says that nothing will be written, so that on SQLite readers and the writer do
    not wait for each other.
    """
    engine = get_engine().execution_options(reading=True) if reading else get_engine()
    in_line = nullcontext() if reading or engine.dialect.name != "sqlite" else _writing
    with in_line, Session(engine, expire_on_commit=False) as session:
        yield session
        session.commit()
