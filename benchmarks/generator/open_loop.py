"""A few people send at a steady rate, whether or not what they sent before has arrived."""

import asyncio
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import machine
from benchmarks.figures import milliseconds, percentile
from benchmarks.generator.drivers.base import Client
from benchmarks.generator.meter import Meter, Row, undisturbed
from benchmarks.generator.recorder import Recorder
from benchmarks.machine import now

SENDERS = 10
STALLED_SECONDS = 5  # nothing has come for so long, and nothing will


@dataclass(frozen=True)
class Pace:
    """How many messages a second, for how long, and how long without counting before that."""

    rate: float
    window: float
    warm: float = 3
    drain: float = 20  # what is under way at the end has so long to arrive

    def plan(self, senders: int) -> list[tuple[float, int]]:
        """Return when each sender sends, in order: evenly, each beginning at a moment of its own."""
        chance, gap = random.Random(7), senders / self.rate
        moments: list[tuple[float, int]] = []
        for sender in range(senders):
            at = chance.random() * gap
            while at < self.warm + self.window:
                moments.append((at, sender))
                at += gap
        return sorted(moments)


async def drive(recorder: Recorder, clients: Sequence[Client], pace: Pace, meter: Meter) -> Row:
    """Send at a pace, wait for what is under way, and return the figures of what was sent in the window."""
    plan = pace.plan(min(SENDERS, len(clients)))
    fixed_loop_ms = machine.fixed_loop_ms()
    with undisturbed():
        start = now() + 0.05
        await _send(recorder, clients, [each for each in plan if each[0] < pace.warm], start)
        await _until(start + pace.warm - 0.02)
        first, before, begin = recorder.next, recorder.arrivals, meter.read()
        recorder.time_from_here()
        late = await _send(recorder, clients, [each for each in plan if each[0] >= pace.warm], start)
        await _until(start + pace.warm + pace.window)
        spent, in_time = meter.read() - begin, recorder.arrivals - before
        recorder.time_until_here()
        await _drain(recorder, pace.drain)
        until_last = meter.read() - begin
    offered = pace.rate * recorder.people
    return {
        "rate": round(pace.rate, 2),
        "offered_a_second": round(offered, 1),
        "deliveries_a_second": round(in_time / spent.at, 1),
        "kept_up": round(in_time / spent.at / offered, 4),
        **milliseconds(recorder.took),
        **recorder.loss(first),
        **spent.shares(),
        **until_last.per(recorder.arrivals - before, unit=1e6, what="us_a_delivery"),
        "generator_late_p99_ms": round(percentile(sorted(late), 0.99) * 1000, 2),
        "fixed_loop_ms": fixed_loop_ms,
    }


async def _send(
    recorder: Recorder, clients: Sequence[Client], plan: list[tuple[float, int]], start: float
) -> "array[float]":
    """Send each message at its moment; return how late each was."""
    late: array[float] = array("d")
    for at, sender in plan:
        await _until(start + at)
        late.append(now() - start - at)
        clients[sender].send(recorder.text())
        if late[-1] > 0.002 and len(late) % 8 == 0:
            await asyncio.sleep(0)  # behind: what has come has to be read all the same
    return late


async def _until(at: float) -> None:
    while (left := at - now()) > 0:
        await asyncio.sleep(left)


async def _drain(recorder: Recorder, patience: float) -> None:
    """Wait until everything has arrived, or nothing more comes."""
    end, before, moved = now() + patience, recorder.arrivals, now()
    while now() < end and recorder.loss()["lost"]:
        if recorder.arrivals != before:
            before, moved = recorder.arrivals, now()
        elif now() - moved > STALLED_SECONDS:
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.2)  # a second arrival would come now
