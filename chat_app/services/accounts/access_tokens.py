"""Personal access tokens: for programs, in a person's name or a bot's, until they are revoked.

Each has its own session, so what holds for sessions holds for them.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from sqlmodel import Session, col, select

from chat_app.errors import FieldError, Invalid, NotFound, SignedOut
from chat_app.models import AccessToken, User, UserSession
from chat_app.models.columns import now
from chat_app.schemas import AccessTokenPublic, NewAccessToken, Scope
from chat_app.services import access
from chat_app.services.access import ACCOUNT, READ, WRITE, Actor
from chat_app.services.accounts import bots, sessions
from chat_app.services.accounts.refresh_tokens import ACCESS
from chat_app.text.cleaning import check_length, one_line

# So that a token is known for what it is where it should not be, in a log or a repository.
PREFIX = "chat_pat_"
SECRET_BYTES = 32
MAX_NAME_LENGTH = 50
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def create(
    session: Session, actor: Actor, name: str, scopes: Iterable[Scope], bot_id: int | None = None
) -> NewAccessToken:
    """Make a token for the actor, or for a bot of theirs. Its secret is shown here and never again.

    Raises:
        Forbidden: asked for with a personal access token.
        NotFound: no such bot of the actor's.
        Invalid: the name, or the scopes.
    """
    holder_id = _holder(session, actor, bot_id)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    begun = UserSession(id=uuid4().hex, user_id=holder_id, expires_at=FOR_EVER, opened_at=now())
    session.add(begun)
    session.flush()
    token = AccessToken(
        session_id=begun.id, name=_checked_name(name), scopes=_checked_scopes(scopes), digest=digest(secret)
    )
    session.add(token)
    session.flush()
    return NewAccessToken(**_public(token).model_dump(), token=secret)


def list_for(session: Session, actor: Actor, bot_id: int | None = None) -> list[AccessTokenPublic]:
    """Return the tokens that work, oldest first. Raises as `create` does."""
    holder_id = _holder(session, actor, bot_id)
    return [_public(token) for token in session.exec(_working(holder_id).order_by(col(AccessToken.id)))]


def revoke(session: Session, actor: Actor, token_id: int, bot_id: int | None = None) -> None:
    """End a token at once, and the streams it has open. Raises as `create` does."""
    holder_id = _holder(session, actor, bot_id)
    token = session.exec(_working(holder_id).where(AccessToken.id == access.valid_id(token_id))).first()
    if token is None:
        raise NotFound("There is no such token.")
    sessions.end(session, Actor(holder_id, "", False, token.session_id))


def verify(session: Session, token: str) -> Actor:
    """Return the person or bot that an access token of either kind stands for, with its scopes.

    Raises:
        SignedOut: no such token, or its session is over.
    """
    if not token.startswith(PREFIX):
        return sessions.verify(session, token, ACCESS)
    found = session.exec(
        select(AccessToken, User)
        .join(UserSession, col(UserSession.id) == AccessToken.session_id)
        .join(User, col(User.id) == UserSession.user_id)
        .where(AccessToken.digest == digest(token), *sessions.is_alive())
    ).first()
    if found is None:
        raise SignedOut("This access token does not work, or no longer.")
    known, user = found
    assert user.id is not None
    return Actor(user.id, user.username, user.is_admin, known.session_id, frozenset(known.scopes.split()))


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _holder(session: Session, actor: Actor, bot_id: int | None) -> int:
    access.require(actor, ACCOUNT)
    return actor.user_id if bot_id is None else bots.owned(session, actor, bot_id)


def _working(user_id: int):
    joined = select(AccessToken).join(UserSession, col(UserSession.id) == AccessToken.session_id)
    return joined.where(UserSession.user_id == user_id, *sessions.is_alive())


def _checked_name(name: str) -> str:
    checked = one_line(name)
    if not checked:
        raise Invalid(FieldError("name", "Give the token a name, so that you know it again."))
    check_length(checked, MAX_NAME_LENGTH, "name", "Names of tokens can have at most {longest} characters.")
    return checked


def _checked_scopes(scopes: Iterable[str]) -> str:
    wanted = set(scopes)
    if not wanted or not wanted <= {READ, WRITE}:
        raise Invalid(FieldError("scopes", "Choose `read`, `write`, or both."))
    return " ".join(sorted(wanted))


def _public(token: AccessToken) -> AccessTokenPublic:
    return AccessTokenPublic.model_validate(
        {
            "id": str(token.id),
            "name": token.name,
            "scopes": token.scopes.split(),
            "created_at": token.created_at,
        }
    )
