"""Accounts, signing in and out."""

from typing import Annotated

from fastapi import Form, Request

from chat_app.api.answers import SignedIn
from chat_app.api.bodies import Credentials, Refresh, Registration, SignInForm
from chat_app.api.identity import Person, address
from chat_app.api.presence import seen
from chat_app.api.routing import refusals, router
from chat_app.schemas import TokenPair, UserPublic
from chat_app.services import accounts, sessions, token_pairs
from chat_app.services.work import look_up, on_hashing_thread, on_thread, perform

auth = router("auth")


@auth.post("/auth/register", status_code=201, responses=refusals(409))
async def register(request: Request, body: Registration) -> SignedIn:
    """Create an account and sign in.

    The first account of an installation administers it. Everybody is in the channel `general`.
    """
    account = body.username, body.password, body.display_name
    user = await on_hashing_thread(accounts.sign_up, *account, address(request.scope))
    return await _signed_in(request, user)


@auth.post("/auth/login", responses=refusals(401))
async def login(request: Request, body: Credentials) -> SignedIn:
    """Sign in with username and password.

    The answer to a wrong password is the same as to an unknown name. Bots have no password.
    """
    user_id = await _checked(request, body.username, body.password)
    return await _signed_in(request, await on_thread(look_up, accounts.by_id, user_id))


@auth.post("/auth/token", responses=refusals(401))
async def token(request: Request, form: Annotated[SignInForm, Form()]) -> TokenPair:
    """Sign in with a form, as OAuth 2 clients do (the password grant)."""
    user_id = await _checked(request, form.username, form.password)
    return await on_thread(perform, token_pairs.start, user_id)


@auth.post("/auth/refresh", responses=refusals(401))
def refresh(body: Refresh) -> TokenPair:
    """Spend a refresh token for a new pair.

    A refresh token is good once. Spent a second time, it has been stolen, or its thief was first:
    the whole session ends.
    """
    return token_pairs.renew(body.refresh_token)


@auth.post("/auth/logout", status_code=204)
def logout(caller: Person) -> None:
    """Sign out: access and refresh token of this session stop working at once."""
    perform(sessions.end, caller)


async def _checked(request: Request, username: str, password: str) -> int:
    return await on_hashing_thread(accounts.check_password, username, password, address(request.scope))


async def _signed_in(request: Request, user: UserPublic) -> SignedIn:
    pair = await on_thread(perform, token_pairs.start, int(user.id))
    return SignedIn(**pair.model_dump(), user=seen(request, user))
