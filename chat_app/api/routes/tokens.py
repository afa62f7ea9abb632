"""Personal access tokens. With a password only: no access token makes another."""

from chat_app.api.dependencies import Person
from chat_app.api.requests import Id, NewToken
from chat_app.api.responses import AccessTokens
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import NewAccessToken
from chat_app.services.accounts import access_tokens
from chat_app.services.transactions import read, write

router = new_router("tokens")


@router.get("/tokens")
def list_tokens(caller: Person) -> AccessTokens:
    """List the caller's personal access tokens that work, without their secrets."""
    return AccessTokens(items=read(access_tokens.list_for, caller))


@router.post("/tokens", status_code=201)
def create_token(caller: Person, body: NewToken) -> NewAccessToken:
    """Make a personal access token. `token` is shown this once."""
    return write(access_tokens.create, caller, body.name, body.scopes)


@router.delete("/tokens/{token_id}", status_code=204, responses=error_responses(404))
def revoke_token(caller: Person, token_id: Id) -> None:
    """Revoke a personal access token; it stops working at once."""
    write(access_tokens.revoke, caller, token_id)
