"""The shapes that leave the server. Never a table row: only these.

Ids are strings; times are aware UTC datetimes, RFC 3339 in JSON.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

PresenceStatus = Literal["online", "away", "offline"]
ChannelKind = Literal["channel", "direct", "thread"]


class Public(BaseModel):
    """Immutable, so that one object can be shared by every reader."""

    model_config = ConfigDict(frozen=True)


class UserPublic(Public):
    """A person as others see them. `bot` marks a program's account.

    `presence` is filled in where the person is shown.
    """

    id: str
    username: str
    display_name: str
    color: str
    status: str
    bot: bool = False
    presence: PresenceStatus = "offline"
    created_at: datetime


class ChannelPublic(Public):
    """A conversation as the asking person sees it: `title`, `joined` and `unread` are theirs.

    Only a channel has a `name`. `members` are the people of a `direct` message, whoever asks among them;
    `parent_message_id` is the message that a `thread` hangs from.
    """

    id: str
    kind: ChannelKind = "channel"
    name: str | None
    title: str
    topic: str
    private: bool
    member_count: int
    members: list[UserPublic] | None = None
    parent_message_id: str | None = None
    last_seq: int
    joined: bool
    unread: int
    created_at: datetime


class MemberPublic(Public):
    """A person in a channel, with their role there (`owner` or `member`)."""

    user: UserPublic
    role: str
    joined_at: datetime


class AuthorPublic(Public):
    """The part of a person that a message carries.

    `shared_name`: the display name could be taken for another user's, so the username belongs beside it.
    """

    id: str
    username: str
    display_name: str
    color: str
    bot: bool = False
    shared_name: bool = False


class ReactionPublic(Public):
    """One emoji on a message, and who put it there (user ids, in the order they did)."""

    emoji: str
    count: int
    user_ids: list[str]


class MentionPublic(Public):
    """A person whom a message mentions."""

    id: str
    username: str


class QuotePublic(Public):
    """What a reply shows of the message it answers: whose it is, and the beginning of its text.

    `username` and `shared_name` are as in the author of a message.
    """

    id: str
    seq: int
    author_id: str
    author: str
    username: str
    shared_name: bool = False
    text: str
    deleted: bool


class MessagePublic(Public):
    """A message. `text` is empty once `deleted`; `seq` counts gapless within its channel.

    `quote` is what a reply shows of the message `reply_to`; `mentions` are the people behind an `@` in
    the text.
    """

    id: str
    channel_id: str
    seq: int
    author: AuthorPublic
    text: str
    created_at: datetime
    edited_at: datetime | None = None
    deleted: bool = False
    reply_to: str | None = None
    quote: QuotePublic | None = None
    mentions: list[MentionPublic] = []
    reactions: list[ReactionPublic] = []
    client_message_id: str | None = None


class MessagePage(Public):
    """Messages of one channel, oldest first, and whether there are more on either side."""

    items: list[MessagePublic]
    has_before: bool
    has_after: bool


class FoundPage(Public):
    """Messages that were looked for, newest first, and whether there are older ones."""

    items: list[MessagePublic]
    has_before: bool


class TokenPair(Public):
    """What an API client signs in with: an access token, and the one refresh token that gets the next."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int


Scope = Literal["read", "write"]


class AccessTokenPublic(Public):
    """A personal access token, without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime


class NewAccessToken(AccessTokenPublic):
    """The same with its secret: `token` is told this once and never again."""

    token: str


class StreamOpened(Public):
    """The stream begins; `resumed` when it goes on from a Last-Event-ID."""

    resumed: bool
    channel_ids: list[str]


class StreamResynced(Public):
    """The listener was too slow: of messages everything follows, but fleeting events were left out."""


class MembershipChanged(Public):
    """A person joined or left a channel."""

    channel_id: str
    user_id: str


class ChannelChanged(Public):
    """A channel has been changed, or deleted."""

    channel_id: str


class PresenceChanged(Public):
    """A person who shares a channel with the listener came, went, or is away."""

    user_id: str
    presence: PresenceStatus


class Typing(Public):
    """A person writes in a channel; over after five seconds."""

    channel_id: str
    user_id: str
