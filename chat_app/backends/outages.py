"""What it means that the database failed: which of our errors a passing trouble of its is.

A mistake of ours (a statement that is wrong, a rule of a table that is broken) is none of them.
"""

import sqlite3
import time

import psycopg2
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from chat_app.errors import Busy, StorageFull, Unavailable

BUSY = "The server is busy just now. Please try again in a moment."
AWAY = "The database cannot be reached just now. Please try again in a moment."
FULL = "The server has no space left to store anything. Please try again later."
SOON, LATER = 5.0, 60.0  # seconds until it is worth trying again

SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
SQLITE_AWAY = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
# PostgreSQL's codes of what passes: a lock that was not given, two that stopped each other.
POSTGRES_BUSY = {"55P03", "40P01", "40001"}
# A server that goes down, comes up, has no connection left, ends a statement, or takes no writes.
POSTGRES_AWAY = {"57P01", "57P02", "57P03", "53300", "57014", "25006"}
POSTGRES_FULL = {"53100"}
LOST = (OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError)


def busy() -> Busy:
    """Return the answer to work that has waited for as long as it may."""
    return Busy(BUSY, SOON)


def meaning(error: SQLAlchemyError | psycopg2.Error) -> Unavailable | None:
    """Return the error to answer with; None: it is no outage."""
    if isinstance(error, PoolTimeoutError):
        return busy()
    if not isinstance(error, DBAPIError | psycopg2.Error):
        return None
    code = getattr(cause_of(error), "sqlite_errorcode", None)
    return _of_postgres(error) if code is None else _of_sqlite(code & 0xFF)


def cause_of(error: Exception) -> BaseException:
    """Return the driver's own error."""
    return getattr(error, "orig", None) or error


def _of_sqlite(code: int) -> Unavailable | None:
    if code in SQLITE_BUSY:
        return busy()
    if code == sqlite3.SQLITE_FULL:
        return StorageFull(FULL, LATER)
    return Unavailable(AWAY, SOON) if code in SQLITE_AWAY else None


def _of_postgres(error: DBAPIError | psycopg2.Error) -> Unavailable | None:
    code = getattr(cause_of(error), "pgcode", None)
    if code in POSTGRES_FULL:
        return StorageFull(FULL, LATER)
    if code in POSTGRES_BUSY:
        return busy()
    # Without a code it is the connection that failed, not a statement.
    lost = code is None and isinstance(error, LOST)
    away = lost or getattr(error, "connection_invalidated", False) or code in POSTGRES_AWAY
    return Unavailable(AWAY, SOON) if away else None


class Space:
    """Whether the last attempt to store something found space for it."""

    def __init__(self) -> None:
        self._missed_at: float | None = None

    def missed(self) -> None:
        self._missed_at = time.monotonic()

    def found(self) -> None:
        self._missed_at = None

    @property
    def is_left(self) -> bool:
        """What is long ago is not known any more: nobody may have tried since."""
        return self._missed_at is None or time.monotonic() - self._missed_at > LATER
