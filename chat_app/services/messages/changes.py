"""Changes of messages: numbering them, and finding what has changed of a stretch since it was read."""

from typing import Literal

from sqlmodel import Session

from chat_app.events import MessageChanged
from chat_app.models import Message
from chat_app.schemas import MessagePublic
from chat_app.services import access, public, queries
from chat_app.services.access import Actor
from chat_app.services.messages import mentions, reading
from chat_app.services.transactions import record


def record_change(
    session: Session, message: Message, kind: Literal["edited", "deleted", "reacted"]
) -> MessagePublic:
    """Give a change of a message its number and record it; return the message as it is now.

    The message's channel must be locked.
    """
    assert message.id is not None
    if kind != "reacted":
        mentions.replace(session, message)
    numbered = session.connection().execute(queries.NEXT_CHANGE, {"channel_id": message.channel_id})
    number = message.change = numbered.scalar_one()
    now_is = reading.by_id(session, message.id)
    record(session, MessageChanged(now_is, kind, number))
    return now_is


def between(
    session: Session, actor: Actor, channel_id: int, low: int, high: int, since: int
) -> tuple[list[MessagePublic], int]:
    """Return the messages from one `seq` to another that were changed after the change `since`, as they are.

    Also those whose quoted message was.

    Beside them the number of the newest change that is surely among them.

    Raises:
        NotFound: no such channel for the actor.
    """
    # Read before the messages: what comes in between is found twice, and never missed.
    newest = access.channel_for(session, actor, channel_id).last_change
    rows = queries.CHANGED_BETWEEN.all(session, channel_id=channel_id, low=low, high=high, since=since)
    return [public.message(row) for row in rows], newest
