"""People."""

from typing import Annotated

from fastapi import Query, Request

from chat_app.api.answers import Users
from chat_app.api.bodies import Id, ProfileChange
from chat_app.api.identity import Caller
from chat_app.api.presence import seen
from chat_app.api.routing import refusals, router
from chat_app.schemas import UserPublic
from chat_app.services import accounts
from chat_app.services.work import look_up, perform

users = router("users")


@users.get("/users/me")
def get_me(request: Request, caller: Caller) -> UserPublic:
    """Who the caller is."""
    return seen(request, look_up(accounts.profile, caller))


@users.patch("/users/me")
def change_me(request: Request, caller: Caller, body: ProfileChange) -> UserPublic:
    """Change one's display name, colour or status. What is left out, or null, stays."""
    changed = perform(accounts.change, caller, body.display_name, body.color, body.status)
    return seen(request, changed)


@users.get("/users")
def find_users(
    request: Request,
    caller: Caller,
    q: Annotated[str, Query(description="Part of a username or display name; empty finds anybody.")] = "",
) -> Users:
    """Find people by name: the first twenty, by username."""
    return Users(items=[seen(request, user) for user in look_up(accounts.find, caller, q)])


@users.get("/users/{user_id}", responses=refusals(404))
def get_user(request: Request, caller: Caller, user_id: Id) -> UserPublic:
    """One person or bot."""
    return seen(request, look_up(accounts.get, caller, user_id))
