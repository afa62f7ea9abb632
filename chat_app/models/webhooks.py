"""Programs that post by an address of their own."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from chat_app.models.columns import NEVER_REUSE_IDS, timestamp


class Webhook(SQLModel, table=True):
    """An address that posts to a channel as a bot. Only a digest of its secret part is kept."""

    __tablename__ = "webhooks"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (NEVER_REUSE_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    channel_id: int = Field(foreign_key="channels.id", ondelete="CASCADE", index=True)
    bot_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=50)
    digest: str = Field(unique=True, max_length=64)
    created_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    created_at: datetime = timestamp()
