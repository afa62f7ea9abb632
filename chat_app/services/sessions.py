"""Sign-ins: started with a ticket, opened once, verified at every step, ended at once."""

from collections.abc import Collection
from datetime import timedelta
from uuid import uuid4

from sqlmodel import Session, col, delete, select, update

from chat_app.errors import SignedOut
from chat_app.events import SessionEnded, record
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.security import make_token, read_token
from chat_app.services import statements
from chat_app.services.access import Actor, Claim
from chat_app.settings import get_settings

BROWSER = "browser"
COOKIE = "chat_session"  # where a browser keeps its token
TICKET = "ticket"


def start(session: Session, user_id: int) -> str:
    """Begin a session for a person who has shown their password; the ticket that opens it."""
    clear_away(session, user_id)
    lasts = timedelta(days=get_settings().session_days)
    begun = UserSession(id=uuid4().hex, user_id=user_id, expires_at=now() + lasts)
    session.add(begun)
    return make_token(TICKET, begun.id, user_id, timedelta(seconds=get_settings().ticket_seconds))


def clear_away(session: Session, user_id: int) -> None:
    """Forget what sessions of a person have expired."""
    over = col(UserSession.user_id) == user_id, col(UserSession.expires_at) <= now()
    session.exec(delete(UserSession).where(*over))


def open(session: Session, ticket: str) -> str:
    """Spend a ticket; the token for the browser's cookie.

    Raises:
        SignedOut: no ticket of ours, too old, or spent before.
    """
    claims = read_token(TICKET, ticket)
    unopened = (col(UserSession.opened_at).is_(None), *alive(claims["sid"]))
    opened = session.exec(update(UserSession).where(*unopened).values(opened_at=now()))
    if opened.rowcount != 1:
        raise SignedOut
    lasts = timedelta(days=get_settings().session_days)
    return make_token(BROWSER, claims["sid"], int(claims["sub"]), lasts)


def verify(session: Session, token: str, kind: str = BROWSER) -> Actor:
    """The person a token stands for.

    Raises:
        SignedOut: no token of ours, or its session is not open, expired or ended.
    """
    return actor(session, claimed(token, kind))


def actor(session: Session, who: Actor | Claim) -> Actor:
    """The person a claim stands for; whoever has been verified already, as they are.

    Raises:
        SignedOut: the claim's session is not open, expired or ended.
    """
    if isinstance(who, Actor):
        return who
    asked = {"session_id": who.session_id, "user_id": who.user_id, "now": now()}
    user = session.connection().execute(statements.ACTOR, asked).first()
    if user is None:
        raise SignedOut
    return Actor(who.user_id, user.username, user.is_admin, who.session_id)


def claimed(token: str, kind: str = BROWSER) -> Claim:
    """What a token of ours says, without looking its session up.

    Raises:
        SignedOut: no token of ours, expired, or of another kind.
    """
    claims = read_token(kind, token)
    return Claim(int(claims["sub"]), claims["sid"])


def check(session: Session, actor: Actor) -> None:
    """See that the session the actor came with is still alive.

    Raises:
        SignedOut: it is not.
    """
    if session.exec(select(UserSession.id).where(*alive(actor.session_id))).first() is None:
        raise SignedOut


def living(session: Session, session_ids: Collection[str]) -> set[str]:
    """Those of these sessions that are neither ended nor expired."""
    return set(session.exec(select(UserSession.id).where(col(UserSession.id).in_(session_ids), *alive())))


def end(session: Session, actor: Actor) -> None:
    """Sign out: every token of this session stops working now."""
    ended = update(UserSession).where(*alive(actor.session_id)).values(revoked_at=now())
    if session.exec(ended).rowcount:
        record(session, SessionEnded(actor.session_id, actor.user_id))


def alive(session_id: str | None = None) -> tuple:
    """The conditions under which a session, this one if one is named, is neither ended nor expired."""
    conditions = (col(UserSession.revoked_at).is_(None), col(UserSession.expires_at) > now())
    return conditions if session_id is None else (col(UserSession.id) == session_id, *conditions)
