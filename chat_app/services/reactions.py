"""Reactions: one emoji of one person on a message."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from chat_app import emojis
from chat_app.errors import FieldError, Invalid, NotFound, Sentence
from chat_app.models import Message, Reaction, User
from chat_app.services import access, messages
from chat_app.services.access import Actor
from chat_app.settings import get_settings

MOST_NAMES = 40


def add(session: Session, actor: Actor, message_id: int, emoji: str) -> None:
    """Put an emoji on a message; nothing happens when it is there already.

    Raises:
        NotFound: no such message for the actor, or deleted.
        Forbidden: the actor is not in its channel.
        Invalid: not one emoji, or too many different ones.
    """
    message = _message_for(session, actor, message_id)
    wanted = Reaction(message_id=message_id, user_id=actor.user_id, emoji=_checked(emoji))
    if session.exec(_this(wanted)).first() is not None:
        return
    given = set(session.exec(select(Reaction.emoji).where(Reaction.message_id == message_id).distinct()))
    if wanted.emoji not in given and len(given) >= get_settings().reactions_max:
        most = get_settings().reactions_max
        raise Invalid(
            FieldError("emoji", Sentence("A message can have {most} different reactions.", most=most))
        )
    session.add(wanted)
    messages.changed(session, message, "reacted")


def toggle(session: Session, actor: Actor, message_id: int, emoji: str) -> None:
    """Put an emoji on a message, or take it off again if it is there.

    Raises:
        NotFound, Forbidden, Invalid: as in `add`.
    """
    _message_for(session, actor, message_id)
    mine = Reaction(message_id=message_id, user_id=actor.user_id, emoji=_checked(emoji))
    if session.exec(_this(mine)).first() is None:
        add(session, actor, message_id, mine.emoji)
    else:
        remove(session, actor, message_id, mine.emoji)


def who(session: Session, actor: Actor, message_id: int, emoji: str) -> list[str]:
    """The display names of the first people who gave a message that emoji, in the order they did.

    Raises:
        NotFound: no such message for the actor.
    """
    access.message_for(session, actor, message_id)
    given = col(Reaction.message_id) == message_id, col(Reaction.emoji) == _checked(emoji)
    named = select(User.display_name).join(Reaction, col(Reaction.user_id) == User.id).where(*given)
    return list(session.exec(named.order_by(col(Reaction.id)).limit(MOST_NAMES)))


def remove(session: Session, actor: Actor, message_id: int, emoji: str) -> None:
    """Take one's emoji off a message again; nothing happens when it is not there.

    Raises:
        NotFound, Forbidden, Invalid: as in `add`.
    """
    message = _message_for(session, actor, message_id)
    unwanted = Reaction(message_id=message_id, user_id=actor.user_id, emoji=_checked(emoji))
    found = session.exec(_this(unwanted)).first()
    if found is not None:
        session.exec(delete(Reaction).where(col(Reaction.id) == found))
        messages.changed(session, message, "reacted")


def _message_for(session: Session, actor: Actor, message_id: int) -> Message:
    message, _ = access.message_for(session, actor, message_id, to_change=True)
    access.membership_for(session, actor, message.channel_id)
    if message.deleted_at is not None:
        raise NotFound("This message has been deleted.")
    return message


def _this(reaction: Reaction):
    return select(Reaction.id).where(
        Reaction.message_id == reaction.message_id,
        Reaction.user_id == reaction.user_id,
        Reaction.emoji == reaction.emoji,
    )


def _checked(emoji: str) -> str:
    stored = emojis.as_stored(emoji)
    if stored is None:
        raise Invalid(FieldError("emoji", "Use exactly one emoji."))
    return stored
