"""Channels and who is in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from chat_app.models.columns import NEVER_REUSE_IDS, timestamp


class Channel(SQLModel, table=True):
    """A room. `last_seq` is the number of its newest message; posting takes the next one.

    `last_change` counts the changes of its messages in the same way.
    """

    __tablename__ = "channels"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("last_seq >= 0", name="last_seq_from_0"), NEVER_REUSE_IDS)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    topic: str = ""
    private: bool = False
    last_seq: int = 0
    last_change: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    created_at: datetime = timestamp()


class Membership(SQLModel, table=True):
    """A person in a channel. Unread is what is behind `last_read_seq`: see `services.channels.unread`."""

    __tablename__ = "memberships"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'member')", name="role_known"),
        CheckConstraint("last_read_seq >= 0", name="last_read_seq_from_0"),
    )

    channel_id: int = Field(foreign_key="channels.id", primary_key=True, ondelete="CASCADE")
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True, ondelete="CASCADE")
    role: str = Field(default="member", max_length=16)
    last_read_seq: int = 0
    joined_at: datetime = timestamp()
