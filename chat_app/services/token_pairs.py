"""What API clients sign in with: a short access token, and a refresh token that is good once.

Both name a session, the same kind of row that a browser's cookie names, so ending it ends them at once.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, update

from chat_app.errors import SignedOut
from chat_app.events import SessionEnded, record
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.schemas import TokenPair
from chat_app.security import make_token, read_token
from chat_app.services.sessions import alive, clear_away
from chat_app.services.work import perform
from chat_app.settings import get_settings

ACCESS = "access"
REFRESH = "refresh"


def start(session: Session, user_id: int) -> TokenPair:
    """Begin a session for a person who has shown their password; its first pair."""
    clear_away(session, user_id)
    begun = UserSession(
        id=uuid4().hex,
        user_id=user_id,
        expires_at=now() + _session_lasts(),
        opened_at=now(),
        refresh_id=uuid4().hex,
    )
    session.add(begun)
    return _pair(begun.id, user_id, str(begun.refresh_id))


def renew(refresh_token: str) -> TokenPair:
    """Spend a refresh token; the next pair. A whole piece of work: what it finds out must be stored.

    Raises:
        SignedOut: no refresh token of ours, or its session is over. When it was spent before, somebody
            else may have it: then the session is over from now on.
    """
    pair = perform(_rotate, read_token(REFRESH, refresh_token))
    if pair is None:
        raise SignedOut
    return pair


def _rotate(session: Session, claims: dict[str, Any]) -> TokenPair | None:
    session_id, user_id, fresh = claims["sid"], int(claims["sub"]), uuid4().hex
    unspent = (*alive(session_id), col(UserSession.refresh_id) == str(claims.get("jti")))
    lasts = now() + _session_lasts()
    if session.exec(update(UserSession).where(*unspent).values(refresh_id=fresh, expires_at=lasts)).rowcount:
        return _pair(session_id, user_id, fresh)
    if session.exec(update(UserSession).where(*alive(session_id)).values(revoked_at=now())).rowcount:
        record(session, SessionEnded(session_id, user_id))
    return None


def _pair(session_id: str, user_id: int, refresh_id: str) -> TokenPair:
    lasts = timedelta(minutes=get_settings().access_token_minutes)
    return TokenPair(
        access_token=make_token(ACCESS, session_id, user_id, lasts),
        refresh_token=make_token(REFRESH, session_id, user_id, _session_lasts(), jti=refresh_id),
        expires_in=int(lasts.total_seconds()),
    )


def _session_lasts() -> timedelta:
    return timedelta(days=get_settings().session_days)
