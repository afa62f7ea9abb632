"""PostgreSQL's connections, used so that a statement waits for little but its own work."""

import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError

# How long a connection may have been idle and is still taken for alive without being asked, in seconds.
TRUSTED_SECONDS = 1.0
# How long to wait for a connection, for a lock, and for a server that does not answer at all, in seconds.
PATIENCE = 10
CONNECTING: dict[str, Any] = {
    "connect_timeout": 5,
    "client_encoding": "utf8",  # whatever the environment says
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": PATIENCE * 1000,
}
# For the execution options of a statement that is used again and again: PostgreSQL plans it once for a
# connection, and not each time. Measured: whether somebody may post is answered in a quarter of the time.
PREPARED = {"prepared": True}


def make_postgres_engine(url: URL) -> Engine:
    """Return an engine with ten connections, and ten more in a rush; the one used last is used next."""
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_use_lifo=True,
        pool_timeout=PATIENCE,
        connect_args=_unless_said(url),
        hide_parameters=True,
        # Else a statement for many rows would wait for the database once a row.
        executemany_mode="values_plus_batch",
    )
    event.listen(engine, "connect", _bound_waiting)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ask(engine))
    event.listen(engine, "before_cursor_execute", _prepare, retval=True)
    return engine


def _unless_said(url: URL) -> dict[str, Any]:
    return {name: value for name, value in CONNECTING.items() if name not in url.query}


def connect_arguments(url: URL) -> dict[str, Any]:
    """Return what psycopg2 connects with."""
    return {**_unless_said(url), **PGDialect_psycopg2().create_connect_args(url)[1]}


def _bound_waiting(connection: Any, _record: Any) -> None:
    # By a statement, because a PgBouncer between refuses it as an option.
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.commit()


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask(engine: Engine) -> Callable[..., None]:
    """Like `pool_pre_ping`, which asks always, and waits for the answer each time."""

    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        idle = time.monotonic() - record.info.get("used", time.monotonic())
        if idle > TRUSTED_SECONDS and not engine.dialect._do_ping_w_event(connection):  # pyright: ignore[reportPrivateUsage]
            raise InvalidatePoolError  # the pool then connects anew

    return ask


def _prepare(connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> Any:
    if many or context is None or not context.execution_options.get("prepared"):
        return statement, values
    # Forgotten with the connection that they belong to.
    known: dict[str, str] = connection.connection.info.setdefault("prepared", {})
    if statement not in known:
        prepare, execute = prepared(statement, len(known))
        cursor.execute(prepare)
        known[statement] = execute
    return known[statement], values


@lru_cache(maxsize=100)
def prepared(statement: str, number: int) -> tuple[str, str]:
    """Return what prepares a statement of psycopg2's, as a connection's `number`th, and what runs it."""
    text, names = _numbered(statement)
    values = ", ".join(f"%({each})s" for each in names)
    return f"PREPARE prepared_{number} AS {text}", f"EXECUTE prepared_{number}{values and f' ({values})'}"


def _numbered(statement: str) -> tuple[str, list[str]]:
    """Return a statement of psycopg2's, `%(name)s`, as PostgreSQL's, `$1`; and the names in their order."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return re.sub(r"%%|%\((\w+)\)s", number, statement), names
