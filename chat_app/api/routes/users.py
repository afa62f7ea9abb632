"""People."""

from typing import Annotated

from fastapi import Query, Request

from chat_app.api.dependencies import Caller, with_presence
from chat_app.api.requests import Id, ProfileChange
from chat_app.api.responses import Users
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import UserPublic
from chat_app.services.accounts import profiles
from chat_app.services.transactions import read, write

router = new_router("users")


@router.get("/users/me")
def get_me(request: Request, caller: Caller) -> UserPublic:
    """Return who the caller is."""
    return with_presence(request, read(profiles.own, caller))


@router.patch("/users/me")
def change_me(request: Request, caller: Caller, body: ProfileChange) -> UserPublic:
    """Change one's display name, colour or status. What is left out, or null, stays."""
    changed = write(profiles.change, caller, body.display_name, body.color, body.status)
    return with_presence(request, changed)


@router.get("/users")
def find_users(
    request: Request,
    caller: Caller,
    q: Annotated[str, Query(description="Part of a username or display name; empty finds anybody.")] = "",
) -> Users:
    """Find people by name: the first twenty, by username."""
    return Users(items=[with_presence(request, user) for user in read(profiles.find, caller, q)])


@router.get("/users/{user_id}", responses=error_responses(404))
def get_user(request: Request, caller: Caller, user_id: Id) -> UserPublic:
    """Return one person or bot."""
    return with_presence(request, read(profiles.get, caller, user_id))
