"""REST under load: clients post and read without a pause while one page is open in the channel."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from itertools import cycle, islice
from typing import Any

from benchmarks import machine
from benchmarks.figures import milliseconds
from benchmarks.generator.drivers.base import Client, Rest
from benchmarks.generator.http1 import Answer
from benchmarks.generator.meter import Meter, Reading, Row, undisturbed
from benchmarks.generator.recorder import Recorder
from benchmarks.generator.server import running
from benchmarks.lines.pages import CHANNEL, MEMBERS
from benchmarks.machine import now
from benchmarks.peers import Peer

# What each client does over and over: P posts, R reads the newest 50.
MIXES = {"even": "PR", "read-heavy": "PRRRRRRRRR", "write-heavy": "PPPPPPPPPR"}
TAKEN, TOO_OFTEN = (200, 201), 429
PATIENCE = 60  # seconds


class Load:
    """Clients in a closed loop, and what became of every request."""

    def __init__(self, recorder: Recorder, mix: str, end: float) -> None:
        self.recorder, self.mix, self.end = recorder, mix, end
        self.acknowledged: set[int] = set()
        self.unknown: set[int] = set()  # no answer: whether they are stored nobody knows
        self.took: dict[str, list[float]] = {"post": [], "read": []}
        self.statuses: Counter[str] = Counter()
        self.doubled = 0
        self.measured = False

    async def client(self, number: int, rest: Rest) -> None:
        """Post and read until the end, or until there is no answer, beginning elsewhere than others."""
        for step in islice(cycle(self.mix), number, None):
            if now() >= self.end:
                return
            if not await (self._post(rest) if step == "P" else self._read(rest)):
                return

    async def _post(self, rest: Rest) -> bool:
        text, number = self.recorder.text(), self.recorder.next - 1
        status, _ = await self._timed("post", rest.post(text))
        if status in TAKEN:
            self.acknowledged.add(number)
        elif not status:
            self.unknown.add(number)
        return bool(status)

    async def _read(self, rest: Rest) -> bool:
        status, body = await self._timed("read", rest.read())
        ours = self.recorder.ours(body)
        self.doubled += len(ours) - len(set(ours))
        return bool(status)

    async def _timed(self, what: str, request: Coroutine[Any, Any, Answer]) -> Answer:
        begun, counted = now(), self.measured
        try:
            status, body = await request
        except OSError:
            status, body = 0, b""
        self.statuses[f"{what} {status}"] += 1
        if counted and self.measured and status in TAKEN:
            self.took[what].append(now() - begun)
        return status, body

    async def stored(self, rest: Rest) -> Counter[int]:
        """Return how often each message of this run is in the history, read page by page to its beginning."""
        found: Counter[int] = Counter()
        async for body in rest.pages():
            ours = self.recorder.ours(body)
            if not ours:
                break
            found.update(ours)
        return found

    def truth(self, found: Counter[int]) -> Row:
        """Return whether what was acknowledged, and no more, is in the history and came to the page, once."""
        nowhere = {number for number in self.acknowledged if number not in found}
        untold = {number for number in self.acknowledged if not self.recorder.has(0, number)}
        failed = [count for what, count in self.statuses.items() if _failed(int(what.split()[1]))]
        return {
            "acknowledged": len(self.acknowledged),
            "statuses": dict(sorted(self.statuses.items())),
            "errors": sum(failed),
            "lost": len(nowhere | untold),
            "unasked": len(found.keys() - self.acknowledged - self.unknown),
            "doubled": self.doubled
            + self.recorder.loss()["doubled"]
            + sum(count > 1 for count in found.values()),
        }


def _failed(status: int) -> bool:
    return status not in (*TAKEN, TOO_OFTEN)


async def measure(peer: Peer, mix: str, clients: int, window: float, warm: float = 2) -> list[Row]:
    """Return the figures of so many clients with a mix."""
    async with running(peer) as server:
        server.driver.fill(CHANNEL, max(MEMBERS, clients + 2))
        recorder = Recorder(1, repeats=server.driver.repeats)
        page = await server.driver.connect(
            clients, lambda _, at, payload: recorder.on_data(0, at, payload), CHANNEL
        )
        rests = await asyncio.gather(*(server.driver.rest(each, CHANNEL) for each in range(clients)))
        fixed_loop_ms = machine.fixed_loop_ms()
        load = Load(recorder, MIXES[mix], now() + warm + window)
        spent = await _run(load, rests, server.meter, warm)
        await _arrive(load)
        reader = await server.driver.rest(clients + 1, CHANNEL)
        truth = load.truth(await load.stored(reader))
        await _close([*rests, reader], page)
        return [{"clients": clients, "fixed_loop_ms": fixed_loop_ms, **_figures(load, spent), **truth}]


async def _run(load: Load, rests: list[Rest], meter: Meter, warm: float) -> Reading:
    with undisturbed():
        running = asyncio.gather(*(load.client(number, rest) for number, rest in enumerate(rests)))
        await asyncio.sleep(warm)
        load.measured = True
        load.recorder.time_from_here()
        begin = meter.read()
        await asyncio.sleep(load.end - now())
        load.measured = False
        spent = meter.read() - begin
        await asyncio.wait_for(running, PATIENCE)
    return spent


async def _arrive(load: Load) -> None:
    end = now() + 10
    while now() < end and not all(load.recorder.has(0, number) for number in load.acknowledged):
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)  # a second arrival would come now


async def _close(rests: list[Rest], page: Client) -> None:
    for each in rests:
        each.close()
    await page.close()


def _figures(load: Load, spent: Reading) -> Row:
    count = sum(map(len, load.took.values()))
    return {
        "requests_a_second": round(count / spent.at, 1),
        **milliseconds([*load.took["post"], *load.took["read"]]),
        **milliseconds(load.took["post"], "post_"),
        **milliseconds(load.took["read"], "read_"),
        **milliseconds(load.recorder.took, "live_"),
        **spent.per(count, unit=1e3, what="ms_a_request"),
        **spent.shares(),
    }
