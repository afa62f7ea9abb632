"""Telling that somebody writes."""

from sqlmodel import Session

from chat_app.events import TypingStarted, record
from chat_app.models import User
from chat_app.services import access
from chat_app.services.access import Actor


def tell(session: Session, actor: Actor, channel_id: int) -> None:
    """Tell who is in the channel that the actor writes there. Stores nothing.

    Raises:
        NotFound, Forbidden: not a member.
    """
    access.membership_for(session, actor, channel_id)
    name = session.get_one(User, actor.user_id).display_name
    record(session, TypingStarted(channel_id, actor.user_id, name))
