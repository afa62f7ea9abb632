"""Passwords and tokens. No database, no web framework."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import bcrypt
import jwt

from chat_app.backends.memory import kept
from chat_app.errors import SignedOut
from chat_app.settings import get_settings

ALGORITHM = "HS256"
# How far the clocks of two machines may be apart, and one be put back, for any time in any token.
LEEWAY = timedelta(minutes=1)
# What bcrypt writes, of a cost that the settings allow: a greater one would keep a thread for hours.
_HASH = re.compile(r"\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}")
# bcrypt reads 72 bytes and no zero byte; the digest in Base64 is 44 bytes of plain ASCII.


def _condense(password: str) -> bytes:
    """All of the password, whatever its length and script, in bytes that bcrypt reads whole."""
    normal = unicodedata.normalize("NFC", password)
    return base64.b64encode(hashlib.sha256(normal.encode("utf-8", "surrogatepass")).digest())


def hash_password(password: str) -> str:
    """Return the bcrypt hash to store. Slow on purpose: call it on a worker thread."""
    return bcrypt.hashpw(_condense(password), bcrypt.gensalt(get_settings().bcrypt_cost)).decode()


def password_matches(password: str, password_hash: str | None) -> bool:
    """Return whether the password is the stored one. What is no hash of a password matches nothing.

    Whether it matches is decided apart from how long that takes, which is as long without a hash.
    """
    condensed = _condense(password)
    if password_hash is not None and _HASH.fullmatch(password_hash):
        with suppress(ValueError):  # it only looks like one
            return bcrypt.checkpw(condensed, password_hash.encode())
    bcrypt.checkpw(condensed, hash_of_nothing())
    return False


@kept
def hash_of_nothing() -> bytes:
    """Return a hash to compare with when there is none, so that it takes as long as with one.

    Of a secret that this process forgets at once: nobody can know what it is the hash of.
    """
    return hash_password(secrets.token_urlsafe()).encode()


def installation(key: str) -> str:
    """Return what tells the installation with this key from another on its host, and nothing of the key."""
    return hmac.digest(key.encode(), b"installation", "sha256").hex()[:12]


def make_token(
    kind: str,
    session_id: str,
    user_id: int,
    lifetime: timedelta,
    issued: datetime | None = None,
    **claims: Any,
) -> str:
    """Return a signed token of one kind ("browser", "ticket", "access", "refresh") for one session.

    It is issued now unless told otherwise; the same arguments with the same time make the same token.
    """
    issued = issued or datetime.now(UTC)
    body = {"typ": kind, "sid": session_id, "sub": str(user_id), "iat": issued, "exp": issued + lifetime}
    key = get_settings().signing_key
    return jwt.encode(body | claims, key, ALGORITHM)  # pyright: ignore[reportUnknownMemberType]


def read_token(kind: str, token: str) -> dict[str, Any]:
    """Return the claims of a token of that kind.

    Raises:
        SignedOut: not signed by us, expired, of another kind, or lacking a claim.
    """
    try:
        claims = jwt.decode(  # pyright: ignore[reportUnknownMemberType]
            token,
            get_settings().signing_key,
            algorithms=[ALGORITHM],
            leeway=LEEWAY,
            # When it was issued decides nothing, so another clock's idea of that refuses nobody.
            options={"require": ["typ", "sid", "sub", "iat", "exp"], "verify_iat": False},
        )
    except (jwt.InvalidTokenError, UnicodeError):
        raise SignedOut from None
    if claims["typ"] != kind:
        raise SignedOut
    return claims
