"""People: signing up, passwords, profiles."""

import re
import unicodedata
import zlib
from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from chat_app.backends.limits import Limit
from chat_app.backends.memory import kept
from chat_app.errors import ChatError, Conflict, FieldError, Invalid, NotFound, Sentence, WrongCredentials
from chat_app.events import MemberJoined, UserChanged
from chat_app.models import Membership, User
from chat_app.schemas import UserPublic
from chat_app.security import hash_password, password_matches
from chat_app.services import access
from chat_app.services.access import Actor
from chat_app.services.accounts import names
from chat_app.services.channels import channels
from chat_app.services.transactions import read, record, write
from chat_app.settings import get_settings
from chat_app.text import folding
from chat_app.text.cleaning import is_visible, one_line, tidy

# Keys into the page's palette.
COLORS = ("red", "orange", "amber", "green", "teal", "blue", "violet", "pink")
FOUND_AT_MOST = 20
# Behind an `@` these mean everybody, or the chat itself: as somebody's names they would mislead.
RESERVED = {"all", "channel", "everybody", "everyone", "group", "here", "members", "nobody", "online", "room"}
RESERVED |= {"someone", "system", "team", "aqui", "canal", "equipo", "grupo", "nadie", "sala", "sistema"}
RESERVED |= {"todas", "todos"}
USERNAME_RULE = (
    "Use {shortest} to {longest} characters: English letters, digits, dots, hyphens and underscores."
)
PASSWORD_RULE = "Use {shortest} to {longest} characters, of any script."


def public(user: User) -> UserPublic:
    """A person as others see them."""
    return UserPublic(
        id=str(user.id),
        username=user.username,
        display_name=user.display_name,
        color=user.color,
        status=user.status,
        bot=user.owner_id is not None,
        created_at=user.created_at,
    )


def sign_up(username: str, password: str, display_name: str = "", address: str = "") -> UserPublic:
    """Create an account. Hashes, so it is slow; call it on a hashing thread, in no transaction.

    The first account of an installation becomes its administrator. Everybody is in `general`.

    Raises:
        Invalid: a field breaks a rule; names every such field.
        Conflict: the username is taken.
        TooMany: too many accounts were made from this address.
    """
    user = new_user(username, display_name, password)
    if read(_by_username, user.username):
        raise username_taken()
    sign_up_limit().hit(address)
    user.password_hash = hash_password(password)
    try:
        return write(add, user)
    except IntegrityError:
        # Somebody else took the name while the password was being hashed.
        raise username_taken() from None


def check_password(username: str, password: str, address: str) -> int:
    """The id of the person with this name and password. As slow as `sign_up`, as apart.

    Raises:
        WrongCredentials: the same, and as late, for an unknown name and a wrong password.
        TooMany: too many tries for this account from this address.
    """
    name = tidy(username).lower()
    key = (name[: get_settings().username_max + 1], address)
    sign_in_limit().hit(key)
    user = read(_by_username, name)
    # A bot has no password: it takes as long, and fails as for a name that nobody has.
    stored = user.password_hash if user and user.owner_id is None else None
    if not password_matches(password, stored) or not user or not user.id:
        raise WrongCredentials
    sign_in_limit().forget(key)
    return user.id


def profile(session: Session, actor: Actor) -> UserPublic:
    """Oneself."""
    return public(session.get_one(User, actor.user_id))


def by_username(session: Session, actor: Actor, username: str) -> UserPublic:
    """One person, by username in whatever case.

    Raises:
        NotFound: nobody has it.
    """
    user = _by_username(session, tidy(username).lower())
    if user is None:
        raise NotFound("Nobody here has that username.")
    return public(user)


def get(session: Session, actor: Actor, user_id: int) -> UserPublic:
    """One person, by id.

    Raises:
        NotFound: nobody has it.
    """
    return by_id(session, user_id)


def by_ids(session: Session, actor: Actor, user_ids: Iterable[int]) -> list[tuple[UserPublic, bool]]:
    """Those of these people who are there, each with whether their name could be taken for somebody else."""
    wanted = [user_id for user_id in user_ids if access.valid_id(user_id)]
    found = session.exec(select(User).where(col(User.id).in_(wanted)))
    return [(public(user), user.shared_name) for user in found]


def by_id(session: Session, user_id: int) -> UserPublic:
    """The same for the server itself, for whoever has just signed in."""
    user = session.get(User, access.valid_id(user_id))
    if user is None:
        raise NotFound("There is no such person.")
    return public(user)


