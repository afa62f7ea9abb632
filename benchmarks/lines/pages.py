"""Open pages: memory, what they cost while nothing happens, and live delivery at a fixed rate."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from benchmarks import machine
from benchmarks.figures import milliseconds
from benchmarks.generator.drivers.base import Client
from benchmarks.generator.meter import Row
from benchmarks.generator.open_loop import Pace, drive
from benchmarks.generator.recorder import Recorder
from benchmarks.generator.server import Running, running
from benchmarks.machine import now
from benchmarks.peers import Peer

CHANNEL, MEMBERS = "bench", 1000
ONE_BY_ONE, AT_ONCE = 30, 20
SETTLE_SECONDS = 3
PING_PERIOD = 25  # seconds: each page is asked once in this time whether it is still there


@dataclass
class Audience:
    """Everybody who has the channel open, on a running server."""

    server: Running
    recorder: Recorder
    clients: list[Client]
    figures: Row  # of connecting


@asynccontextmanager
async def audience(peer: Peer, people: int) -> AsyncIterator[Audience]:
    """Start a server and open so many pages, each of another person."""
    async with running(peer) as server:
        server.driver.fill(CHANNEL, max(people, MEMBERS))
        recorder = Recorder(people, repeats=server.driver.repeats)
        await asyncio.sleep(1)
        before = machine.memory_kib(server.process.pid)
        clients, took = await connect(server, recorder, people)
        await asyncio.sleep(SETTLE_SECONDS)
        grown = machine.memory_kib(server.process.pid) - before
        yield Audience(server, recorder, clients, {**took, "kib_a_person": round(grown / people, 1)})
        for client in clients:  # a server ends sooner when nobody is connected
            client.socket.drop()


async def connect(server: Running, recorder: Recorder, people: int) -> tuple[list[Client], Row]:
    """Open pages, the first ones alone and then some at once; return them, and what it took."""
    clients: dict[int, Client] = {}
    took: dict[int, float] = {}

    async def one(person: int) -> None:
        begun = now()
        clients[person] = await server.driver.connect(person, recorder.on_data, CHANNEL)
        took[person] = now() - begun

    async def several(waiting: list[int]) -> None:
        while waiting:
            await one(waiting.pop())

    alone = min(people, ONE_BY_ONE)
    for person in range(alone):
        await one(person)
    waiting = list(range(alone, people))
    await asyncio.gather(*(several(waiting) for _ in range(AT_ONCE)))
    return [clients[each] for each in range(people)], milliseconds(
        (took[each] for each in range(alone)), "connect_"
    )


async def measure(peer: Peer, people: int, pace: Pace, idle: float = PING_PERIOD) -> list[Row]:
    """Return what so many pages cost while nothing happens, and then with messages at a pace."""
    async with audience(peer, people) as there:
        meter = there.server.meter
        begin = meter.read()
        await asyncio.sleep(idle)
        idled = meter.read() - begin
        row = await drive(there.recorder, there.clients, pace, meter)
        spent = {"idle_cpu_ms_a_second": round((idled.server + idled.database) / idled.at * 1000, 2)}
        return [{"people": people, **there.figures, **spent, **row}]
