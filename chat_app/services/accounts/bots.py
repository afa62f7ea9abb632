"""Bots: accounts of programs. Each has an owner, no password, and access tokens that the owner makes."""

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from chat_app.errors import Conflict, NotFound, Sentence
from chat_app.models import User
from chat_app.schemas import UserPublic
from chat_app.services import access, public
from chat_app.services.access import ACCOUNT, Actor
from chat_app.services.accounts import names, registration
from chat_app.settings import get_settings


def create(session: Session, actor: Actor, username: str, display_name: str = "") -> UserPublic:
    """Create a bot that belongs to the actor.

    Raises:
        Forbidden: asked for with a personal access token.
        Invalid: the username or the display name.
        Conflict: the username is taken, or the actor has as many bots as one may have.
    """
    access.require(actor, ACCOUNT)
    bot = registration.new_user(username, display_name, password=None)
    bot.owner_id = actor.user_id
    names.lock(session)
    access.lock_person(session, actor.user_id)  # or several at once would each find room for one more
    most = get_settings().bots_max
    if session.exec(select(func.count()).where(User.owner_id == actor.user_id)).one() >= most:
        raise Conflict(Sentence("You have {most} bots, and that is as many as one may have.", most=most))
    try:
        return registration.add(session, bot)
    except IntegrityError:
        raise registration.username_taken() from None


def list_for(session: Session, actor: Actor) -> list[UserPublic]:
    """Return the actor's bots, by username."""
    found = session.exec(select(User).where(User.owner_id == actor.user_id).order_by(User.username))
    return [public.user(bot) for bot in found]


def owned(session: Session, actor: Actor, bot_id: int) -> int:
    """Return the id of a bot, which must be the actor's.

    Raises:
        NotFound: no bot, or another person's.
    """
    bot = session.get(User, access.valid_id(bot_id))
    if bot is None or bot.owner_id != actor.user_id:
        raise NotFound("You have no such bot.")
    return bot_id
