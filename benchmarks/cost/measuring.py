"""The processor time of a post, of a delivery and of a read, in loops of the yardstick.

A core is twice as slow while its neighbour is busy, for moments or for minutes. So a loop runs between
any two samples, on the server's core, and the half of the samples counts whose loops were the quicker ones.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from benchmarks import machine
from benchmarks.cost.yardstick import loop_seconds
from benchmarks.generator.meter import undisturbed
from benchmarks.generator.recorder import Recorder
from benchmarks.generator.server import Running, running
from benchmarks.peers import Peer

CHANNEL = "cost"
PATIENCE = 30  # seconds
REST = 0.002  # seconds after which a server has done what it does behind its answer
SERVER_CORE = int(os.environ.get("SERVER_CORE", "0"))


@dataclass(frozen=True)
class Amount:
    """How many samples are taken, what one has of each, and how many pages hear of a post."""

    people: int = 200
    samples: int = 300
    posts: int = 2
    reads: int = 5


@dataclass(frozen=True)
class Sample:
    """Processor time, in seconds: of what was measured, and of the slower loop beside it."""

    spent: float
    loop: float


def in_loops(samples: Sequence[Sample]) -> float:
    """Return what the samples cost in the quieter half of the time."""
    quieter = sorted(samples, key=lambda sample: sample.loop)[: (len(samples) + 1) // 2]
    return statistics.median(sample.spent / sample.loop for sample in quieter)


async def costs(peer: Peer, amount: Amount) -> dict[str, float]:
    """Return what a post, a read and a delivery cost with this kind of server, in loops."""
    async with running(peer.with_database("cost")) as server:
        server.driver.fill(CHANNEL, amount.people)
        recorder, told = Recorder(amount.people, repeats=server.driver.repeats), asyncio.Event()

        def on_data(person: int, at: float, payload: bytes) -> None:
            recorder.on_data(person, at, payload)
            if recorder.reached[recorder.next - 1] == len(pages):
                told.set()

        async def post() -> None:
            """Post from the first page, and wait until every page has it."""
            told.clear()
            pages[0].send(recorder.text())
            await asyncio.wait_for(told.wait(), PATIENCE)

        pages = [await server.driver.connect(0, recorder.on_data, CHANNEL)]
        pages[0].socket.on_data = on_data
        alone = await _cost(server, amount.samples, amount.posts, post)
        rest = await server.driver.rest(0, CHANNEL)
        read = await _cost(server, amount.samples, amount.reads, rest.read)
        rest.close()
        for person in range(1, amount.people):
            pages.append(await server.driver.connect(person, on_data, CHANNEL))
        together = await _cost(server, amount.samples, 1, post)
        for page in pages:
            page.socket.drop()
    return {"post": alone, "read": read, "delivery": (together - alone) / (amount.people - 1)}


async def _cost(server: Running, samples: int, count: int, act: Callable[[], Awaitable[object]]) -> float:
    """Return what one act costs, in loops."""
    for _ in range(20 * count):
        await act()
    found: list[Sample] = []
    pids = [
        pid for root in (server.meter.server, server.meter.database) if root for pid in machine.tree(root)
    ]
    with undisturbed():
        before, begin = await _loop(), _clocks(pids)
        for _ in range(samples):
            for _ in range(count):
                await act()
            after, end = await _loop(), _clocks(pids)
            found.append(Sample((end - begin) / count, max(before, after)))
            before, begin = after, end
    return in_loops(found)


def _clocks(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        with suppress(OSError):  # a worker of the database that has ended
            total += time.clock_gettime(machine.clock_of(pid))
    return total


async def _loop() -> float:
    await asyncio.sleep(REST)
    with _on_server_core():
        return loop_seconds()


@contextmanager
def _on_server_core() -> Iterator[None]:
    """Run on the core of the server, which waits meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
