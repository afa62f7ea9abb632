"""Who is online, away or offline: one lease a connection, one answer a person.

Two tabs are one person. A person whose last connection closed stays for a short grace, so that a
reload does not flicker; the clock is given, so that tests need not wait. A connection is no input, or a
network that comes and goes would make people who are away seem to be here: a page says of itself when
it has been opened. Only a person who was not here for long counts as active by coming.
"""

import math
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
        self._touched: set[int] = set()  # those of whom something has been noted since the last look
        self._next_change = math.inf  # nobody else changes before, by time alone

    def clear(self) -> None:
        """Forget everybody."""
        self._people.clear()

    def connect(self, connection: str, user_id: int) -> None:
        """Take in a connection of this person."""
        person = self._people.setdefault(user_id, _Person(active_at=self._clock()))
        person.connections.add(connection)
        person.left_at = None
        self._touched.add(user_id)

    def disconnect(self, connection: str, user_id: int) -> None:
        """Forget that connection."""
        person = self._people.get(user_id)
        if person is None or connection not in person.connections:
            return
        person.connections.discard(connection)
        if not person.connections:
            person.left_at = self._clock()
            self._touched.add(user_id)

    def note_activity(self, user_id: int) -> None:
        """Note that there was input from this person."""
        if person := self._people.get(user_id):
            person.active_at = self._clock()
            self._touched.add(user_id)

    def status(self, user_id: int) -> Status:
        person = self._people.get(user_id)
        return self._judge(person, self._clock()) if person else "offline"

    def changes(self) -> dict[int, Status]:
        """Return whose status has changed since this was last asked; forget who has been gone for long."""
        now = self._clock()
        if now >= self._next_change:
            self._touched, self._next_change = {*self._people}, math.inf
        touched, self._touched = self._touched, set()
        changed: dict[int, Status] = {}
        for user_id in touched & self._people.keys():
            person = self._people[user_id]
            status = self._judge(person, now)
            if status != person.told:
                changed[user_id] = person.told = status
            if status == "offline" and now - (person.left_at or 0.0) >= REMEMBERED_SECONDS:
                del self._people[user_id]
            else:
                self._next_change = min(self._next_change, self._changes_at(person, status))
        return changed

    def _changes_at(self, person: _Person, status: Status) -> float:
        """Return when a person of this status changes next, if nothing is noted of them before."""
        if status == "offline":
            return (person.left_at or 0.0) + REMEMBERED_SECONDS
        goes = math.inf if person.connections else (person.left_at or 0.0) + self._grace
        return min(goes, person.active_at + self._away_after) if status == "online" else goes

    def _judge(self, person: _Person, now: float) -> Status:
        if not person.connections and now - (person.left_at or 0.0) >= self._grace:
            return "offline"
        return "away" if now - person.active_at >= self._away_after else "online"
