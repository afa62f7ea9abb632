"""Read marks: up to which message the members of a channel have read."""

from sqlalchemy import ColumnElement, and_, case, or_
from sqlmodel import Session, col, select, update

from chat_app.backends.parameter_rows import as_parameter, parameter_rows
from chat_app.events import ReadMarked
from chat_app.models import Channel, Membership
from chat_app.models.columns import BIG_ID
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


_user_id, _channel_id = col(Membership.user_id), col(Membership.channel_id)
_stored, _newest = col(Membership.last_read_seq), col(Channel.last_seq)
_marks = parameter_rows("marks", user_id=BIG_ID, channel_id=BIG_ID, seq=BIG_ID, written=BIG_ID)
# In one order, so that two processes never wait for each other.
_reached = (
    select(
        _user_id,
        _channel_id,
        case((_newest < _marks.c.seq, _newest), else_=_marks.c.seq).label("seq"),
        _marks.c.written,
    )
    .join(_marks, and_(_user_id == _marks.c.user_id, _channel_id == _marks.c.channel_id))
    .join(Channel, col(Channel.id) == _channel_id)
    .order_by(_channel_id, _user_id)
    .with_for_update(of=Membership)
    .cte("reached")
)
_seq = _reached.c.seq
_SAVE = (
    update(Membership)
    .where(
        _user_id == _reached.c.user_id,
        _channel_id == _reached.c.channel_id,
        or_(_stored < _seq, and_(_stored == _reached.c.written, _seq < _stored, _seq >= 0)),
    )
    .values(last_read_seq=_seq)
    .execution_options(synchronize_session=False)
)


def save_many(session: Session, marks: list[tuple[int, int, int, int]]) -> None:
    """Set marks by the server itself, one a membership: (user, channel, seq, what it has written before).

    As `advance` does. But where `seq` is less than what the server has written, that is lowered to it, if it
    is still what is stored: what a page has said since stays. Records no events.
    """
    if marks:
        session.exec(_SAVE, params={"marks": as_parameter(marks)})


def _own(channel_id: int, user_id: int) -> ColumnElement[bool]:
    return (col(Membership.channel_id) == channel_id) & (col(Membership.user_id) == user_id)
