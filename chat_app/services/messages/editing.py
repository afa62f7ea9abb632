"""Editing and deleting messages."""

from dataclasses import dataclass

from sqlalchemy import delete as delete_from
from sqlmodel import Session, col, select

from chat_app.models import Reaction
from chat_app.models.columns import now
from chat_app.schemas import MessagePublic
from chat_app.services import access
from chat_app.services.access import Actor
from chat_app.services.messages import changes, drafts, reading


@dataclass(frozen=True)
class Deleted:
    """What a deletion took away, and who did it. Only memory has it still: see `undo`."""

    message_id: int
    by: int
    text: str
    reactions: tuple[tuple[int, str], ...]  # user ids and emojis, oldest first


def get_editable(session: Session, actor: Actor, message_id: int) -> MessagePublic:
    """Return the actor's own message, as they may edit it.

    Raises:
        NotFound, Forbidden: as in `edit`.
    """
    access.check_editor(session, actor, access.message_for(session, actor, message_id)[0])
    return reading.by_id(session, message_id)


def edit(session: Session, actor: Actor, message_id: int, text: str) -> MessagePublic:
    """Change the text of the actor's own message, in a channel they are in.

    Raises:
        NotFound: no such message for the actor, or deleted.
        Forbidden: another person's, or the actor has left the channel.
        Invalid: the text.
    """
    message, _ = access.message_for(session, actor, message_id, to_change=True)
    access.check_editor(session, actor, message)
    checked = drafts.checked_text(text)
    if checked == message.text:
        return reading.by_id(session, message_id)
    message.text, message.edited_at = checked, now()
    return changes.record_change(session, message, "edited")


def delete(session: Session, actor: Actor, message_id: int) -> Deleted | None:
    """Empty a message; its place stays. For its author, the channel's owner and administrators.

    Returns what was taken away; None when it had been deleted before.

    Raises:
        NotFound: no such message for the actor.
        Forbidden: not theirs to delete.
    """
    message, _ = access.message_for(session, actor, message_id, to_change=True)
    access.check_deleter(session, actor, message)
    if message.deleted_at is not None:
        return None
    these = col(Reaction.message_id) == message_id
    given = session.exec(select(Reaction.user_id, Reaction.emoji).where(these).order_by(col(Reaction.id)))
    deleted = Deleted(message_id, actor.user_id, message.text, tuple((user, emoji) for user, emoji in given))
    message.text, message.deleted_at = "", now()
    session.exec(delete_from(Reaction).where(these))
    changes.record_change(session, message, "deleted")
    return deleted
