"""Channels, who is in them, and who may not be."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey
from sqlmodel import Field, SQLModel

from chat_app.models.columns import (
    BIG_ID,
    NEVER_REUSE_IDS,
    choice,
    flag,
    one_of,
    optional_timestamp,
    timestamp,
)

CHANNEL, DIRECT, THREAD = KINDS = ("channel", "direct", "thread")
POSTING = ("everyone", "owners")
ROLES = ("owner", "moderator", "member")
NOTIFY = ("default", "all", "mentions", "nothing")
# Messages are in channels, and threads below messages: one of the two comes after the tables are there.
_PARENT = ForeignKey(
    "messages.id", name="fk_channels_parent_message_id_messages", ondelete="CASCADE", use_alter=True
)


class Channel(SQLModel, table=True):
    """A conversation: a channel with a name, a direct message between some people, or a thread of a message.

    `last_seq` is the number of its newest message; posting takes the next one. `last_change` counts the
    changes of its messages in the same way. `private` says that only members may read a channel; direct
    messages are, and a thread is read by those who may read its parent's channel. `direct_key` is the ids
    of the people of a direct message, in order and with commas: one conversation for each set of people.
    What one person reads as its title is not stored: see `services.conversations`.
    """

    __tablename__ = "channels"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("last_seq >= 0", name="last_seq_from_0"),
        one_of("kind", KINDS),
        one_of("posting", POSTING),
        CheckConstraint("(kind = 'channel') = (name IS NOT NULL)", name="channels_have_names"),
        CheckConstraint("(kind = 'direct') = (direct_key IS NOT NULL)", name="direct_messages_have_people"),
        CheckConstraint("(kind = 'thread') = (parent_message_id IS NOT NULL)", name="threads_have_parents"),
        NEVER_REUSE_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = choice("channel")
    name: str | None = Field(default=None, unique=True)
    direct_key: str | None = Field(default=None, unique=True, max_length=160)
    parent_message_id: int | None = Field(
        default=None, sa_column=Column(BIG_ID, _PARENT, unique=True, nullable=True)
    )
    topic: str = ""
    private: bool = False
    posting: str = choice("everyone")
    archived_at: datetime | None = optional_timestamp()
    last_seq: int = 0
    last_change: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    created_at: datetime = timestamp()


class Membership(SQLModel, table=True):
    """A person in a channel. Unread is what is behind `last_read_seq`: see `services.channels.unread`.

    `notify`, `muted` and `favorite` are the person's own choice.
    """

    __tablename__ = "memberships"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        one_of("role", ROLES),
        one_of("notify", NOTIFY),
        CheckConstraint("last_read_seq >= 0", name="last_read_seq_from_0"),
    )

    channel_id: int = Field(foreign_key="channels.id", primary_key=True, ondelete="CASCADE")
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True, ondelete="CASCADE")
    role: str = Field(default="member", max_length=16)
    last_read_seq: int = 0
    notify: str = choice("default")
    muted: bool = flag()
    favorite: bool = flag()
    joined_at: datetime = timestamp()


class Ban(SQLModel, table=True):
    """A person who may not come back into a channel, until `ends_at` or for good."""

    __tablename__ = "bans"  # pyright: ignore[reportAssignmentType]

    channel_id: int = Field(foreign_key="channels.id", primary_key=True, ondelete="CASCADE")
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True, ondelete="CASCADE")
    reason: str = ""
    created_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    created_at: datetime = timestamp()
    ends_at: datetime | None = optional_timestamp()
