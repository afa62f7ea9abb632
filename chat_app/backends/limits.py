"""How often somebody may do something."""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from chat_app.errors import Sentence, TooMany

# Keys come from outside; beyond this many the longest unused is forgotten.
MAX_KEYS = 100_000


@dataclass(frozen=True)
class Left:
    """Of `limit` hits `remaining` are left; one more comes back in `reset` seconds."""

    limit: int
    remaining: int
    reset: int


class Limit:
    """At most `count` hits a key within any `seconds`. Refused hits do not count. Thread-safe."""

    def __init__(self, count: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._seconds = seconds
        self._clock = clock
        self._hits: OrderedDict[Hashable, deque[float]] = OrderedDict()  # longest unused first
        self._lock = threading.Lock()

    def hit(self, key: Hashable) -> None:
        """Count one.

        Raises:
            TooMany: this key has used up its hits; says when there will be one again.
        """
        with self._lock:
            now = self._clock()
            hits = self._hits.setdefault(key, deque(maxlen=self._count))
            if len(hits) == self._count and now - hits[0] < self._seconds:
                raise _too_many(hits[0] + self._seconds - now, self._count)
            hits.append(now)
            self._hits.move_to_end(key)
            self._drop_old(now)

    def give_back(self, key: Hashable) -> None:
        """Take back the newest hit of this key, for what was not done after all."""
        with self._lock:
            hits = self._hits.get(key)
            if hits:
                hits.pop()
            if not hits:
                self._hits.pop(key, None)

    def left(self, key: Hashable) -> "Left":
        """Return what this key may still do."""
        with self._lock:
            now = self._clock()
            hits = self._hits.get(key, deque())
            while hits and now - hits[0] >= self._seconds:
                hits.popleft()
            if not hits:
                self._hits.pop(key, None)
                return Left(self._count, self._count, 0)
            return Left(self._count, self._count - len(hits), math.ceil(hits[0] + self._seconds - now))

    def forget(self, key: Hashable) -> None:
        """Start this key afresh."""
        with self._lock:
            self._hits.pop(key, None)

    def clear(self) -> None:
        """Start all keys afresh."""
        with self._lock:
            self._hits.clear()

    def _drop_old(self, now: float) -> None:
        while self._hits:
            key, hits = next(iter(self._hits.items()))
            if now - hits[-1] < self._seconds and len(self._hits) <= MAX_KEYS:
                return
            del self._hits[key]


def _too_many(retry_after: float, limit: int) -> TooMany:
    seconds = max(1, math.ceil(retry_after))
    if seconds == 1:
        return TooMany("That was too often. Please try again in 1 second.", retry_after, limit)
    sentence = Sentence("That was too often. Please try again in {seconds} seconds.", seconds=seconds)
    return TooMany(sentence, retry_after, limit)
