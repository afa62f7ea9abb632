"""Reading history by REST: the newest page of 50, and pages anywhere, one client after the other's answer."""

import random
from collections.abc import Sequence

from benchmarks import machine
from benchmarks.figures import milliseconds
from benchmarks.generator.drivers.base import Rest
from benchmarks.generator.meter import Meter, Row, undisturbed
from benchmarks.generator.server import running
from benchmarks.machine import now
from benchmarks.peers import Peer

CHANNEL, PEOPLE, PAGE = "history", 1000, 50


async def measure(peer: Peer, messages: int, reads: int) -> list[Row]:
    """Return what pages take and cost in a channel with so many messages."""
    async with running(peer) as server:
        server.driver.fill(CHANNEL, PEOPLE, messages=messages)
        rest = await server.driver.rest(1, CHANNEL)
        _, body = await rest.read(1)
        newest = rest.place(rest.items(body)[-1])
        chance = random.Random(1)
        anywhere = [newest - chance.randrange(PAGE, messages - 2 * PAGE) for _ in range(reads)]
        row: Row = {"messages": messages, "fixed_loop_ms": machine.fixed_loop_ms()}
        row |= await _read(rest, server.meter, "newest_", [None] * reads)
        row |= await _read(rest, server.meter, "anywhere_", anywhere)
        rest.close()
        return [row]


async def _read(rest: Rest, meter: Meter, name: str, places: Sequence[int | None]) -> Row:
    await _pages(rest, places[: len(places) // 5])
    with undisturbed():
        begin = meter.read()
        took = await _pages(rest, places)
        spent = meter.read() - begin
    share = {"generator_share": spent.shares()["generator_share"]}
    return {**milliseconds(took, name), **spent.per(len(took), unit=1e3, what=f"{name}ms"), **share}


async def _pages(rest: Rest, places: Sequence[int | None]) -> list[float]:
    took: list[float] = []
    for before in places:
        begun = now()
        status, body = await rest.read(PAGE, before)
        took.append(now() - begun)
        assert (status, len(rest.items(body))) == (200, PAGE), (status, body[:200])
    return took
