"""What the live side needs from outside: the database to read, the pages to write to, threads to wait on."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from chat_app.realtime.person import LiveMembership
from chat_app.realtime.views import ChannelView, PersonView
from chat_app.schemas import MessagePublic

RunInThread = Callable[..., Awaitable[Any]]
"""Call a function that waits for the database on a worker thread: `await run(function, *arguments)`."""


@dataclass(frozen=True)
class Titles:
    """What a conversation is called: `common` by everybody, or its `own` title by each reader, by user id."""

    common: str = ""
    own: Mapping[int, str] = field(default_factory=dict[int, str])

    def of(self, user_id: int) -> str:
        """Return what this person reads as its title."""
        return self.own.get(user_id, self.common)


@dataclass(frozen=True)
class ChannelSnapshot:
    """A channel as the database has it: its members and newest messages, oldest first.

    `titles` go to each reader by themselves, never with what all are sent alike. `last_change` is the number
    of the newest change of any of its messages, `parent_id` the conversation that a thread hangs from.
    """

    view: ChannelView
    member_ids: set[int]
    messages: list[MessagePublic]
    titles: Titles
    last_change: int = 0
    parent_id: int | None = None


@dataclass(frozen=True)
class PersonSnapshot:
    """A person as the database has them, with their memberships by channel id."""

    view: PersonView
    is_admin: bool
    memberships: dict[int, LiveMembership]


class LiveStore(Protocol):
    """The database. Called on a worker thread; None: there is no such channel or person."""

    def channel(self, channel_id: int) -> ChannelSnapshot | None: ...

    def person(self, user_id: int) -> PersonSnapshot | None: ...

    def alive_sessions(self, session_ids: set[str]) -> set[str]:
        """Return those of these sessions that are neither ended nor expired."""
        ...

    def save_marks(self, marks: list[tuple[int, int, int, int]]) -> None:
        """Store how far people have read: (user id, channel id, seq, what was stored before) each.

        Never backwards, but where `seq` is less than what was stored before: that is taken back if it is
        what is stored still.
        """
        ...


class Transport(Protocol):
    """The pages, by socket id. Never waits, never raises for a page that has gone."""

    def push(
        self,
        sids: Iterable[str],
        values: dict[str, Any],
        everything: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        """Send vars to all of them, encoded once. A page still busy with an older push of the same
        kind gets `everything()` in its place, so that it never has to take a queue of steps."""
        ...

    def show_sign_in(self, sid: str, channel: ChannelView | None) -> None:
        """Take a page to the sign-in, which says why and leads back to the channel, if there is one."""
        ...

    def close(self, sid: str) -> None:
        """End a page's connection, after what was sent to it before."""
        ...
