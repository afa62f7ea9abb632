"""Sign-ins: started with a ticket, opened once, verified at every step, ended at once."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from chat_app.errors import SignedOut
from chat_app.events import SessionEnded
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.security import installation, make_token, read_token
from chat_app.services import queries
from chat_app.services.access import Actor, Claim
from chat_app.services.transactions import record
from chat_app.settings import get_settings

BROWSER = "browser"
TICKET = "ticket"


def start(session: Session, user_id: int) -> str:
    """Begin a session for a person who has shown their password; return the ticket that opens it."""
    delete_expired(session, user_id)
    lasts = timedelta(days=get_settings().session_days)
    begun = UserSession(id=uuid4().hex, user_id=user_id, expires_at=now() + lasts)
    session.add(begun)
    return make_token(TICKET, begun.id, user_id, timedelta(seconds=get_settings().ticket_seconds))


def delete_expired(session: Session, user_id: int) -> None:
    """Delete the sessions of a person that have expired."""
    over = col(UserSession.user_id) == user_id, col(UserSession.expires_at) <= now()
    session.exec(delete(UserSession).where(*over))


def exchange_ticket(session: Session, ticket: str) -> str:
    """Spend a ticket; return the token for the browser's cookie.

    Raises:
        SignedOut: no ticket of ours, too old, or spent before.
    """
    claims = read_token(TICKET, ticket)
    unopened = (col(UserSession.opened_at).is_(None), *is_alive(claims["sid"]))
    opened = session.exec(update(UserSession).where(*unopened).values(opened_at=now()))
    if opened.rowcount != 1:
        raise SignedOut
    lasts = timedelta(days=get_settings().session_days)
    return make_token(BROWSER, claims["sid"], int(claims["sub"]), lasts)


def verify(session: Session, token: str, kind: str = BROWSER) -> Actor:
    """Return the person a token stands for.

    Raises:
        SignedOut: no token of ours, or its session is not open, expired or ended.
    """
    return actor(session, read_claim(token, kind))


def verify_any(session: Session, tokens: Iterable[str]) -> Actor:
    """Return the person that the first valid one of these tokens stands for.

    Raises:
        SignedOut: none does.
    """
    for token in tokens:
        with suppress(SignedOut):
            return verify(session, token)
    raise SignedOut


def cookie_name(*, secure: bool) -> str:
    """Return the name of the cookie in which a browser keeps its token.

    Cookies know no ports, so each installation on a host has a different one. The prefix has browsers refuse
    one of that name that a neighbouring host sets; they know it only where the cookie goes by https alone.
    """
    return ("__Host-" if secure else "") + "chat_session_" + installation(get_settings().signing_key)


def tokens_in(cookies: str) -> list[str]:
    """Return the tokens in a `Cookie` header, the one of https first. There can be several.

    A cookie that a parent domain has set comes under the same name, and nothing tells them apart.
    """
    names = [cookie_name(secure=True), cookie_name(secure=False)]
    # By hand: the standard parser stops at the first cookie that it does not like, of whatever site.
    pairs = [cookie.strip().partition("=") for cookie in cookies.split(";")]
    found = [(names.index(name), value) for name, _, value in pairs if name in names and value]
    return [*dict.fromkeys(value for _, value in sorted(found, key=lambda each: each[0]))]


def actor(session: Session, who: Actor | Claim) -> Actor:
    """Return the person a claim stands for; an actor, who has been verified already, as they are.

    Raises:
        SignedOut: the claim's session is not open, expired or ended.
    """
    if isinstance(who, Actor):
        return who
    user = queries.ACTOR.first(session, session_id=who.session_id, user_id=who.user_id, now=now())
    if user is None:
        raise SignedOut
    return Actor(who.user_id, user.username, user.is_admin, who.session_id)


def read_claim(token: str, kind: str = BROWSER) -> Claim:
    """Return what a token of ours says, without looking its session up.

    Raises:
        SignedOut: no token of ours, expired, or of another kind.
    """
    claims = read_token(kind, token)
    return Claim(int(claims["sub"]), claims["sid"])


def check(session: Session, actor: Actor) -> None:
    """Check that the session the actor came with is still alive.

    Raises:
        SignedOut: it is not.
    """
    if session.exec(select(UserSession.id).where(*is_alive(actor.session_id))).first() is None:
        raise SignedOut


def alive(session: Session, session_ids: Collection[str]) -> set[str]:
    """Return those of these sessions that are neither ended nor expired."""
    return set(session.exec(select(UserSession.id).where(col(UserSession.id).in_(session_ids), *is_alive())))


def end(session: Session, actor: Actor) -> None:
    """Sign out: every token of this session stops working now."""
    ended = update(UserSession).where(*is_alive(actor.session_id)).values(revoked_at=now())
    if session.exec(ended).rowcount:
        record(session, SessionEnded(actor.session_id, actor.user_id))


def end_by_token(session: Session, token: str) -> None:
    """Sign out the bearer of a browser's token.

    Raises:
        SignedOut: it stands for nobody (any more).
    """
    end(session, verify(session, token))


def is_alive(session_id: str | None = None) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a session, this one if it is named, to be neither ended nor expired."""
    conditions = (col(UserSession.revoked_at).is_(None), col(UserSession.expires_at) > now())
    return conditions if session_id is None else (col(UserSession.id) == session_id, *conditions)
