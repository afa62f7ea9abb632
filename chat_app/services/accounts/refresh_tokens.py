"""What API clients sign in with: a short access token, and a refresh token that is good once.

Both name a session, the same kind of row that a browser's cookie names, so ending it ends them at once.

An answer can be lost on its way. So a refresh token that was only just spent may be sent again, and is
answered with the same pair: what the next one is called follows from the one spent and the second in which
it was, and the row of the session has that name. Nothing is kept that would be worth stealing.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, select, update

from chat_app.errors import SignedOut
from chat_app.events import SessionEnded
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.schemas import TokenPair
from chat_app.security import make_token, read_token
from chat_app.services.accounts.sessions import delete_expired, is_alive
from chat_app.services.transactions import record, write
from chat_app.settings import get_settings

ACCESS = "access"
REFRESH = "refresh"
AGAIN_SECONDS = 30  # for so long a spent refresh token may be sent again
_NAME_TIME = 10  # hexadecimal digits of the second in which a refresh token was made
_NAME_LENGTH = 32


def start(session: Session, user_id: int) -> TokenPair:
    """Begin a session for a person who has shown their password; its first pair."""
    delete_expired(session, user_id)
    session_id, issued = uuid4().hex, _this_second()
    name = _name_after(session_id, "", issued)
    session.add(
        UserSession(
            id=session_id,
            user_id=user_id,
            expires_at=issued + _session_lasts(),
            opened_at=issued,
            refresh_id=name,
        )
    )
    return _pair(session_id, user_id, name, issued)


def renew(refresh_token: str) -> TokenPair:
    """Spend a refresh token; return the next pair. A whole piece of work: what it finds out must be stored.

    Raises:
        SignedOut: no refresh token of ours, or its session is over. When it was spent before, and not only
            just, somebody else may have it: then the session is over from now on.
    """
    pair = write(_rotate, read_token(REFRESH, refresh_token))
    if pair is None:
        raise SignedOut
    return pair


def _rotate(session: Session, claims: dict[str, Any]) -> TokenPair | None:
    session_id, user_id, spent = claims["sid"], int(claims["sub"]), str(claims.get("jti"))
    issued = _this_second()
    name = _name_after(session_id, spent, issued)
    unspent = (*is_alive(session_id), col(UserSession.refresh_id) == spent)
    lasts = issued + _session_lasts()
    if session.exec(update(UserSession).where(*unspent).values(refresh_id=name, expires_at=lasts)).rowcount:
        return _pair(session_id, user_id, name, issued)
    current = session.exec(select(UserSession.refresh_id).where(*is_alive(session_id))).first()
    if current and (before := _just_made_after(session_id, spent, current)):
        return _pair(session_id, user_id, current, before)
    if session.exec(update(UserSession).where(*is_alive(session_id)).values(revoked_at=now())).rowcount:
        record(session, SessionEnded(session_id, user_id))
    return None


def _name_after(session_id: str, spent: str, issued: datetime) -> str:
    """Return the name of the refresh token that follows on the one spent in this second."""
    key = get_settings().signing_key.encode()
    second = f"{int(issued.timestamp()):0{_NAME_TIME}x}"
    mixed = hmac.digest(key, f"refresh {session_id} {spent} {second}".encode(), hashlib.sha256)
    return (second + mixed.hex())[:_NAME_LENGTH]


def _just_made_after(session_id: str, spent: str, current: str) -> datetime | None:
    """Return when the current refresh token was made, if that is just now and for the one spent."""
    second = int(current[:_NAME_TIME], 16)
    if abs(now().timestamp() - second) > AGAIN_SECONDS:
        return None
    issued = datetime.fromtimestamp(second, UTC)
    return issued if current == _name_after(session_id, spent, issued) else None


def _pair(session_id: str, user_id: int, name: str, issued: datetime) -> TokenPair:
    lasts = timedelta(minutes=get_settings().access_token_minutes)
    return TokenPair(
        access_token=make_token(ACCESS, session_id, user_id, lasts, issued),
        refresh_token=make_token(REFRESH, session_id, user_id, _session_lasts(), issued, jti=name),
        expires_in=int(lasts.total_seconds()),
    )


def _this_second() -> datetime:
    return now().replace(microsecond=0)


def _session_lasts() -> timedelta:
    return timedelta(days=get_settings().session_days)
