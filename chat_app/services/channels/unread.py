"""What is unread: all that was posted after the read mark, except what has been deleted since."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from chat_app.models import Channel, Membership, Message
from chat_app.models.columns import table_of

_gone = table_of(Message).alias("gone")
# For a statement that has a channel and a membership of it; without one nothing is unread.
DELETED = (
    select(func.count())
    .select_from(_gone)
    .where(
        _gone.c.channel_id == Channel.id,
        _gone.c.seq > Membership.last_read_seq,
        _gone.c.deleted_at.is_not(None),
    )
    .correlate(Channel, Membership)
    .scalar_subquery()
)


def deleted(session: Session, user_id: int) -> dict[int, list[int]]:
    """Return the deleted messages that a person has not read: `seq` by channel."""
    mine = (
        select(Message.channel_id, Message.seq)
        .join(Membership, col(Membership.channel_id) == Message.channel_id)
        .where(
            Membership.user_id == user_id,
            Message.seq > Membership.last_read_seq,
            col(Message.deleted_at).is_not(None),
        )
    )
    found: dict[int, list[int]] = {}
    for channel_id, seq in session.exec(mine):
        found.setdefault(channel_id, []).append(seq)
    return found
