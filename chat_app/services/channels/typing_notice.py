"""Reporting that a person is typing."""

from sqlmodel import Session

from chat_app.events import TypingStarted, TypingStopped
from chat_app.models import User
from chat_app.realtime.rendering import handle_of
from chat_app.services import access
from chat_app.services.access import Actor
from chat_app.services.transactions import publish, record


def report(session: Session, actor: Actor, channel_id: int) -> None:
    """Report to the members of the channel that the actor is typing there. Stores nothing.

    Raises:
        NotFound, Forbidden: not a member.
    """
    access.membership_for(session, actor, channel_id)
    user = session.get_one(User, actor.user_id)
    handle = handle_of(user.username, user.shared_name)
    record(session, TypingStarted(channel_id, actor.user_id, user.display_name, handle))


def forward(event: TypingStarted | TypingStopped) -> None:
    """Publish what a page says of its person, where the live core has found that others have to know."""
    publish(event)
