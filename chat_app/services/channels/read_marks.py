"""Read marks: up to which message the members of a channel have read."""

from sqlalchemy import bindparam, case
from sqlmodel import Session, col, select, update

from chat_app.events import ReadMarked
from chat_app.models import Channel, Membership
from chat_app.services import access
from chat_app.services.access import Actor
from chat_app.services.transactions import record


def advance(session: Session, actor: Actor, channel_id: int, seq: int) -> None:
    """Note that the actor has read the channel up to `seq`: never backwards, never past the newest.

    Raises:
        NotFound, Forbidden: not a member.
    """
    channel, membership = access.membership_for(session, actor, channel_id)
    reached = min(seq, channel.last_seq)
    if reached > membership.last_read_seq:
        further = _own(channel_id, actor.user_id), col(Membership.last_read_seq) < reached
        session.exec(update(Membership).where(*further).values(last_read_seq=reached))
    # Also where so much is stored: that may be the server's, which takes it back unless the person says so.
    record(session, ReadMarked(actor.user_id, channel_id, max(0, reached)))


_newest = select(Channel.last_seq).where(Channel.id == bindparam("channel")).scalar_subquery()
_wanted = bindparam("seq")
_ADVANCE = (
    update(Membership.__table__)  # pyright: ignore[reportAttributeAccessIssue]
    .where(
        col(Membership.channel_id) == bindparam("channel"),
        col(Membership.user_id) == bindparam("user"),
        col(Membership.last_read_seq) < _wanted,
    )
    .values(last_read_seq=case((_newest < _wanted, _newest), else_=_wanted))
)


def advance_many(session: Session, marks: list[tuple[int, int, int]]) -> None:
    """Do the same for many (user, channel, seq) at once, by the server itself: records no events."""
    # In one order, so that two processes never wait for each other.
    rows = [{"user": user, "channel": channel, "seq": seq} for user, channel, seq in sorted(marks)]
    if rows:
        session.connection().execute(_ADVANCE, rows)


_LOWER = (
    update(Membership.__table__)  # pyright: ignore[reportAttributeAccessIssue]
    .where(
        col(Membership.channel_id) == bindparam("channel"),
        col(Membership.user_id) == bindparam("user"),
        col(Membership.last_read_seq) == bindparam("written"),
    )
    .values(last_read_seq=_wanted)
)


def lower_many(session: Session, marks: list[tuple[int, int, int, int]]) -> None:
    """Lower marks that the server has written itself: (user, channel, seq, what it has written) each.

    Only where that is still what is stored: what a page has said since stays.
    """
    rows = [
        {"user": user, "channel": channel, "seq": seq, "written": written}
        for user, channel, seq, written in sorted(marks)
        if 0 <= seq < written
    ]
    if rows:
        session.connection().execute(_LOWER, rows)


def _own(channel_id: int, user_id: int):
    return (col(Membership.channel_id) == channel_id) & (col(Membership.user_id) == user_id)
