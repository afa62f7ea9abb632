"""How migrations reach the database, and what they are compared with."""

import sqlite3
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import AutoString, SQLModel

import chat_app.models  # noqa: F401 - registers the tables
from chat_app.backends.database import make_engine, refuse_unusable
from chat_app.backends.outages import meaning
from chat_app.models.columns import UtcDateTime, include_in_autogenerate
from chat_app.settings import get_settings

# Any number, the same in every process: of several that start at once, one migrates.
MIGRATING = 7_244_281


def database_url() -> str:
    """From the caller, else from `-x url=...`, else from the settings."""
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return given or get_settings().database


def without_foreign_keys(connection: sqlite3.Connection, _record: Any) -> None:
    """SQLite changes a table by replacing it, which would empty the tables that refer to it."""
    connection.execute("PRAGMA foreign_keys=OFF")


def check_foreign_keys(connection: Connection) -> None:
    """Check that what was switched off while migrating holds now."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"The migration broke foreign keys: {broken[:5]}")


def rendered(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations name plain SQLAlchemy types, so that they outlive ours and SQLModel's."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


def migrate(engine: Engine) -> None:
    """Run what was asked for, in one transaction on either database."""
    on_sqlite = engine.dialect.name == "sqlite"
    if on_sqlite:
        event.listen(engine, "connect", without_foreign_keys)
    with engine.begin() as connection:
        if not on_sqlite:
            connection.exec_driver_sql(
                "SET LOCAL lock_timeout = 0"
            )  # of several that start, all but one wait
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=on_sqlite,
            render_item=rendered,
            include_object=include_in_autogenerate,
            transactional_ddl=True,
        )
        context.run_migrations()
        if on_sqlite:
            check_foreign_keys(connection)


def write_sql() -> None:
    """`alembic upgrade head --sql`: print what would be done."""
    context.configure(url=database_url(), target_metadata=SQLModel.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    write_sql()
else:
    refuse_unusable(database_url())
    engine = make_engine(database_url())
    try:
        migrate(engine)
    except SQLAlchemyError as error:
        if (trouble := meaning(error)) is None:
            raise
        raise SystemExit(f"{trouble} Nothing was migrated.") from None
    finally:
        engine.dispose()
