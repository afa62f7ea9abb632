"""What the live side knows of each connected person: who they are, their channels, what they read."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from chat_app.realtime.views import NO_LOSS, LossView, PersonView, SidebarItem


class Deleted:
    """The `seq` of each deleted message of a channel that not all connected members have read."""

    def __init__(self, seqs: Iterable[int] = ()) -> None:
        self._seqs = sorted(seqs)

    def between(self, low: int, high: int) -> int:
        """Return how many are after `low`, up to and with `high`."""
        return bisect_right(self._seqs, high) - bisect_right(self._seqs, low)

    def add(self, other: "Deleted") -> None:
        """Take over those of another, too."""
        if not {*other._seqs} <= {*self._seqs}:
            self._seqs = sorted({*self._seqs, *other._seqs})

    def put(self, seq: int, deleted: bool) -> bool:
        """Set whether a message is deleted; return whether that is news."""
        at = bisect_left(self._seqs, seq)
        if (seq in self._seqs[at : at + 1]) is deleted:
            return False
        if deleted:
            insort(self._seqs, seq)
        else:
            del self._seqs[at]
        return True


@dataclass
class LiveChannel:
    """What is the same for all connected members of a channel: a message changes it once, not for each.

    `last_seq` is its newest message, `deleted` what has been deleted of it. `readers` are the users who read
    along: they have read whatever there is. `up_to_date` are the other members whose list of channels shows
    how things are, so that it has to be sent again once there is a message; for all others that is under way.
    """

    last_seq: int = 0
    deleted: Deleted = field(default_factory=Deleted)
    members: dict[int, "LiveMembership"] = field(default_factory=dict[int, "LiveMembership"])
    readers: set[int] = field(default_factory=set[int])
    up_to_date: set[int] = field(default_factory=set[int])

    def note_list_sent(self, user_id: int) -> None:
        """Note that the list of a member shows how things are here."""
        if user_id in self.members and user_id not in self.readers:
            self.up_to_date.add(user_id)


@dataclass
class LiveMembership:
    """One person's place in one channel. Unread is what came after `read_seq` and is not deleted.

    `settled` is how far they have read as it is noted to be saved, `read_seq` as it is, which is further for
    one who reads along. `confirmed` is how far a page has said that it is read; what the server has marked
    behind that by itself, for a page that follows, it may take back. `mentioned`: the `seq` of each message
    that mentions them and is unread or may become so; some that were read may still be in it. `people` are
    those whose names may be in the title.
    """

    user_id: int
    name: str
    title: str
    private: bool
    settled: int
    channel: LiveChannel
    mentioned: set[int] = field(default_factory=set[int])
    kind: str = "channel"
    people: frozenset[int] = frozenset()
    parent_id: int | None = None  # what a thread hangs from
    confirmed: int = field(init=False)

    def __post_init__(self) -> None:
        self.confirmed = self.settled

    @property
    def read_seq(self) -> int:
        reads_along = self.user_id in self.channel.readers
        return max(self.settled, self.channel.last_seq) if reads_along else self.settled

    @property
    def unread(self) -> int:
        read, last = self.read_seq, self.channel.last_seq
        return last - read - self.channel.deleted.between(read, last) if read < last else 0

    @property
    def mentions(self) -> int:
        """Return how many unread messages mention the person."""
        self.mentioned = {seq for seq in self.mentioned if seq > self.confirmed}
        read = self.read_seq
        return sum(seq > read for seq in self.mentioned)


@dataclass
class Person:
    """A connected person. `view` has their name and colour; `memberships` is by channel id."""

    user_id: int
    view: PersonView
    is_admin: bool
    memberships: dict[int, LiveMembership] = field(default_factory=dict[int, LiveMembership])
    sockets: set[str] = field(default_factory=set[str])
    sidebar_sent_at: float = 0.0
    sidebar_waiting: bool = False

    def sidebar(self) -> list[SidebarItem]:
        """Return the person's conversations as they read them: channels by name, then the others by title."""
        return [
            SidebarItem(
                id=str(channel_id),
                kind=membership.kind,
                name=membership.name,
                title=membership.title,
                private=membership.private,
                unread=membership.unread,
                mentions=membership.mentions,
            )
            for channel_id, membership in sorted(self.memberships.items(), key=_by_title)
        ]


def _by_title(item: tuple[int, LiveMembership]) -> tuple[bool, str, int]:
    channel_id, membership = item
    return membership.kind != "channel", membership.title.casefold(), channel_id


@dataclass
class Connection:
    """One socket: whose it is, by which session, and which channel it shows (None: none).

    `showing` tells one opening of a channel from every other; `new_from` is the first message unread then,
    `read_to` the last one read, as far as the page was told. `left` is the `showing` and the channel that the
    page last read along, until it has said how far. `typed_at` is when the page last said that its person
    writes there; 0: it has not. `title` is what it was last sent as the channel's;
    `lost` is the channel that it showed last, if that was taken from it.
    """

    sid: str
    user_id: int
    session_id: str
    channel_id: int | None = None
    showing: int = 0
    new_from: int = 0
    read_to: int = 0
    left: tuple[int, int] = 0, 0
    read_version: int = -1
    typed_at: float = 0.0
    title: str = ""
    lost: LossView = field(default_factory=NO_LOSS.copy)
