"""What one post costs, by how many members and messages its channel has: one page, one after the other."""

import asyncio

from benchmarks import machine
from benchmarks.figures import milliseconds
from benchmarks.generator.meter import Row, undisturbed
from benchmarks.generator.recorder import Recorder
from benchmarks.generator.server import Running, running
from benchmarks.peers import Peer

PATIENCE = 10  # seconds


async def measure(peer: Peer, sizes: list[tuple[int, int]], posts: int) -> list[Row]:
    """Return, for each size (members, messages), what a post takes until its sender's page has it."""
    async with running(peer.with_database("sizes")) as server:
        people = max(members for members, _ in sizes)
        for members, messages in sizes:
            server.driver.fill(name_of(members, messages), people, members=members, messages=messages)
        return [await _posts(server, members, messages, posts) for members, messages in sizes]


def name_of(members: int, messages: int) -> str:
    """Return the name of the channel of a size."""
    return f"members-{members}-messages-{messages}"


async def _posts(server: Running, members: int, messages: int, posts: int) -> Row:
    recorder = Recorder(1, repeats=server.driver.repeats)
    arrived = asyncio.Event()

    def on_data(person: int, at: float, payload: bytes) -> None:
        recorder.on_data(person, at, payload)
        arrived.set()

    page = await server.driver.connect(0, on_data, name_of(members, messages))

    async def post() -> None:
        number = recorder.next
        page.send(recorder.text())
        async with asyncio.timeout(PATIENCE):
            while not recorder.has(0, number):
                arrived.clear()
                await arrived.wait()

    for _ in range(max(1, posts // 5)):
        await post()
    fixed_loop_ms = machine.fixed_loop_ms()
    recorder.time_from_here()
    with undisturbed():
        begin = server.meter.read()
        for _ in range(posts):
            await post()
        spent = server.meter.read() - begin
    await page.close()
    return {
        "size": f"{members:,} members, {messages:,} messages",
        **milliseconds(recorder.took),
        **spent.per(posts, unit=1e3, what="ms_a_post"),
        **spent.shares(),
        **recorder.loss(),
        "fixed_loop_ms": fixed_loop_ms,
    }
