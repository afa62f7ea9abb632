"""Messages, reactions to them, and finding them."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Path, Query, Response

from chat_app.api.answers import Messages
from chat_app.api.bodies import Id, NewMessage, TextChange, documented
from chat_app.api.identity import Caller, Claimant
from chat_app.api.routing import refusals, router
from chat_app.schemas import MessagePage, MessagePublic
from chat_app.services import messages, posting, reactions, search
from chat_app.services.messages import Draft
from chat_app.services.work import look_up, on_thread, perform
from chat_app.settings import Settings

posts = router("messages")


def _size(default: Callable[[Settings], int]) -> Any:
    """How many messages to answer with. The service decides; here it is only told what it does."""

    def describe(to: Settings) -> dict[str, Any]:
        most = to.page_size_max
        return {"description": f"{min(default(to), most):,} unless given; more than {most:,} gives {most:,}."}

    return Query(ge=1, json_schema_extra=documented(describe))  # pyright: ignore[reportArgumentType]


Seq = Annotated[int | None, Query(ge=0, description="A message's `seq`.")]
Emoji = Annotated[str, Path(description="One emoji, percent-encoded.", examples=["👍"])]


@posts.get("/channels/{channel_id}/messages", responses=refusals(404))
async def list_messages(
    caller: Claimant,
    channel_id: Id,
    before: Seq = None,
    after: Seq = None,
    around: Seq = None,
    limit: Annotated[int | None, _size(lambda to: to.page_size)] = None,
) -> MessagePage:
    """A page of messages, oldest first: the newest, or those before, after or around a `seq`.

    `seq` counts the messages of a channel without gaps. Use only one of the three.
    """
    return await on_thread(look_up, messages.page, caller, channel_id, before, after, around, limit)


@posts.post(
    "/channels/{channel_id}/messages",
    status_code=201,
    responses={
        200: {"model": MessagePublic, "description": "It had been posted before."},
        **refusals(404, 409),
    },
)
async def post_message(
    response: Response, caller: Claimant, channel_id: Id, body: NewMessage
) -> MessagePublic:
    """Post a message. Answered when it is stored.

    Sent again with the same `client_message_id`, it is answered with the message that is there, and 200.
    """
    draft = Draft(channel_id, body.text, body.client_message_id, body.reply_to)
    message, is_new = await posting.post_as(caller, draft)
    left = posting.writer.left(caller.user_id)
    response.headers["RateLimit-Limit"] = str(left.limit)
    response.headers["RateLimit-Remaining"] = str(left.remaining)
    response.headers["RateLimit-Reset"] = str(left.reset)
    response.status_code = 201 if is_new else 200
    return message


@posts.get("/messages/{message_id}", responses=refusals(404))
def get_message(caller: Caller, message_id: Id) -> MessagePublic:
    """One message. Of a deleted one the text is empty."""
    return look_up(messages.get, caller, message_id)


@posts.patch("/messages/{message_id}", responses=refusals(404))
def edit_message(caller: Caller, message_id: Id, body: TextChange) -> MessagePublic:
    """Change the text of one's own message."""
    return perform(messages.edit, caller, message_id, body.text)


@posts.delete("/messages/{message_id}", status_code=204, responses=refusals(404))
def delete_message(caller: Caller, message_id: Id) -> None:
    """Empty a message; its place stays. For its author, the channel's owner and administrators."""
    perform(messages.delete, caller, message_id)


@posts.put("/messages/{message_id}/reactions/{emoji}", status_code=204, responses=refusals(404))
def add_reaction(caller: Caller, message_id: Id, emoji: Emoji) -> None:
    """Put an emoji on a message; doing it twice changes nothing."""
    perform(reactions.add, caller, message_id, emoji)


@posts.delete("/messages/{message_id}/reactions/{emoji}", status_code=204, responses=refusals(404))
def remove_reaction(caller: Caller, message_id: Id, emoji: Emoji) -> None:
    """Take one's own emoji off a message again."""
    perform(reactions.remove, caller, message_id, emoji)


@posts.get("/search", responses=refusals(404))
def search_messages(
    caller: Caller,
    q: Annotated[str, Query(min_length=1, max_length=200, description="What to look for.")],
    channel: Annotated[Id | None, Query(description="Only in this channel.")] = None,
    limit: Annotated[int | None, _size(lambda _: search.FOUND)] = None,
) -> Messages:
    """Find messages in the channels the caller may read, the newest first."""
    return Messages(items=look_up(search.find, caller, q, channel, limit))
