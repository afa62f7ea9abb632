"""Who is online, away or offline: one lease a connection, one answer a person.

Two tabs are one person. A person whose last connection closed stays for a short grace, so that a
reload does not flicker; the clock is given, so that tests need not wait. A connection is no input, or a
network that comes and goes would make people who are away seem to be here: a page says of itself when
it has been opened. Only a person who was not here for long counts as active by coming.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["online", "away", "offline"]
REMEMBERED_SECONDS = 600.0  # how long the last input of a person who has gone is known


@dataclass
class _Person:
    connections: set[str] = field(default_factory=set[str])
    active_at: float = 0.0
    left_at: float | None = None
    told: Status = "offline"


class Presence:
    """Connections by key (a socket's id), grouped by person. Times are seconds of `clock`."""

    def __init__(self, away_after: float, grace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._away_after = away_after
        self._grace = grace
        self._clock = clock
        self._people: dict[int, _Person] = {}

    def clear(self) -> None:
        """Forget everybody."""
        self._people.clear()

    def connect(self, connection: str, user_id: int) -> None:
        """Take in a connection of this person."""
        person = self._people.setdefault(user_id, _Person(active_at=self._clock()))
        person.connections.add(connection)
        person.left_at = None

    def disconnect(self, connection: str, user_id: int) -> None:
        """Forget that connection."""
        person = self._people.get(user_id)
        if person is None or connection not in person.connections:
            return
        person.connections.discard(connection)
        if not person.connections:
            person.left_at = self._clock()

    def note_activity(self, user_id: int) -> None:
        """Note that there was input from this person."""
        if person := self._people.get(user_id):
            person.active_at = self._clock()

    def status(self, user_id: int) -> Status:
        person = self._people.get(user_id)
        return self._judge(person, self._clock()) if person else "offline"

    def changes(self) -> dict[int, Status]:
        """Return whose status has changed since this was last asked; forget who has been gone for long."""
        now = self._clock()
        changed: dict[int, Status] = {}
        for user_id, person in list(self._people.items()):
            status = self._judge(person, now)
            if status != person.told:
                changed[user_id] = person.told = status
            if status == "offline" and now - (person.left_at or 0.0) >= REMEMBERED_SECONDS:
                del self._people[user_id]
        return changed

    def _judge(self, person: _Person, now: float) -> Status:
        if not person.connections and now - (person.left_at or 0.0) >= self._grace:
            return "offline"
        return "away" if now - person.active_at >= self._away_after else "online"
