"""Links that bring people in."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from chat_app.models.columns import NEVER_REUSE_IDS, optional_timestamp, timestamp


class Invitation(SQLModel, table=True):
    """A link by which some people may make an account, until it ends or is used up.

    The code is kept as it is: who may make invitations may also see them again.
    """

    __tablename__ = "invitations"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("uses >= 0 AND uses <= max_uses", name="uses_bounded"), NEVER_REUSE_IDS)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=64)
    max_uses: int
    uses: int = 0
    created_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    created_at: datetime = timestamp()
    expires_at: datetime = timestamp()
    revoked_at: datetime | None = optional_timestamp()


class InvitationChannel(SQLModel, table=True):
    """A channel that whoever comes by an invitation is in at once."""

    __tablename__ = "invitation_channels"  # pyright: ignore[reportAssignmentType]

    invitation_id: int = Field(primary_key=True, foreign_key="invitations.id", ondelete="CASCADE")
    channel_id: int = Field(primary_key=True, foreign_key="channels.id", ondelete="CASCADE", index=True)
