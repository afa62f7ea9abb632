"""Reactions: one emoji of one person on a message."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from chat_app.errors import FieldError, Invalid, NotFound, Sentence
from chat_app.models import Message, Reaction, User
from chat_app.realtime.rendering import handle_of
from chat_app.services import access
from chat_app.services.access import Actor
from chat_app.services.messages import changes
from chat_app.settings import get_settings
from chat_app.text import emojis

MAX_NAMES = 40


def add(session: Session, actor: Actor, message_id: int, emoji: str) -> None:
    """Put an emoji on a message; nothing happens when it is there already.

    Raises:
        NotFound: no such message for the actor, or deleted.
        Forbidden: the actor is not in its channel.
        Invalid: not one emoji, or too many different ones.
    """
    message, wanted = _asked(session, actor, message_id, emoji)
    if session.exec(_this(wanted)).first() is None:
        _give(session, message, wanted)


def toggle(session: Session, actor: Actor, message_id: int, emoji: str) -> None:
    """Put an emoji on a message, or take it off again if it is there.

    Raises:
        NotFound, Forbidden, Invalid: as in `add`.
    """
    message, wanted = _asked(session, actor, message_id, emoji)
    given_id = session.exec(_this(wanted)).first()
    if given_id is None:
        _give(session, message, wanted)
    else:
        _take_back(session, message, given_id)


def list_names(session: Session, actor: Actor, message_id: int, emoji: str) -> list[str]:
    """Return the names of the first people who gave a message that emoji, in the order they did.

    With their usernames where those belong beside them.

    Raises:
        NotFound: no such message for the actor.
    """
    access.message_for(session, actor, message_id)
    given = col(Reaction.message_id) == message_id, col(Reaction.emoji) == _checked(emoji)
    named = select(User.display_name, User.username, User.shared_name)
    named = named.join(Reaction, col(Reaction.user_id) == User.id).where(*given)
    found = session.exec(named.order_by(col(Reaction.id)).limit(MAX_NAMES))
    return [f"{name} {handle_of(username, is_shared)}".rstrip() for name, username, is_shared in found]


def remove(session: Session, actor: Actor, message_id: int, emoji: str) -> None:
    """Take the actor's emoji off a message again; nothing happens when it is not there.

    Raises:
        NotFound, Forbidden, Invalid: as in `add`.
    """
    message, unwanted = _asked(session, actor, message_id, emoji)
    given_id = session.exec(_this(unwanted)).first()
    if given_id is not None:
        _take_back(session, message, given_id)


def _asked(session: Session, actor: Actor, message_id: int, emoji: str) -> tuple[Message, Reaction]:
    """Return the message, locked, and the reaction that the actor would give it. Raises as `add` does."""
    message, _ = access.message_for(session, actor, message_id, to_change=True)
    access.membership_for(session, actor, message.channel_id)
    if message.deleted_at is not None:
        raise NotFound("This message has been deleted.")
    return message, Reaction(message_id=message_id, user_id=actor.user_id, emoji=_checked(emoji))


def _give(session: Session, message: Message, wanted: Reaction) -> None:
    """Store a reaction that is not there yet. Raises Invalid where the message has too many kinds."""
    of_message = Reaction.message_id == wanted.message_id
    given = set(session.exec(select(Reaction.emoji).where(of_message).distinct()))
    most = get_settings().reactions_max
    if wanted.emoji not in given and len(given) >= most:
        sentence = Sentence("A message can have {most} different reactions.", most=most)
        raise Invalid(FieldError("emoji", sentence))
    session.add(wanted)
    changes.record_change(session, message, "reacted")


def _take_back(session: Session, message: Message, given_id: int | None) -> None:
    """Remove a reaction that is there, by its id."""
    session.exec(delete(Reaction).where(col(Reaction.id) == given_id))
    changes.record_change(session, message, "reacted")


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
