"""A server under measurement, started afresh for each round and ended after it."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine
from benchmarks.generator.drivers.base import SECRET, Driver
from benchmarks.generator.http1 import HOST
from benchmarks.generator.meter import Meter
from benchmarks.peers import HOME, Peer

SERVERS = Path(__file__).parents[1] / "servers"
START_SECONDS, STOP_SECONDS, SETTLE_SECONDS = 180, 5, 1


@dataclass
class Running:
    """A server that answers: its process, who speaks to it, and what reads its clocks."""

    process: subprocess.Popen[bytes]
    driver: Driver
    meter: Meter


@asynccontextmanager
async def running(peer: Peer) -> AsyncIterator[Running]:
    """Start a server of this kind, and end it."""
    peer.make_database()
    environment = {**os.environ, "DATABASE_URL": peer.url, "PORT": str(peer.port), "JWT_SECRET": SECRET}
    logs = HOME / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{peer.name}.log").open("ab") as log:
        command = [str(SERVERS / peer.start[0]), *peer.start[1:]]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            await _answers(process, peer)
            await asyncio.sleep(SETTLE_SECONDS)
            meter = Meter(process.pid, None if peer.sqlite else database_process())
            yield Running(process, peer.driver(peer.port, peer.url), meter)
        finally:
            await _end(process)


def database_process() -> int | None:
    """Return PostgreSQL's process, where the benchmark has one of its own."""
    file = HOME / "pg" / "data" / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if file.exists() else None


async def _answers(process: subprocess.Popen[bytes], peer: Peer) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            if process.poll() is not None:
                raise RuntimeError(f"{peer.title} ended while starting; see its log in {HOME / 'logs'}.")
            try:
                return socket.create_connection((HOST, peer.port), 0.2).close()
            except OSError:
                await asyncio.sleep(0.1)


async def _end(process: subprocess.Popen[bytes]) -> None:
    whole = machine.tree(process.pid)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in whole:
            with suppress(OSError):
                os.kill(pid, number)
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while process.poll() is None or any(Path(f"/proc/{pid}").exists() for pid in whole):
                    await asyncio.sleep(0.05)
            return
