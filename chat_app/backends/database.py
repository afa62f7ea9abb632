"""The database: one engine a process, one transaction a `transaction()`."""

import logging
import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg2
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from chat_app.backends import outages
from chat_app.backends.memory import on_reset
from chat_app.backends.postgres import PATIENCE, make_postgres_engine
from chat_app.errors import StorageFull
from chat_app.misconfiguration import CannotStart
from chat_app.settings import get_settings

# SQLite has one writer at a time, and who finds it busy looks again after a while, in no order. The
# threads of this process wait in line instead. Measured beside eight threads that write without pause:
# the slowest hundredth of posts took 20 ms where it had taken 110, the median 5 where it had taken 2.
_writing = threading.RLock()
space = outages.Space()
on_reset(space.found)
log = logging.getLogger(__name__)
_asked = threading.local()  # `at`: when what this thread does was asked for


def make_engine(url: str) -> Engine:
    """Return an engine for SQLite (WAL, foreign keys on) or PostgreSQL, by the URL.

    Errors tell the statement and not what was to be stored: the log is no place for what people write.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # Named, because a URL without a driver means another one since SQLAlchemy 2.1.
        parsed = parsed.set(drivername="postgresql+psycopg2")
        return make_postgres_engine(parsed)
    if parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, pool_timeout=PATIENCE)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _decode(stored: bytes) -> str:
    return stored.decode(errors="replace")


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # None: the driver starts no transaction of its own; `_begin_sqlite` does.
    connection.isolation_level = None
    # Bytes that are no text would make every statement fail that meets the row.
    connection.text_factory = _decode
    # FULL: what was acknowledged survives a power cut too; it costs a third of a millisecond a commit.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A transaction that may write takes the lock at once: one that has read first and then finds
    # the lock taken cannot wait for it, it fails.
    reading = connection.get_execution_options().get("reading")
    connection.connection.dbapi_connection.execute(f"PRAGMA busy_timeout={_patience_left() * 1000:.0f}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def refuse_unusable(url: str) -> None:
    """End this program with a sentence if the database does not answer, or would not keep every text.

    Raises:
        CannotStart: so it is.
    """
    try:
        engine = make_engine(url)
        try:
            with engine.execution_options(reading=True).connect() as connection:
                asked = "PRAGMA encoding" if engine.dialect.name == "sqlite" else "SHOW server_encoding"
                encoding = connection.exec_driver_sql(asked).scalar_one()
        finally:
            engine.dispose()
    except (OSError, SQLAlchemyError) as error:
        raise CannotStart(f"The database cannot be used: {_reason(error, url)}") from None
    if encoding.replace("-", "") != "UTF8":
        raise CannotStart(f"The database is in {encoding}, and has to be in UTF8 to keep every text.")


def _reason(error: Exception, url: str) -> str:
    """Return what the database itself says, in a line and without the password."""
    said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    password = make_url(url).password
    return said.replace(str(password), "***") if password else said


@lru_cache
def get_engine() -> Engine:
    """Return the engine of this process."""
    return make_engine(get_settings().database)


def migrate(revision: str = "head", url: str = "") -> None:
    """Bring a database (the one of the settings, unless given) up to a revision, or back to `base`."""
    from alembic import command
    from alembic.config import Config

    config = Config(Path(__file__).parents[2] / "alembic.ini", attributes={"url": url})
    step = command.downgrade if revision == "base" else command.upgrade
    step(config, revision)


@contextmanager
def transaction(*, reading: bool = False) -> Generator[Session]:
    """Open a session in one transaction: committed at the end, rolled back when it raises.

    `reading=True` says that nothing will be written, so that on SQLite readers and the writer do
    not wait for each other.

    To write, it waits for PATIENCE at most, from when the work was asked for (`asked_at`): in a line, for a
    thread, for the threads before it, for another process that has the database locked; all of it together.

    Raises:
        Unavailable: the database cannot do it just now; it may be that nobody knows whether it was committed.
    """
    engine = get_engine().execution_options(reading=True) if reading else get_engine()
    try:
        with (
            asked_at(_asked_at()),
            _turn(engine, reading),
            Session(engine, expire_on_commit=False) as session,
        ):
            yield session
            session.commit()
    except SQLAlchemyError as error:
        raise explained(error) from error
    if not reading:
        space.found()


def explained(error: SQLAlchemyError | psycopg2.Error) -> Exception:
    """Return what to raise for an error of the database: an Unavailable, which is logged, or itself."""
    trouble = outages.meaning(error)
    if trouble is None:
        return error
    log.warning("%s %s", trouble.message, outages.cause_of(error))
    if isinstance(trouble, StorageFull):
        space.missed()
    return trouble


@contextmanager
def asked_at(moment: float) -> Generator[None]:
    """Have what this thread does in the block count as asked for then, by `time.monotonic`, not just now."""
    before, _asked.at = getattr(_asked, "at", None), moment
    try:
        yield
    finally:
        _asked.at = before


def _asked_at() -> float:
    moment = getattr(_asked, "at", None)
    return time.monotonic() if moment is None else moment


def _patience_left() -> float:
    return max(0.0, _asked_at() + PATIENCE - time.monotonic())


@contextmanager
def _turn(engine: Engine, reading: bool) -> Generator[None]:
    """Wait in line before writing, where there is one."""
    if reading or engine.dialect.name != "sqlite":
        yield
    elif not _writing.acquire(timeout=_patience_left()):
        raise outages.busy()
    else:
        try:
            yield
        finally:
            _writing.release()
