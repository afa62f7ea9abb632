"""Posts: drafts of people on their way to be stored, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chat_app.backends.parameter_rows import as_parameter
from chat_app.errors import ChatError, Conflict, FieldError, Invalid, SignedOut, TooMany
from chat_app.schemas import MentionPublic, MessagePublic
from chat_app.services import access, public
from chat_app.services.access import Actor, Claim
from chat_app.services.messages import drafts, mentions
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.posting_queries import POSTS, Outcome
from chat_app.services.rows import Answer
from chat_app.text import folding


@dataclass(eq=False)
class Post:
    """A draft as it would be stored. `too_often` is why it is refused if it is a new message.

    Raises:
        Invalid: the text, or the client_message_id.
    """

    author: Actor | Claim
    draft: Draft
    too_often: TooMany | None = None
    names: list[str] = field(init=False)  # the usernames in it, whether or not anybody has them

    def __post_init__(self) -> None:
        self.draft = drafts.checked(self.draft)
        self.names = mentions.named_in(self.draft.text)

    def row(self, number: int) -> dict[str, Any]:
        """Return it as a row of `posting_queries.POSTS`."""
        return {
            "number": number,
            "session_id": self.author.session_id,
            "user_id": self.author.user_id,
            "text": self.draft.text,
            "search_words": folding.index_of(self.draft.text),
            "client_message_id": self.draft.client_message_id,
            "reply_to": access.valid_id(self.draft.reply_to),
            "names": self.names,
            "too_often": self.too_often is not None,
        }

    def message(self, answer: Answer, at: datetime) -> MessagePublic:
        """Return the message that it has become.

        Raises:
            ChatError: why it has become none.
        """
        if answer.outcome != Outcome.STORED or answer.seq is None:
            raise self._refusal(answer)
        reply_to = self.draft.reply_to
        return MessagePublic(
            id=str(answer.message_id),
            channel_id=str(self.draft.channel_id),
            seq=answer.seq,
            author=public.author(self.author.user_id, answer),
            text=self.draft.text,
            created_at=at,
            reply_to=None if reply_to is None else str(reply_to),
            quote=public.quote(answer),
            mentions=[MentionPublic(id=str(user_id), username=name) for user_id, name in answer.people or ()],
            client_message_id=self.draft.client_message_id,
        )

    def _refusal(self, answer: Answer) -> ChatError:
        match answer.outcome:
            case Outcome.SIGNED_OUT:
                return SignedOut()
            case Outcome.USED_ELSEWHERE:
                said = "You have used this client_message_id in another channel. Give each message its own."
                return Conflict(said, field="client_message_id")
            case Outcome.NOTHING_TO_ANSWER:
                return Invalid(FieldError("reply_to", "The message you reply to is not in this channel."))
            case Outcome.TOO_OFTEN if self.too_often is not None:
                return self.too_often
            case _:  # the channel has been deleted meanwhile
                return access.no_such_channel()


def parameters(channel_id: int, rows: Sequence[dict[str, Any]], at: Any) -> dict[str, Any]:
    """Return the parameters of the statements: posts to one channel, and when they are stored."""
    values = ([row[name] for name in POSTS.c.keys()] for row in rows)  # noqa: SIM118 - not a dict
    return {"channel_id": access.valid_id(channel_id), "now": at, "posts": as_parameter(values)}


def kinds(posts: Sequence[Post]) -> dict[str, bool]:
    """Return which statements are right for posts: see `posting_queries`."""
    return {
        "replies": any(post.draft.reply_to is not None for post in posts),
        "mentions": any(post.names for post in posts),
    }
