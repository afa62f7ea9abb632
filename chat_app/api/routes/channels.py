"""Channels."""

from fastapi import Request, Response

from chat_app.api.dependencies import Caller, hub_of, with_presence
from chat_app.api.requests import ChannelChange, Id, NewChannel, ReadMark
from chat_app.api.responses import Channels
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import ChannelPublic
from chat_app.services.channels import channels, memberships, read_marks, typing_notice
from chat_app.services.transactions import in_thread, read, write

router = new_router("channels")


@router.get("/channels")
async def list_channels(request: Request, caller: Caller) -> Channels:
    """List the caller's channels and the public ones, by name; behind them what has none, by its title."""
    await hub_of(request).save_marks_of(caller.user_id)
    found = await in_thread(read, channels.list_visible, caller)
    return Channels(items=[_with_presence(request, channel) for channel in found])


@router.post("/channels", status_code=201, responses=error_responses(409))
def create_channel(response: Response, caller: Caller, body: NewChannel) -> ChannelPublic:
    """Create a channel, with the caller as its owner; one that a bot creates belongs to the bot's person.

    Its name is a short slug; the refusal of another proposes one.
    """
    created = write(channels.create, caller, body.name, body.topic, body.private)
    response.headers["Location"] = f"/api/v1/channels/{created.id}"
    return created


@router.get("/channels/{channel_id}", responses=error_responses(404))
async def get_channel(request: Request, caller: Caller, channel_id: Id) -> ChannelPublic:
    """Return one channel, as the caller sees it: `title`, `joined` and `unread` are theirs."""
    await hub_of(request).save_marks_of(caller.user_id)
    return _with_presence(request, await in_thread(read, channels.get, caller, channel_id))


@router.patch("/channels/{channel_id}", responses=error_responses(404, 409))
def change_channel(caller: Caller, channel_id: Id, body: ChannelChange) -> ChannelPublic:
    """Change name, topic or privacy. For its owner and administrators. What is left out, or null, stays."""
    return write(channels.change, caller, channel_id, body.name, body.topic, body.private)


@router.delete("/channels/{channel_id}", status_code=204, responses=error_responses(404))
def delete_channel(caller: Caller, channel_id: Id) -> None:
    """Delete a channel and all that was said in it. For its owner and administrators; never `general`."""
    write(channels.delete, caller, channel_id)


@router.post("/channels/{channel_id}/join", responses=error_responses(404))
def join_channel(caller: Caller, channel_id: Id) -> ChannelPublic:
    """Join a public channel; joining twice changes nothing. Who joins one without an owner owns it."""
    return write(memberships.join, caller, channel_id)


@router.post("/channels/{channel_id}/leave", status_code=204, responses=error_responses(404))
def leave_channel(caller: Caller, channel_id: Id) -> None:
    """Leave a channel; nobody can leave `general`. An owner's channel passes to its longest member."""
    write(memberships.leave, caller, channel_id)


@router.post("/channels/{channel_id}/read", status_code=204, responses=error_responses(404))
def mark_read(caller: Caller, channel_id: Id, body: ReadMark) -> None:
    """Say how far the caller has read: never backwards, never past the newest."""
    write(read_marks.advance, caller, channel_id, body.seq)


@router.post("/channels/{channel_id}/typing", status_code=204, responses=error_responses(404))
def tell_typing(caller: Caller, channel_id: Id) -> None:
    """Tell the others that the caller is writing; to be repeated every few seconds while that is so."""
    write(typing_notice.report, caller, channel_id)


def _with_presence(request: Request, channel: ChannelPublic) -> ChannelPublic:
    """Return the channel with the presence of the people of a direct message."""
    if channel.members is None:
        return channel
    return channel.model_copy(
        update={"members": [with_presence(request, member) for member in channel.members]}
    )
