"""Personal access tokens, and bots. With a password only: no access token makes another."""

from fastapi import Request

from chat_app.api.answers import AccessTokens, Users
from chat_app.api.bodies import Id, NewBot, NewToken
from chat_app.api.identity import Person
from chat_app.api.presence import seen
from chat_app.api.routing import refusals, router
from chat_app.schemas import NewAccessToken, UserPublic
from chat_app.services import access_tokens, bots
from chat_app.services.work import look_up, perform

tokens = router("tokens")
programs = router("bots")


@tokens.get("/tokens")
def list_tokens(caller: Person) -> AccessTokens:
    """The caller's personal access tokens that work, without their secrets."""
    return AccessTokens(items=look_up(access_tokens.listed, caller))


@tokens.post("/tokens", status_code=201)
def create_token(caller: Person, body: NewToken) -> NewAccessToken:
    """Make a personal access token. `token` is shown this once."""
    return perform(access_tokens.create, caller, body.name, body.scopes)


@tokens.delete("/tokens/{token_id}", status_code=204, responses=refusals(404))
def revoke_token(caller: Person, token_id: Id) -> None:
    """Revoke a personal access token; it stops working at once."""
    perform(access_tokens.revoke, caller, token_id)


@programs.get("/bots")
def list_bots(request: Request, caller: Person) -> Users:
    """The caller's bots."""
    return Users(items=[seen(request, bot) for bot in look_up(bots.listed, caller)])


@programs.post("/bots", status_code=201, responses=refusals(409))
def create_bot(caller: Person, body: NewBot) -> UserPublic:
    """Make a bot: an account with a mark, owned by the caller, that has no password, only access tokens."""
    return perform(bots.create, caller, body.username, body.display_name)


@programs.get("/bots/{bot_id}/tokens", responses=refusals(404))
def list_bot_tokens(caller: Person, bot_id: Id) -> AccessTokens:
    """The tokens of a bot of the caller's that work."""
    return AccessTokens(items=look_up(access_tokens.listed, caller, bot_id))


@programs.post("/bots/{bot_id}/tokens", status_code=201, responses=refusals(404))
def create_bot_token(caller: Person, bot_id: Id, body: NewToken) -> NewAccessToken:
    """Make a token for a bot of the caller's. `token` is shown this once."""
    return perform(access_tokens.create, caller, body.name, body.scopes, bot_id)


@programs.delete("/bots/{bot_id}/tokens/{token_id}", status_code=204, responses=refusals(404))
def revoke_bot_token(caller: Person, bot_id: Id, token_id: Id) -> None:
    """Revoke a token of a bot of the caller's."""
    perform(access_tokens.revoke, caller, token_id, bot_id)
