"""What has been changed of a stretch of messages since somebody read it."""

from sqlmodel import Session

from chat_app.schemas import MessagePublic
from chat_app.services import access, public, queries
from chat_app.services.access import Actor


def between(
    session: Session, actor: Actor, channel_id: int, low: int, high: int, since: int
) -> tuple[list[MessagePublic], int]:
    """The messages from one `seq` to another that were changed after the change `since`, as they are now.

    Also those whose quoted message was.

    Beside them the number of the newest change that is surely among them.

    Raises:
        NotFound: no such channel for the actor.
    """
    # Read before the messages: what comes in between is found twice, and never missed.
    newest = access.channel_for(session, actor, channel_id).last_change
    asked = {"channel_id": channel_id, "low": low, "high": high, "since": since}
    rows = session.connection().execute(queries.CHANGED_BETWEEN, asked)
    return [public.message(row) for row in rows], newest
