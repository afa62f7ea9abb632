"""Messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, event, text
from sqlmodel import Field, SQLModel

from chat_app.models.columns import BIG_ID, NEVER_REUSE_IDS, choice, optional_timestamp, timestamp
from chat_app.text import folding


class Message(SQLModel, table=True):
    """A message. `seq` is gapless within its channel and the same for everybody.

    The pair of author and client_message_id is unique: a retry is never a second message. `change`
    is the number of its last change within the channel; None as long as it is as it was posted.
    `search_words` is what the text is found by; migrations make the index of it, `message_words`, as each
    database has it. `kind` is `text`, or the name of a notice such as `joined`, of which `props` has what it
    says.
    """

    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("channel_id", "seq"),
        UniqueConstraint("author_id", "client_message_id"),
        CheckConstraint("seq >= 1", name="seq_from_1"),
        # Deleting a channel asks of each message who replied to it; few messages are replies.
        Index(
            None,
            "reply_to_id",
            postgresql_where=text("reply_to_id IS NOT NULL"),
            sqlite_where=text("reply_to_id IS NOT NULL"),
        ),
        # What has changed since? Few messages ever do.
        Index(
            None,
            "channel_id",
            "change",
            postgresql_where=text("change IS NOT NULL"),
            sqlite_where=text("change IS NOT NULL"),
        ),
        # How many of the unread ones are deleted?
        Index(
            "ix_messages_deleted",
            "channel_id",
            "seq",
            postgresql_where=text("deleted_at IS NOT NULL"),
            sqlite_where=text("deleted_at IS NOT NULL"),
        ),
        # Which are pinned? A handful.
        Index(
            "ix_messages_pinned",
            "channel_id",
            "pinned_at",
            postgresql_where=text("pinned_at IS NOT NULL"),
            sqlite_where=text("pinned_at IS NOT NULL"),
        ),
        NEVER_REUSE_IDS,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    channel_id: int = Field(foreign_key="channels.id", ondelete="CASCADE")
    seq: int
    author_id: int = Field(foreign_key="users.id")
    text: str
    created_at: datetime = timestamp()
    edited_at: datetime | None = optional_timestamp()
    deleted_at: datetime | None = optional_timestamp()
    client_message_id: str | None = Field(default=None, max_length=64)
    reply_to_id: int | None = Field(
        default=None,
        foreign_key="messages.id",
        ondelete="SET NULL",
        sa_type=BIG_ID,  # pyright: ignore[reportArgumentType]
    )
    change: int | None = None
    kind: str = choice("text")
    props: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    pinned_at: datetime | None = optional_timestamp()
    search_words: str = Field(default="", sa_column_kwargs={"server_default": ""})


@event.listens_for(Message, "before_insert")
@event.listens_for(Message, "before_update")
def _found_by_what_it_says(_mapper: Any, _connection: Any, message: Message) -> None:
    message.search_words = folding.index_of(message.text)


class Reaction(SQLModel, table=True):
    """One emoji of one person on a message. Ids grow, so they tell who was first."""

    __tablename__ = "reactions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("message_id", "user_id", "emoji"), NEVER_REUSE_IDS)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    message_id: int = Field(foreign_key="messages.id", ondelete="CASCADE", sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    user_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    emoji: str = Field(max_length=32)


class Mention(SQLModel, table=True):
    """A person whom a message mentions.

    `channel_id` and `seq` are the message's: what is unread of them is found without reading messages.
    """

    __tablename__ = "mentions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "user_id", "channel_id", "seq"),)

    message_id: int = Field(primary_key=True, foreign_key="messages.id", ondelete="CASCADE", sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    user_id: int = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    channel_id: int
    seq: int


class SavedMessage(SQLModel, table=True):
    """A message that a person keeps for later, and is reminded of at a time if they want to be."""

    __tablename__ = "saved_messages"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_saved_messages_remind_at",
            "remind_at",
            postgresql_where=text("remind_at IS NOT NULL"),
            sqlite_where=text("remind_at IS NOT NULL"),
        ),
    )

    user_id: int = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    message_id: int = Field(
        primary_key=True,
        foreign_key="messages.id",
        ondelete="CASCADE",
        index=True,
        sa_type=BIG_ID,  # pyright: ignore[reportArgumentType]
    )
    created_at: datetime = timestamp()
    remind_at: datetime | None = optional_timestamp()


class Draft(SQLModel, table=True):
    """What a person has begun to write in a channel. The last writer wins, by time."""

    __tablename__ = "drafts"  # pyright: ignore[reportAssignmentType]

    user_id: int = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    channel_id: int = Field(primary_key=True, foreign_key="channels.id", ondelete="CASCADE", index=True)
    text: str
    updated_at: datetime = timestamp()


class Report(SQLModel, table=True):
    """A message that somebody reports to the administrators; open until one of them closes it."""

    __tablename__ = "reports"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("message_id", "reporter_id"), NEVER_REUSE_IDS)

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="messages.id", ondelete="CASCADE", sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    reporter_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    reason: str = ""
    created_at: datetime = timestamp()
    closed_at: datetime | None = optional_timestamp()
    closed_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
