"""Facts the world is told after they were stored. Immutable, in the past tense.

A service records them on its database session; they are published only when that
session's transaction has been committed (see `services.transactions.record`).
"""

from dataclasses import dataclass, field
from typing import Literal

from chat_app.schemas import MessagePublic, PresenceStatus, UserPublic


@dataclass(frozen=True)
class Event:
    """Anything that happened."""


@dataclass(frozen=True)
class MessagePosted(Event):
    message: MessagePublic


@dataclass(frozen=True)
class MessageChanged(Event):
    """Edited, deleted, or reacted to; carries the message as it is now.

    `number` counts the changes of the channel's messages, without gaps.
    """

    message: MessagePublic
    kind: Literal["edited", "deleted", "reacted"] = field(default="edited", compare=False)
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ChannelCreated(Event):
    channel_id: int
    private: bool


@dataclass(frozen=True)
class ChannelChanged(Event):
    """Its name, topic or privacy has changed; `private`: it is for its members only."""

    channel_id: int
    private: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class ChannelDeleted(Event):
    channel_id: int


@dataclass(frozen=True)
class MemberJoined(Event):
    channel_id: int
    user_id: int


@dataclass(frozen=True)
class MemberLeft(Event):
    """Left by themselves or was removed."""

    channel_id: int
    user_id: int


@dataclass(frozen=True)
class UserChanged(Event):
    """`shared_name`: the display name could be taken for another user's."""

    user: UserPublic
    shared_name: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class PresenceChanged(Event):
    """A person came, went, or is away; `channel_ids` are the channels they are in."""

    user_id: int
    status: PresenceStatus
    channel_ids: frozenset[int]


@dataclass(frozen=True)
class TypingStarted(Event):
    """The person writes in the channel. Not stored; over after a few seconds.

    `name` is theirs, and `handle` what belongs beside it, where the sender knows them.
    """

    channel_id: int
    user_id: int
    name: str = field(default="", compare=False)
    handle: str = field(default="", compare=False)


@dataclass(frozen=True)
class TypingStopped(Event):
    """The person has taken back what they were writing."""

    channel_id: int
    user_id: int


@dataclass(frozen=True)
class ReadMarked(Event):
    """The person has read the channel up to and with `seq`."""

    user_id: int
    channel_id: int
    seq: int


@dataclass(frozen=True)
class SessionEnded(Event):
    session_id: str
    user_id: int