def change(
    session: Session,
    actor: Actor,
    display_name: str | None = None,
    color: str | None = None,
    status: str | None = None,
) -> UserPublic:
    """Change what is given of one's own profile. An empty display name becomes the username.

    Raises:
        Invalid: names every field that breaks a rule.
    """
    user = session.get_one(User, actor.user_id)
    shown = user.display_name if display_name is None else one_line(display_name) or user.username
    said = user.status if status is None else one_line(status)
    errors = [*_display_name_errors(shown), *_color_errors(color), *_status_errors(said)]
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
            record(session, UserChanged(public(each), each.shared_name))
    return public(user)


def find(session: Session, actor: Actor, query: str, limit: int = FOUND_AT_MOST) -> list[UserPublic]:
    """People whose name contains the query, whatever its case and accents, by username."""
    is_called = col(User.sought).contains(folding.fold(tidy(query)), autoescape=True)
    found = session.exec(select(User).where(is_called).order_by(User.username).limit(limit))
    return [public(user) for user in found]


@kept
def sign_in_limit() -> Limit:
    """The tries to sign in that this process has counted."""
    return Limit(get_settings().sign_in_tries, get_settings().sign_in_seconds)


@kept
def sign_up_limit() -> Limit:
    """The accounts made that this process has counted."""
    return Limit(get_settings().sign_ups, get_settings().sign_up_seconds)


def _by_username(session: Session, username: str) -> User | None:
    return session.exec(select(User).where(User.username == username)).first()


def new_user(username: str, display_name: str, password: str | None) -> User:
    """An account as it could be added, without a password so far; `password` is None for a bot.

    Raises:
        Invalid: names every field that breaks a rule.
    """
    name, shown = username.strip().lower(), one_line(display_name) or username.strip()
    secret = [] if password is None else _password_errors(password)
    errors = [*_username_errors(name), *secret, *_display_name_errors(shown)]
    if errors:
        raise Invalid(*errors)
    return User(username=name, display_name=shown, password_hash="", color=_color(name))


def none_yet(session: Session) -> bool:
    """Whether nobody has an account: the first one that is made administers the installation."""
    return session.exec(select(User.id).limit(1)).first() is None


def add(session: Session, user: User) -> UserPublic:
    """Store a new account, checked before, and put it into `general`; the first one administers."""
    names.lock(session)
    general = channels.ensure_general(session)
    user.is_admin = none_yet(session)
    session.add(user)
    session.flush()
    assert user.id is not None and general.id is not None
    session.add(Membership(channel_id=general.id, user_id=user.id, last_read_seq=general.last_seq))
    record(session, MemberJoined(general.id, user.id))
    for other in names.tell_apart(session, user, user.look, user.username_look):
        record(session, UserChanged(public(other), other.shared_name))
    return public(user)


def username_taken() -> ChatError:
    """What somebody hears who wants a username that another has."""
    return Conflict("That username is taken. Please choose another one.", field="username")


def _color(username: str) -> str:
    return COLORS[zlib.crc32(username.encode()) % len(COLORS)]


def _username_errors(name: str) -> list[FieldError]:
    shortest, longest = get_settings().username_min, get_settings().username_max
    if name.strip("._-") in RESERVED:
        return [FieldError("username", "That name is reserved. Please choose another one.")]
    if shortest <= len(name) <= longest and re.fullmatch("[a-z0-9_.-]+", name):
        return []
    return [FieldError("username", Sentence(USERNAME_RULE, shortest=shortest, longest=longest))]


def _password_errors(password: str) -> list[FieldError]:
    shortest, longest = get_settings().password_min, get_settings().password_max
    if shortest <= len(unicodedata.normalize("NFC", password)) <= longest:
        return []
    return [FieldError("password", Sentence(PASSWORD_RULE, shortest=shortest, longest=longest))]


def _display_name_errors(shown: str) -> list[FieldError]:
    longest = get_settings().display_name_max
    if shown and not is_visible(shown):
        return [FieldError("display_name", "Nothing of this name can be seen. Please choose another one.")]
    if len(shown) <= longest:
        return []
    rule = Sentence("Display names can have at most {longest} characters.", longest=longest)
    return [FieldError("display_name", rule)]


def _color_errors(color: str | None) -> list[FieldError]:
    if color is None or color in COLORS:
        return []
    return [FieldError("color", Sentence("Choose one of {colors}.", colors=", ".join(COLORS)))]


def _status_errors(said: str) -> list[FieldError]:
    longest = get_settings().status_max
    if len(said) <= longest:
        return []
    rule = Sentence("A status can have at most {longest} characters.", longest=longest)
    return [FieldError("status", rule)]
