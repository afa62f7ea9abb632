"""People with whether they are here, which the hub knows and the database does not."""

from fastapi import Request

from chat_app.realtime.hub import Hub
from chat_app.schemas import UserPublic


def hub_of(request: Request) -> Hub:
    """The hub of this server."""
    return request.app.state.hub


def seen(request: Request, user: UserPublic) -> UserPublic:
    """The person with their presence as it is now."""
    return user.model_copy(update={"presence": hub_of(request).status(int(user.id))})
