"""What routes ask for: who is calling, and the hub.

The caller is known from `Authorization: Bearer ...` and nothing else; the page's cookie means nothing here.
"""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordBearer
from starlette.datastructures import Headers
from starlette.types import Scope

from chat_app.errors import SignedOut
from chat_app.realtime.hub import Hub
from chat_app.schemas import UserPublic
from chat_app.services import access
from chat_app.services.access import ACCOUNT, READ, WRITE, Actor, Claim
from chat_app.services.accounts import access_tokens, sessions
from chat_app.services.transactions import in_thread, read

CLAIM = "claim"  # what the state of a request has it under

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


async def caller(request: Request, _password: Password, _token: Token) -> Actor:
    """Return the person or bot who asks; their token has to be good for what is asked."""
    return await in_thread(_verified, request)


async def claimant(request: Request, _password: Password, _token: Token) -> Actor | Claim:
    """Return the same for work that looks the session up itself, which saves a transaction."""
    return kept_claim(request.scope) or await in_thread(_verified, request)


async def person(actor: Annotated[Actor, Depends(caller)]) -> Actor:
    """Return a person who has signed in with a password; no personal access token will do."""
    access.require(actor, ACCOUNT)
    return actor


Caller = Annotated[Actor, Depends(caller)]
Claimant = Annotated[Actor | Claim, Depends(claimant)]
Person = Annotated[Actor, Depends(person)]


def keep_claim(scope: Scope, claim: Claim) -> None:
    """Keep what the request's token says, which has been read before any route is asked."""
    scope.setdefault("state", {})[CLAIM] = claim


def kept_claim(scope: Scope) -> Claim | None:
    """Return what `keep_claim` has kept; None where the token is a personal one, or none of ours."""
    return scope.get("state", {}).get(CLAIM)


def bearer(headers: Headers) -> str:
    """Return the token, empty when there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _verified(request: Request) -> Actor:
    claim, token = kept_claim(request.scope), bearer(request.headers)
    if not token:
        raise SignedOut("Send an access token: `Authorization: Bearer ...`.")
    actor = read(sessions.actor, claim) if claim else read(access_tokens.verify, token)
    access.require(actor, READ if request.method == "GET" else WRITE)
    return actor


def hub_of(request: Request) -> Hub:
    """Return the hub of this server."""
    return request.app.state.hub


def with_presence(request: Request, user: UserPublic) -> UserPublic:
    """Return the person with their presence, which the hub knows and the database does not."""
    return user.model_copy(update={"presence": hub_of(request).status(int(user.id))})
