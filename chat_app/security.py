"""Passwords and tokens. No database, no web framework."""

import base64
import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import bcrypt
import jwt

from chat_app.errors import SignedOut
from chat_app.settings import get_settings

ALGORITHM = "HS256"
# bcrypt reads 72 bytes and no zero byte; the digest in Base64 is 44 bytes of plain ASCII.


def _condense(password: str) -> bytes:
    """All of the password, whatever its length and script, in bytes that bcrypt reads whole."""
    normal = unicodedata.normalize("NFC", password)
    return base64.b64encode(hashlib.sha256(normal.encode("utf-8", "surrogatepass")).digest())


def hash_password(password: str) -> str:
    """The bcrypt hash to store. Slow on purpose: call it on a worker thread."""
    return bcrypt.hashpw(_condense(password), bcrypt.gensalt(get_settings().bcrypt_cost)).decode()


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the stored one; takes the same time when there is none stored."""
    stored = password_hash or hash_of_nothing()
    return bcrypt.checkpw(_condense(password), stored.encode()) and password_hash is not None


@lru_cache
def hash_of_nothing() -> str:
    """A hash to compare with when there is none, so that it takes as long as with one."""
    return hash_password("no account has this name")


def make_token(kind: str, session_id: str, user_id: int, lifetime: timedelta, **claims: Any) -> str:
    """A signed token of one kind ("browser", "ticket", "access", "refresh") for one session."""
    issued = datetime.now(UTC)
    body = {"typ": kind, "sid": session_id, "sub": str(user_id), "iat": issued, "exp": issued + lifetime}
    return jwt.encode(body | claims, get_settings().signing_key, ALGORITHM)


def read_token(kind: str, token: str) -> dict[str, Any]:
    """The claims of a token of that kind.

    Raises:
        SignedOut: not signed by us, expired, of another kind, or lacking a claim.
    """
    try:
        claims = jwt.decode(
            token,
            get_settings().signing_key,
            algorithms=[ALGORITHM],
            options={"require": ["typ", "sid", "sub", "iat", "exp"]},
        )
    except jwt.InvalidTokenError:
        raise SignedOut from None
    if claims["typ"] != kind:
        raise SignedOut
    return claims
