"""Who is in a channel, and who of them is here."""

from fastapi import Request

from chat_app.api.answers import Members, Online
from chat_app.api.bodies import Id, Invitation
from chat_app.api.identity import Caller
from chat_app.api.presence import seen
from chat_app.api.routing import refusals, router
from chat_app.schemas import MemberPublic
from chat_app.services import memberships
from chat_app.services.work import look_up, perform

members = router("members")


@members.get("/channels/{channel_id}/members", responses=refusals(404))
def list_members(request: Request, caller: Caller, channel_id: Id) -> Members:
    """Who is in a channel, by username."""
    found = look_up(memberships.members, caller, channel_id)
    return Members(items=[_seen(request, member) for member in found])


@members.post("/channels/{channel_id}/members", status_code=201, responses=refusals(404))
def invite(request: Request, caller: Caller, channel_id: Id, body: Invitation) -> MemberPublic:
    """Put another person into a channel. For everybody who is in it."""
    return _seen(request, perform(memberships.invite, caller, channel_id, body.user_id))


@members.delete("/channels/{channel_id}/members/{user_id}", status_code=204, responses=refusals(404))
def remove_member(caller: Caller, channel_id: Id, user_id: Id) -> None:
    """Take a person out of a channel. For its owner and administrators; oneself, for everybody."""
    perform(memberships.remove, caller, channel_id, user_id)


@members.get("/channels/{channel_id}/presence", responses=refusals(404))
def list_present(request: Request, caller: Caller, channel_id: Id) -> Online:
    """Which of a channel's members are here now, online or away, by username."""
    found = look_up(memberships.members, caller, channel_id)
    people = [_seen(request, member).user for member in found]
    return Online(online=[user for user in people if user.presence != "offline"])


def _seen(request: Request, member: MemberPublic) -> MemberPublic:
    return member.model_copy(update={"user": seen(request, member.user)})
