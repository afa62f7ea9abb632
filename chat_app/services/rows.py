"""The rows that the queries of messages find: see `queries`."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Answer(NamedTuple):
    """What a statement says of a post: what becomes of it, and what its message shows beside the text.

    `people` are whom it mentions, as pairs of id and username. The last three are None unless it was stored.
    """

    number: int
    outcome: str
    earlier_id: int | None
    username: str
    display_name: str
    color: str
    bot: bool
    shared_name: bool
    quote_id: int | None
    quote_seq: int
    quote_text: str
    quote_deleted_at: object
    quote_author_id: int
    quote_author: str
    quote_username: str
    quote_shared_name: bool
    message_id: int | None = None
    seq: int | None = None
    people: Sequence[tuple[int, str]] | None = None


class ActorRow(NamedTuple):
    """Whose session it is."""

    username: str
    is_admin: bool


class UserName(NamedTuple):
    """A person who is mentioned."""

    id: int
    username: str


class MessageRow(NamedTuple):
    """A message with what it shows of its author, of what it answers, whom it mentions, and the reactions.

    `mentions` is JSON, or None, for the rows `[user id, username]`, `reactions` for `[id, user id, emoji]`.
    Where there is no `quote_id` the others of the quote are None too.
    """

    id: int
    channel_id: int
    seq: int
    author_id: int
    text: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    client_message_id: str | None
    reply_to_id: int | None
    change: int | None
    username: str
    display_name: str
    color: str
    bot: bool
    shared_name: bool
    quote_id: int | None
    quote_seq: int
    quote_text: str
    quote_deleted_at: datetime | None
    quote_author_id: int
    quote_author: str
    quote_username: str
    quote_shared_name: bool
    mentions: str | None
    reactions: str | None
