"""Bots and their access tokens. With a password only: no access token makes a bot."""

from fastapi import Request

from chat_app.api.dependencies import Person, with_presence
from chat_app.api.requests import Id, NewBot, NewToken
from chat_app.api.responses import AccessTokens, Users
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import NewAccessToken, UserPublic
from chat_app.services.accounts import access_tokens, bots
from chat_app.services.transactions import read, write

router = new_router("bots")


@router.get("/bots")
def list_bots(request: Request, caller: Person) -> Users:
    """List the caller's bots."""
    return Users(items=[with_presence(request, bot) for bot in read(bots.list_for, caller)])


@router.post("/bots", status_code=201, responses=error_responses(409))
def create_bot(caller: Person, body: NewBot) -> UserPublic:
    """Make a bot: an account with a mark, owned by the caller, that has no password, only access tokens."""
    return write(bots.create, caller, body.username, body.display_name)


@router.get("/bots/{bot_id}/tokens", responses=error_responses(404))
def list_bot_tokens(caller: Person, bot_id: Id) -> AccessTokens:
    """List the tokens of a bot of the caller's that work."""
    return AccessTokens(items=read(access_tokens.list_for, caller, bot_id))


@router.post("/bots/{bot_id}/tokens", status_code=201, responses=error_responses(404))
def create_bot_token(caller: Person, bot_id: Id, body: NewToken) -> NewAccessToken:
    """Make a token for a bot of the caller's. `token` is shown this once."""
    return write(access_tokens.create, caller, body.name, body.scopes, bot_id)


@router.delete("/bots/{bot_id}/tokens/{token_id}", status_code=204, responses=error_responses(404))
def revoke_bot_token(caller: Person, bot_id: Id, token_id: Id) -> None:
    """Revoke a token of a bot of the caller's."""
    write(access_tokens.revoke, caller, token_id, bot_id)
