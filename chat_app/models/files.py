"""Files that people send."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from chat_app.models.columns import BIG_ID, NEVER_REUSE_IDS, timestamp


class File(SQLModel, table=True):
    """A file of a message, or one that its owner has not posted yet.

    `key` is its name in the store, `thumbnail_key` that of a smaller picture; `name` is what its owner calls
    it. `size` is in bytes, `digest` the SHA-256 of its content; `width` and `height` are pixels of a picture.
    """

    __tablename__ = "files"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("size >= 0", name="size_from_0"),
        # Which have not been posted for a day?
        Index(
            "ix_files_unposted",
            "created_at",
            postgresql_where=text("message_id IS NULL"),
            sqlite_where=text("message_id IS NULL"),
        ),
        NEVER_REUSE_IDS,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    owner_id: int = Field(foreign_key="users.id", index=True)
    message_id: int | None = Field(
        default=None,
        foreign_key="messages.id",
        ondelete="CASCADE",
        index=True,
        sa_type=BIG_ID,  # pyright: ignore[reportArgumentType]
    )
    position: int = 0
    key: str = Field(unique=True, max_length=64)
    thumbnail_key: str | None = Field(default=None, unique=True, max_length=64)
    name: str = Field(max_length=255)
    type: str = Field(max_length=100)
    size: int = Field(sa_type=BIG_ID)  # pyright: ignore[reportArgumentType]
    digest: str = Field(max_length=64)
    width: int | None = None
    height: int | None = None
    alt: str = ""
    created_at: datetime = timestamp()
