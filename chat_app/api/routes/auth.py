"""Accounts, signing in and out."""

from typing import Annotated

from fastapi import Form, Request

from chat_app.addresses import client_address
from chat_app.api.dependencies import Person, with_presence
from chat_app.api.requests import Credentials, Refresh, Registration, SignInForm
from chat_app.api.responses import SignedIn
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import TokenPair, UserPublic
from chat_app.services.accounts import passwords, profiles, refresh_tokens, registration, sessions
from chat_app.services.transactions import in_hashing_thread, in_thread, read, write

router = new_router("auth")


@router.post("/auth/register", status_code=201, responses=error_responses(409))
async def register(request: Request, body: Registration) -> SignedIn:
    """Create an account and sign in.

    The first account of an installation administers it. Everybody is in the channel `general`.
    """
    account = body.username, body.password, body.display_name
    user = await in_hashing_thread(registration.sign_up, *account, client_address(request.scope))
    return await _signed_in(request, user)


@router.post("/auth/login", responses=error_responses(401))
async def login(request: Request, body: Credentials) -> SignedIn:
    """Sign in with username and password.

    The answer to a wrong password is the same as to an unknown name. Bots have no password.
    """
    user_id = await _checked(request, body.username, body.password)
    return await _signed_in(request, await in_thread(read, profiles.by_id, user_id))


@router.post("/auth/token", responses=error_responses(401))
async def token(request: Request, form: Annotated[SignInForm, Form()]) -> TokenPair:
    """Sign in with a form, as OAuth 2 clients do (the password grant)."""
    user_id = await _checked(request, form.username, form.password)
    return await in_thread(write, refresh_tokens.start, user_id)


@router.post("/auth/refresh", responses=error_responses(401))
def refresh(body: Refresh) -> TokenPair:
    """Spend a refresh token for a new pair.

    A refresh token is good once. Where the answer was lost, send it again within 30 seconds: the answer is
    the same pair. Spent again later, it has been stolen, or its thief was first: the whole session ends.
    """
    return refresh_tokens.renew(body.refresh_token)


@router.post("/auth/logout", status_code=204)
def logout(caller: Person) -> None:
    """Sign out: access and refresh token of this session stop working at once."""
    write(sessions.end, caller)


async def _checked(request: Request, username: str, password: str) -> int:
    return await in_hashing_thread(
        passwords.check_password, username, password, client_address(request.scope)
    )


async def _signed_in(request: Request, user: UserPublic) -> SignedIn:
    pair = await in_thread(write, refresh_tokens.start, int(user.id))
    return SignedIn(**pair.model_dump(), user=with_presence(request, user))
