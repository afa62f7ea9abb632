"""Whether pages are still there: each is asked now and then, all of them by one timer."""

import asyncio
from collections.abc import Callable, Collection

TURNS = 32  # of a round


class Pings:
    """Asks each websocket once a round of `seconds`, and gives up the one that has not answered by the next.

    A round has turns. Whoever comes gets the one with the fewest, so that what is sent and answered is spread
    over the round even when all come at once, as after a restart.
    """

    def __init__(
        self, seconds: float, ask: Callable[[Collection[str]], object], give_up: Callable[[str], object]
    ) -> None:
        self._pause, self._ask, self._give_up = seconds / TURNS, ask, give_up
        # By socket, whether it has answered.
        self._turns = [dict[str, bool]() for _ in range(TURNS)]
        self._turn_of: dict[str, dict[str, bool]] = {}
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, sid: str) -> None:
        """Begin to ask a socket, nearly a round from now."""
        latest_first = (self._turns[(self._next - ago) % TURNS] for ago in range(1, TURNS + 1))
        turn = self._turn_of[sid] = min(latest_first, key=len)
        turn[sid] = True
        if self._timer is None:
            self._wait()

    def note_answer(self, sid: str) -> None:
        """Note that the socket has answered."""
        if turn := self._turn_of.get(sid):
            turn[sid] = True

    def remove(self, sid: str) -> None:
        """Ask it no more."""
        if turn := self._turn_of.pop(sid, None):
            del turn[sid]
        if self._timer is not None and not self._turn_of:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._pause, self._take_turn)

    def _take_turn(self) -> None:
        self._wait()  # first, so that it goes on whatever becomes of the rest
        turn, self._next = self._turns[self._next], (self._next + 1) % TURNS
        silent = [sid for sid, has_answered in turn.items() if not has_answered]
        turn.update(dict.fromkeys(turn, False))
        self._ask(turn.keys() - silent)
        for sid in silent:
            self._give_up(sid)
