"""Profiles: what people say of themselves, and finding people by it."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from chat_app.errors import Invalid, NotFound
from chat_app.events import UserChanged
from chat_app.models import User
from chat_app.schemas import UserPublic
from chat_app.services import access, public
from chat_app.services.access import Actor
from chat_app.services.accounts import names, rules
from chat_app.services.transactions import record
from chat_app.text import folding
from chat_app.text.cleaning import one_line, tidy

DEFAULT_LIMIT = 20


def own(session: Session, actor: Actor) -> UserPublic:
    """Return the actor's own profile."""
    return public.user(session.get_one(User, actor.user_id))


def by_username(session: Session, actor: Actor, username: str) -> UserPublic:
    """Return one person, by username in any case.

    Raises:
        NotFound: nobody has it.
    """
    user = find_user(session, tidy(username).lower())
    if user is None:
        raise NotFound("Nobody here has that username.")
    return public.user(user)


def get(session: Session, actor: Actor, user_id: int) -> UserPublic:
    """Return one person, by id.

    Raises:
        NotFound: nobody has it.
    """
    return by_id(session, user_id)


def by_ids(session: Session, actor: Actor, user_ids: Iterable[int]) -> list[tuple[UserPublic, bool]]:
    """Return those of these people who exist, and whether their names could be taken for another person."""
    wanted = [user_id for user_id in user_ids if access.valid_id(user_id)]
    found = session.exec(select(User).where(col(User.id).in_(wanted)))
    return [(public.user(user), user.shared_name) for user in found]


def by_id(session: Session, user_id: int) -> UserPublic:
    """Return the same for the server itself, for a person who has just signed in."""
    user = session.get(User, access.valid_id(user_id))
    if user is None:
        raise NotFound("There is no such person.")
    return public.user(user)


def change(
    session: Session,
    actor: Actor,
    display_name: str | None = None,
    color: str | None = None,
    status: str | None = None,
) -> UserPublic:
    """Change what is given of the actor's own profile. An empty display name becomes the username.

    Raises:
        Invalid: names every field that breaks a rule.
    """
    user = session.get_one(User, actor.user_id)
    shown = user.display_name if display_name is None else one_line(display_name) or user.username
    said = user.status if status is None else one_line(status)
    errors = [*rules.display_name_errors(shown), *rules.color_errors(color), *rules.status_errors(said)]
    if errors:
        raise Invalid(*errors)
    if shown != user.display_name:
        names.lock(session)
    before = user.look
    user.display_name, user.color, user.status = shown, color or user.color, said
    if session.is_modified(user):
        session.flush()
        others = names.tell_apart(session, user, before, user.look) if user.look != before else []
        for each in (user, *others):
            record(session, UserChanged(public.user(each), each.shared_name))
    return public.user(user)


def find(session: Session, actor: Actor, query: str, limit: int = DEFAULT_LIMIT) -> list[UserPublic]:
    """Return people whose name contains the query, by username. Case and accents make no difference."""
    is_called = col(User.search_names).contains(folding.fold(tidy(query)), autoescape=True)
    found = session.exec(select(User).where(is_called).order_by(User.username).limit(limit))
    return [public.user(user) for user in found]


def find_user(session: Session, username: str) -> User | None:
    """Return the account with this username, which is in lower case already."""
    return session.exec(select(User).where(User.username == username)).first()
