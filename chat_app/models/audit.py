"""What administrators have done, and what they have set."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from chat_app.models.columns import BIG_ID, NEVER_REUSE_IDS, timestamp


class AuditEntry(SQLModel, table=True):
    """An act of administration or a security event of an account: who, when, from where, what.

    Entries are only ever added. `target` names what it was done to, for example `user 7`; it has no foreign
    key, because an entry outlives what it is about. `details` has what was before and after.
    """

    __tablename__ = "audit_entries"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "action", "id"), Index(None, "actor_id", "id"), NEVER_REUSE_IDS)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    at: datetime = timestamp()
    actor_id: int | None = None
    address: str = Field(default="", max_length=45)
    action: str = Field(max_length=50)
    target: str = Field(default="", max_length=100)
    details: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class Setting(SQLModel, table=True):
    """A setting that an administrator has changed while the server runs; all others are the environment's."""

    __tablename__ = "settings"  # pyright: ignore[reportAssignmentType]

    name: str = Field(primary_key=True, max_length=50)
    value: Any = Field(default=None, sa_type=JSON)
    changed_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    changed_at: datetime = timestamp()
