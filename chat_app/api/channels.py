"""Channels."""

from fastapi import Response

from chat_app.api.answers import Channels
from chat_app.api.bodies import ChannelChange, Id, NewChannel, ReadMark
from chat_app.api.identity import Caller
from chat_app.api.routing import refusals, router
from chat_app.schemas import ChannelPublic
from chat_app.services import channels, memberships, typing
from chat_app.services.work import look_up, perform

rooms = router("channels")


@rooms.get("/channels")
def list_channels(caller: Caller) -> Channels:
    """The caller's channels and the public ones, by name."""
    return Channels(items=look_up(channels.listed_for, caller))


@rooms.post("/channels", status_code=201, responses=refusals(409))
def create_channel(response: Response, caller: Caller, body: NewChannel) -> ChannelPublic:
    """Create a channel, with the caller as its owner.

    Its name is a short slug; the refusal of another proposes one.
    """
    created = perform(channels.create, caller, body.name, body.topic, body.private)
    response.headers["Location"] = f"/api/v1/channels/{created.id}"
    return created


@rooms.get("/channels/{channel_id}", responses=refusals(404))
def get_channel(caller: Caller, channel_id: Id) -> ChannelPublic:
    """One channel, as the caller sees it: `joined` and `unread` are theirs."""
    return look_up(channels.get, caller, channel_id)


@rooms.patch("/channels/{channel_id}", responses=refusals(404, 409))
def change_channel(caller: Caller, channel_id: Id, body: ChannelChange) -> ChannelPublic:
    """Change name, topic or privacy. For its owner and administrators. What is left out, or null, stays."""
    return perform(channels.change, caller, channel_id, body.name, body.topic, body.private)


@rooms.delete("/channels/{channel_id}", status_code=204, responses=refusals(404))
def delete_channel(caller: Caller, channel_id: Id) -> None:
    """Delete a channel and all that was said in it. For its owner and administrators; never `general`."""
    perform(channels.delete, caller, channel_id)


@rooms.post("/channels/{channel_id}/join", responses=refusals(404))
def join_channel(caller: Caller, channel_id: Id) -> ChannelPublic:
    """Join a public channel; joining twice changes nothing. Whoever joins one without an owner owns it."""
    return perform(memberships.join, caller, channel_id)


@rooms.post("/channels/{channel_id}/leave", status_code=204, responses=refusals(404))
def leave_channel(caller: Caller, channel_id: Id) -> None:
    """Leave a channel; `general` nobody leaves. An owner's channel passes to whoever is in it longest."""
    perform(memberships.leave, caller, channel_id)


@rooms.post("/channels/{channel_id}/read", status_code=204, responses=refusals(404))
def mark_read(caller: Caller, channel_id: Id, body: ReadMark) -> None:
    """Say how far the caller has read: never backwards, never past the newest."""
    perform(memberships.mark_read, caller, channel_id, body.seq)


@rooms.post("/channels/{channel_id}/typing", status_code=204, responses=refusals(404))
def tell_typing(caller: Caller, channel_id: Id) -> None:
    """Tell the others that the caller is writing; to be repeated every few seconds while that is so."""
    perform(typing.tell, caller, channel_id)
