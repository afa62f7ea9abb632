"""Where people are told of what they missed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from chat_app.models.columns import NEVER_REUSE_IDS, timestamp


class PushSubscription(SQLModel, table=True):
    """A browser that takes notices also while no page is open, as RFC 8030 and RFC 8291 say.

    `public_key` and `secret` are what messages to it are encrypted with (`p256dh` and `auth`, base64url).
    """

    __tablename__ = "push_subscriptions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (NEVER_REUSE_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    session_id: str = Field(foreign_key="sessions.id", index=True, max_length=32, ondelete="CASCADE")
    endpoint: str = Field(unique=True)
    public_key: str = Field(max_length=100)
    secret: str = Field(max_length=32)
    created_at: datetime = timestamp()
