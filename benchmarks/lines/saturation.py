"""The most deliveries a second that still arrive: all of them, the slowest hundredth within a second."""

from collections.abc import Awaitable, Callable

from benchmarks.generator.meter import Row
from benchmarks.generator.open_loop import Pace, drive
from benchmarks.lines.pages import audience
from benchmarks.peers import Peer

P99_MS, KEPT_UP = 1000, 0.98
HALVINGS = 3  # of the last step, which leaves a ninth of uncertainty


async def highest(passes: Callable[[float], Awaitable[bool]], start: float) -> float | None:
    """Return the highest rate that passes: by doubling (or halving), then by looking in between."""
    low, high = start, start
    if await passes(start):
        while await passes(high := low * 2):
            low = high
    else:
        while not await passes(low := high / 2):
            if low < 0.02:
                return None
            high = low
    for _ in range(HALVINGS):
        between = (low * high) ** 0.5
        low, high = (between, high) if await passes(between) else (low, between)
    return low


def passed(row: Row) -> bool:
    """Return whether everything arrived, at the rate it was sent, and in time."""
    return row["lost"] == 0 and row["kept_up"] >= KEPT_UP and row.get("p99_ms", P99_MS) < P99_MS


async def measure(peer: Peer, people: int, start: float, window: float) -> list[Row]:
    """Return the figures of the highest rate that passed."""
    found: dict[float, Row] = {}
    async with audience(peer, people) as there:

        async def passes(rate: float) -> bool:
            pace = Pace(rate, window, warm=1.5, drain=40)
            found[rate] = await drive(there.recorder, there.clients, pace, there.server.meter)
            return passed(found[rate])

        await passes(start / 4)  # what is compiled and opened once
        best = await highest(passes, start)
    return [] if best is None else [{"people": people, **found[best]}]
