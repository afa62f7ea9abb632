"""Which message has reached whom, when, and how often."""

import random
from array import array
from typing import Any

from benchmarks.machine import now

MARK, DIGITS = b"~#", 9


def numbers_in(payload: bytes) -> list[int]:
    """Return the numbers of all markers (~#NNNNNNNNN#~) in what was received."""
    found = []
    at = payload.find(MARK)
    while at >= 0:
        found.append(int(payload[at + 2 : at + 2 + DIGITS]))
        at = payload.find(MARK, at + 2 + DIGITS)
    return found


class Recorder:
    """Numbers messages, and counts each at each person.

    With `repeats` a server may send a message again, as part of a later state: then only twice within one
    frame, which a page would show twice, is a double; otherwise every second arrival is.
    """

    def __init__(self, people: int, *, repeats: bool = False, most: int = 400_000) -> None:
        self.people, self.repeats = people, repeats
        self._base, self.next = random.randrange(10_000_000, 900_000_000), 0
        self.sent_at = array("d", bytes(8 * most))
        self.reached = array("L", bytes(8 * most))  # how many people, by message
        self._seen = [bytearray(most) for _ in range(people)]
        self._last: tuple[bytes, list[int], bool] = b"", [], False
        self.arrivals = self.doubled = self.again = 0
        self.took = array("d")
        self._timed: range | None = None

    def text(self) -> str:
        """Return the text of the next message, a hundred characters with its marker; it is sent now."""
        text = f"{MARK.decode()}{self._base + self.next:0{DIGITS}d}#~ ".ljust(100, "x")
        self.sent_at[self.next] = now()
        self.next += 1
        return text

    def time_from_here(self) -> None:
        """Time the deliveries of what is sent from now on."""
        self.took, self._timed = array("d"), range(self.next, len(self.sent_at))

    def time_until_here(self) -> None:
        """Time nothing that is sent later."""
        first = self._timed.start if self._timed else self.next
        self._timed = range(first, self.next)

    def ours(self, payload: bytes) -> list[int]:
        """Return which messages of this run are in something, from 0 on."""
        return [each - self._base for each in numbers_in(payload) if 0 <= each - self._base < self.next]

    def has(self, person: int, message: int) -> bool:
        """Return whether a message has reached a person."""
        return bool(self._seen[person][message])

    def on_data(self, person: int, at: float, payload: bytes) -> None:
        """Count what a person received at a moment."""
        # Most frames go to everybody alike: what is in the last one need not be looked for again.
        if payload != self._last[0]:
            ours = self.ours(payload)
            self._last = payload, ours, len(set(ours)) < len(ours)
        _, ours, twice = self._last
        if twice:
            self.doubled += len(ours) - len(set(ours))
        seen = self._seen[person]
        for number in set(ours) if twice else ours:
            if seen[number]:
                self.again += 1
                continue
            seen[number] = 1
            self.reached[number] += 1
            self.arrivals += 1
            if self._timed is not None and number in self._timed:
                self.took.append(at - self.sent_at[number])

    def loss(self, first: int = 0) -> dict[str, Any]:
        """Return what is missing of all that was sent from `first` on, and what came twice."""
        expected = (self.next - first) * self.people
        doubled = self.doubled + (0 if self.repeats else self.again)
        return {"lost": expected - sum(self.reached[first : self.next]), "doubled": doubled}
