"""Signing up: new accounts, of persons and of bots."""

import zlib

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from chat_app.backends.limits import Limit
from chat_app.backends.memory import kept
from chat_app.errors import ChatError, Conflict, Invalid
from chat_app.events import MemberJoined, UserChanged
from chat_app.models import Membership, User
from chat_app.models.users import ADMIN, MEMBER
from chat_app.schemas import UserPublic
from chat_app.security import hash_password
from chat_app.services import public
from chat_app.services.accounts import names, profiles, rules
from chat_app.services.channels import channels
from chat_app.services.transactions import read, record, write
from chat_app.settings import get_settings
from chat_app.text.cleaning import one_line


def sign_up(username: str, password: str, display_name: str = "", address: str = "") -> UserPublic:
    """Create an account. Hashes, so it is slow; call it on a hashing thread, in no transaction.

    The first account of an installation becomes its administrator. Every account is in `general`.

    Raises:
        Invalid: a field breaks a rule; names every such field.
        Conflict: the username is taken.
        TooMany: too many accounts were made from this address.
    """
    user = new_user(username, display_name, password)
    if read(profiles.find_user, user.username):
        raise username_taken()
    sign_up_limit().hit(address)
    user.password_hash = hash_password(password)
    try:
        return write(add, user)
    except IntegrityError:
        # Another sign-up took the name while the password was being hashed.
        raise username_taken() from None


def new_user(username: str, display_name: str, password: str | None) -> User:
    """Return an account that could be added, without a password so far; `password` is None for a bot.

    Raises:
        Invalid: names every field that breaks a rule.
    """
    name, shown = username.strip().lower(), one_line(display_name) or username.strip()
    secret = [] if password is None else rules.password_errors(password)
    errors = [*rules.username_errors(name), *secret, *rules.display_name_errors(shown)]
    if errors:
        raise Invalid(*errors)
    return User(username=name, display_name=shown, password_hash="", color=_color(name))


def no_account_yet(session: Session) -> bool:
    """Return whether nobody has an account: the first one that is made administers the installation."""
    return session.exec(select(User.id).limit(1)).first() is None


def add(session: Session, user: User) -> UserPublic:
    """Store a new account, checked before, and put it into `general`; the first one administers."""
    names.lock(session)
    general = channels.ensure_general(session)
    user.role = ADMIN if no_account_yet(session) else MEMBER
    session.add(user)
    session.flush()
    assert user.id is not None and general.id is not None
    session.add(Membership(channel_id=general.id, user_id=user.id, last_read_seq=general.last_seq))
    record(session, MemberJoined(general.id, user.id))
    for other in names.tell_apart(session, user, user.look, user.username_look):
        record(session, UserChanged(public.user(other), other.shared_name))
    return public.user(user)


def username_taken() -> ChatError:
    """Return the refusal of a username that another account has."""
    return Conflict("That username is taken. Please choose another one.", field="username")


@kept
def sign_up_limit() -> Limit:
    """Return the accounts made that this process has counted."""
    return Limit(get_settings().sign_ups, get_settings().sign_up_seconds)


def _color(username: str) -> str:
    return rules.COLORS[zlib.crc32(username.encode()) % len(rules.COLORS)]
