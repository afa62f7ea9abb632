"""What the live side knows of each connected person: who they are, their channels, what they read."""

from dataclasses import dataclass, field

from chat_app.realtime.views import PersonView, SidebarItem


@dataclass
class Seat:
    """One person's place in one channel. Unread is `last_seq - read_seq`.

    `mentioned`: the `seq` of each unread message that mentions them; some that were read may still be in it.
    """

    name: str
    private: bool
    last_seq: int
    read_seq: int
    mentioned: set[int] = field(default_factory=set)

    @property
    def unread(self) -> int:
        return max(0, self.last_seq - self.read_seq)

    @property
    def mentions(self) -> int:
        """How many unread messages mention the person."""
        self.mentioned = {seq for seq in self.mentioned if seq > self.read_seq}
        return len(self.mentioned)


@dataclass
class Person:
    """A connected person. `view` has their name and colour; `seats` is by channel id."""

    user_id: int
    view: PersonView
    is_admin: bool
    seats: dict[int, Seat] = field(default_factory=dict)
    sockets: set[str] = field(default_factory=set)
    sidebar_sent_at: float = 0.0
    sidebar_waiting: bool = False

    def sidebar(self) -> list[SidebarItem]:
        """The person's channels, by name."""
        return [
            SidebarItem(
                id=str(channel_id),
                name=seat.name,
                private=seat.private,
                unread=seat.unread,
                mentions=seat.mentions,
            )
            for channel_id, seat in sorted(self.seats.items(), key=lambda item: item[1].name)
        ]


@dataclass
class Viewer:
    """One socket: whose it is, by which session, and which channel it shows (None: none).

    `typed_at` is when the page last said that its person writes there; 0: it has not.
    """

    sid: str
    user_id: int
    session_id: str
    channel_id: int | None = None
    new_from: int = 0
    read_version: int = -1
    typed_at: float = 0.0
