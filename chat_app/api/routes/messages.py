"""Messages, reactions to them, and finding them."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Path, Query, Response

from chat_app.api.dependencies import Caller, Claimant
from chat_app.api.requests import Id, NewMessage, TextChange, from_settings
from chat_app.api.routing import error_responses, new_router
from chat_app.schemas import FoundPage, MessagePage, MessagePublic
from chat_app.services.messages import editing, posting, reactions, reading, search
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import in_thread, read, write
from chat_app.settings import Settings

router = new_router("messages")


def _size(default: Callable[[Settings], int]) -> Any:
    """Describe how many messages to answer with. The service decides; this only says what it does."""

    def describe(to: Settings) -> dict[str, Any]:
        most = to.page_size_max
        return {"description": f"{min(default(to), most):,} unless given; more than {most:,} gives {most:,}."}

    return Query(ge=1, json_schema_extra=from_settings(describe))  # pyright: ignore[reportArgumentType]


Seq = Annotated[int | None, Query(ge=0, description="A message's `seq`.")]
Emoji = Annotated[str, Path(description="One emoji, percent-encoded.", examples=["👍"])]


@router.get("/channels/{channel_id}/messages", responses=error_responses(404))
async def list_messages(
    caller: Claimant,
    channel_id: Id,
    before: Seq = None,
    after: Seq = None,
    around: Seq = None,
    limit: Annotated[int | None, _size(lambda to: to.page_size)] = None,
) -> MessagePage:
    """Return a page of messages, oldest first: the newest, or those before, after or around a `seq`.

    `seq` counts the messages of a channel without gaps. Use only one of the three.
    """
    return await in_thread(read, reading.page, caller, channel_id, before, after, around, limit)


@router.post(
    "/channels/{channel_id}/messages",
    status_code=201,
    responses={
        200: {"model": MessagePublic, "description": "It had been posted before."},
        **error_responses(404, 409),
    },
)
async def post_message(
    response: Response, caller: Claimant, channel_id: Id, body: NewMessage
) -> MessagePublic:
    """Post a message. Answered when it is stored.

    Sent again with the same `client_message_id`, it is answered with the message that is there, and 200.
    """
    draft = Draft(channel_id, body.text, body.client_message_id, body.reply_to)
    message, is_new = await posting.post(caller, draft)
    left = posting.left(caller.user_id)
    response.headers["RateLimit-Limit"] = str(left.limit)
    response.headers["RateLimit-Remaining"] = str(left.remaining)
    response.headers["RateLimit-Reset"] = str(left.reset)
    response.status_code = 201 if is_new else 200
    return message


@router.get("/messages/{message_id}", responses=error_responses(404))
def get_message(caller: Caller, message_id: Id) -> MessagePublic:
    """Return one message. Of a deleted one the text is empty."""
    return read(reading.get, caller, message_id)


@router.patch("/messages/{message_id}", responses=error_responses(404))
def edit_message(caller: Caller, message_id: Id, body: TextChange) -> MessagePublic:
    """Change the text of one's own message."""
    return write(editing.edit, caller, message_id, body.text)


@router.delete("/messages/{message_id}", status_code=204, responses=error_responses(404))
def delete_message(caller: Caller, message_id: Id) -> None:
    """Empty a message; its place stays. For its author, the channel's owner and administrators."""
    write(editing.delete, caller, message_id)


@router.put("/messages/{message_id}/reactions/{emoji}", status_code=204, responses=error_responses(404))
def add_reaction(caller: Caller, message_id: Id, emoji: Emoji) -> None:
    """Put an emoji on a message; doing it twice changes nothing."""
    write(reactions.add, caller, message_id, emoji)


@router.delete("/messages/{message_id}/reactions/{emoji}", status_code=204, responses=error_responses(404))
def remove_reaction(caller: Caller, message_id: Id, emoji: Emoji) -> None:
    """Take one's own emoji off a message again."""
    write(reactions.remove, caller, message_id, emoji)


@router.get("/search", responses=error_responses(404))
def search_messages(
    caller: Caller,
    q: Annotated[str, Query(min_length=1, max_length=200, description="What to look for.")],
    channel: Annotated[Id | None, Query(description="Only in this channel.")] = None,
    limit: Annotated[int | None, _size(lambda _: search.DEFAULT_LIMIT)] = None,
    before: Annotated[Id | None, Query(description="Only older ones than this message.")] = None,
) -> FoundPage:
    """Find messages in the channels the caller may read, the newest first.

    With all the words of `q`, each as the beginning of one, and with what stands in `"double quotes"` as it
    stands there. Of what is written without spaces, consecutive characters are found. While `has_before` says
    that there are more, the last one's `id` as `before` gives the next page.
    """
    return read(search.find, caller, q, channel, limit, before)
