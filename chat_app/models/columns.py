"""Columns that several tables have."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Integer, Table, TypeDecorator, false, true
from sqlmodel import Field, SQLModel

# Every constraint has a name that can be told beforehand, so that a migration can change it.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

# An id is given out once: on SQLite too, where a deleted row's id would otherwise be the next.
NEVER_REUSE_IDS = {"sqlite_autoincrement": True}

# SQLite gives out row ids by itself only for a column that is exactly INTEGER.
BIG_ID = BigInteger().with_variant(Integer, "sqlite")

# What stands for a time that cannot be read. It is long over, so nothing lasts because of it.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every database.

    SQLite forgets the zone and PostgreSQL answers in the server's: both are put right here.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and value.astimezone(UTC)

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Read SQLite's texts, of which one that is no time must not keep its whole page from being read."""
        read = super().result_processor(dialect, coltype)
        if dialect.name != "sqlite" or read is None:
            return read

        def moment_of(stored: Any) -> datetime | None:
            try:
                return read(stored)
            except ValueError:
                return NEVER

        return moment_of

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return the present moment, aware, UTC."""
    return datetime.now(UTC)


def timestamp() -> Any:
    """Return a required timestamp that defaults to now."""
    return Field(default_factory=now, sa_type=UtcDateTime, nullable=False)


def optional_timestamp() -> Any:
    """Return a timestamp that may not have come yet."""
    return Field(default=None, sa_type=UtcDateTime, nullable=True)


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a model, whose columns are columns to a type checker too."""
    return vars(model)["__table__"]


def flag(default: bool = False) -> Any:
    """Declare a truth value, which rows that are there get too."""
    return Field(default=default, sa_column_kwargs={"server_default": true() if default else false()})


def choice(default: str) -> Any:
    """Declare one of a few words, which rows that are there get too; `one_of` says which there are."""
    return Field(default=default, max_length=16, sa_column_kwargs={"server_default": default})


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """Return a check that a column has one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def include_in_autogenerate(_object: Any, name: str | None, *_: Any) -> bool:
    """Whether models describe what alembic found in a database. Of an index of words none can."""
    return not (name or "").startswith("message_words")
