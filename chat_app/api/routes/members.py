"""Who is in a channel, and who of them is here."""

from fastapi import Request

from chat_app.api.dependencies import Caller, with_presence
from chat_app.api.requests import Id, Invitation
from chat_app.api.responses import Members, Online
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import MemberPublic
from chat_app.services.channels import memberships
from chat_app.services.transactions import read, write

router = new_router("members")


@router.get("/channels/{channel_id}/members", responses=error_responses(404))
def list_members(request: Request, caller: Caller, channel_id: Id) -> Members:
    """List who is in a channel, by username."""
    found = read(memberships.list_members, caller, channel_id)
    return Members(items=[_with_presence(request, member) for member in found])


@router.post("/channels/{channel_id}/members", status_code=201, responses=error_responses(404))
def invite(request: Request, caller: Caller, channel_id: Id, body: Invitation) -> MemberPublic:
    """Put another person into a channel. For everybody who is in it."""
    return _with_presence(request, write(memberships.invite, caller, channel_id, body.user_id))


@router.delete("/channels/{channel_id}/members/{user_id}", status_code=204, responses=error_responses(404))
def remove_member(caller: Caller, channel_id: Id, user_id: Id) -> None:
    """Take a person out of a channel. For its owner and administrators; oneself, for everybody."""
    write(memberships.remove, caller, channel_id, user_id)


@router.get("/channels/{channel_id}/presence", responses=error_responses(404))
def list_present(request: Request, caller: Caller, channel_id: Id) -> Online:
    """List which of a channel's members are here now, online or away, by username."""
    found = read(memberships.list_members, caller, channel_id)
    people = [_with_presence(request, member).user for member in found]
    return Online(online=[user for user in people if user.presence != "offline"])


def _with_presence(request: Request, member: MemberPublic) -> MemberPublic:
    return member.model_copy(update={"user": with_presence(request, member.user)})
