"""What happens, as it happens, for clients without a websocket: server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import uuid4

from fastapi import Header, Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from chat_app.api.dependencies import Caller, hub_of
from chat_app.api.routing import new_router
from chat_app.failures import attempt
from chat_app.realtime.event_streams import Stream, Streams
from chat_app.realtime.hub import Hub
from chat_app.services.event_stream import cursors
from chat_app.services.event_stream.follow import Follower, StreamEvent
from chat_app.settings import get_settings

MEDIA_TYPE = "text/event-stream"

router = new_router("events")


@router.get("/events", response_class=StreamingResponse)
async def follow_events(
    request: Request,
    caller: Caller,
    last_event_id: Annotated[
        str,
        Header(
            alias="Last-Event-ID",
            description="The id of the last event that arrived: goes on behind it.",
            json_schema_extra={"pattern": cursors.PATTERN},
        ),
    ] = "",
) -> StreamingResponse:
    """Follow what happens in the caller's channels, as server-sent events, until the session ends.

    | event | data | |
    |---|---|---|
    | `stream.opened` | StreamOpened | the first one |
    | `message.posted`, `message.edited` | MessagePublic | the message as it is now |
    | `message.deleted`, `message.reacted` | MessagePublic | the message as it is now |
    | `member.joined`, `member.left` | MembershipChanged | |
    | `channel.changed`, `channel.deleted` | ChannelChanged | |
    | `presence.changed` | PresenceChanged | a person in one of the caller's channels |
    | `typing` | Typing | |
    | `stream.resynced` | StreamResynced | the client was too slow; no message is missing |

    Events of messages have an `id`. After a break send the last one as `Last-Event-ID`: every message
    that was posted, edited, deleted or reacted to meanwhile follows, once and as it is now, from the
    database. The others are sent only to those who listen just then. Anyone who listens counts as online.
    A comment comes as a sign of life.
    """
    cursor = cursors.decode(last_event_id) if last_event_id else None
    stream = request.app.state.streams.open(caller.user_id, caller.session_id)
    return EventStream(Follower(stream, caller, cursor), stream, request.app.state.streams, hub_of(request))


class EventStream(StreamingResponse):
    """An answer that goes on until the listener leaves; then nothing of it is left."""

    def __init__(self, follower: Follower, stream: Stream, streams: Streams, hub: Hub) -> None:
        self._stream, self._streams, self._hub = stream, streams, hub
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(_written(follower), headers=headers, media_type=MEDIA_TYPE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the listener as online for as long as it listens."""
        key = f"stream-{uuid4().hex}"
        try:
            await self._hub.connect(key, self._stream.user_id, self._stream.session_id)
            await super().__call__(scope, receive, send)
        finally:
            self._streams.close(self._stream)
            self._hub.disconnect(key)


async def _written(follower: Follower) -> AsyncIterator[str]:
    settings = get_settings()
    async for told in follower.listen(settings.event_heartbeat_seconds, settings.event_stream_seconds):
        yield ": still here\n\n" if told is None else _lines(told)


def _lines(told: StreamEvent) -> str:
    """Return an event as it is sent; its id alone where it cannot be written: the stream gets past it."""
    identity = f"id: {told.id}\n" if told.id else ""
    data = attempt(told.data.model_dump_json, "", "An event could not be written; its stream goes on.")
    return f"{identity}event: {told.name}\ndata: {data}\n\n" if data else f"{identity}\n"
