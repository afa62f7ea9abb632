"""What SQLModel has no word for."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def add_if_absent(session: Session, model: type[SQLModel], **values: Any) -> bool:
    """Insert a row unless one with the same key is there; whether it was inserted."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    return session.exec(insert(model).values(**values).on_conflict_do_nothing()).rowcount == 1
