"""Who asks: from `Authorization: Bearer ...` and nothing else. The page's cookie means nothing here."""

from collections import OrderedDict
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordBearer
from starlette.datastructures import Headers
from starlette.types import Scope

from chat_app.errors import SignedOut
from chat_app.services import access, access_tokens, sessions
from chat_app.services.access import ACCOUNT, READ, WRITE, Actor, Claim
from chat_app.services.token_pairs import ACCESS
from chat_app.services.work import look_up, on_thread
from chat_app.settings import get_settings

MOST_TOKENS = 10_000
READING = ("GET", "HEAD")

# Both are here for the documentation: `bearer` reads the header, and `caller` judges it.
_password = OAuth2PasswordBearer(
    "/api/v1/auth/token", scheme_name="SignIn", description="Username and password.", auto_error=False
)
_token = HTTPBearer(
    scheme_name="AccessToken",
    description="An access token from `/auth/login`, or a personal access token from `/tokens`.",
    auto_error=False,
)


Password = Annotated[str | None, Depends(_password)]
Token = Annotated[HTTPAuthorizationCredentials | None, Depends(_token)]


def caller(request: Request, _password: Password, _token: Token) -> Actor:
    """The person or bot who asks; their token has to be good for what is asked."""
    return _verified(request)


async def claimant(request: Request, _password: Password, _token: Token) -> Actor | Claim:
    """The same for work that looks the session up itself, so that it costs no transaction of its own."""
    return request.scope["state"].get("claim") or await on_thread(_verified, request)


def person(actor: Annotated[Actor, Depends(caller)]) -> Actor:
    """Somebody who has signed in with a password; no personal access token will do."""
    access.require(actor, ACCOUNT)
    return actor


Caller = Annotated[Actor, Depends(caller)]
Claimant = Annotated[Actor | Claim, Depends(claimant)]
Person = Annotated[Actor, Depends(person)]


def address(scope: Scope) -> str:
    """Where the client is, as far as the proxies in front are trusted to tell."""
    hops = get_settings().trusted_proxy_hops
    passed = [part.strip() for part in Headers(scope=scope).get("x-forwarded-for", "").split(",")]
    if hops and len(passed) >= hops:
        return passed[-hops]
    return (scope.get("client") or ("",))[0]


def bearer(headers: Headers) -> str:
    """The token, empty when there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class Tokens:
    """Whose requests are counted together: those of a token that is ours, else of an address."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, None] = OrderedDict()  # digests of access tokens that worked

    def key(self, scope: Scope) -> tuple[str, str]:
        """What to count a request under. Keeps the claim of a token of ours for `claimant`."""
        token = bearer(Headers(scope=scope))
        if token.startswith(access_tokens.PREFIX):
            digest = access_tokens.digest(token)
            return ("token", digest) if digest in self._known else ("address", address(scope))
        try:
            claim = sessions.claimed(token, ACCESS)
        except SignedOut:
            return "address", address(scope)
        scope.setdefault("state", {})["claim"] = claim
        return "session", claim.session_id

    def note(self, scope: Scope, status: int) -> None:
        """Remember a personal access token that was not refused."""
        token = bearer(Headers(scope=scope))
        if token.startswith(access_tokens.PREFIX) and status not in (0, 401, 429):
            self._known[access_tokens.digest(token)] = None
            if len(self._known) > MOST_TOKENS:
                self._known.popitem(last=False)


def _verified(request: Request) -> Actor:
    token = bearer(request.headers)
    if not token:
        raise SignedOut("Send an access token: `Authorization: Bearer ...`.")
    actor = look_up(access_tokens.verify, token)
    access.require(actor, READ if request.method in READING else WRITE)
    return actor
