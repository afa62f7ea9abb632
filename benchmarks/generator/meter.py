"""What a stretch of time cost: seconds, and processor time of server, database and generator."""

import gc
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks import machine
from benchmarks.machine import now

Row = dict[str, Any]  # the figures of one server in one round


@dataclass(frozen=True)
class Reading:
    """Every clock at one moment, in seconds; or, as a difference, between two."""

    at: float
    server: float
    database: float
    generator: float
    stolen: float

    def __sub__(self, earlier: "Reading") -> "Reading":
        """Return what went by between two readings."""
        return Reading(
            self.at - earlier.at,
            self.server - earlier.server,
            self.database - earlier.database,
            self.generator - earlier.generator,
            self.stolen - earlier.stolen,
        )

    def shares(self) -> Row:
        """Return how busy server, database and generator were, each as a share of one core."""
        return {
            "server_share": round(self.server / self.at, 3),
            "database_share": round(self.database / self.at, 3),
            "generator_share": round(self.generator / self.at, 3),
            "stolen_share": round(self.stolen / self.at / (os.cpu_count() or 1), 4),
        }

    def per(self, count: int, *, unit: float, what: str) -> Row:
        """Return the processor time for each of `count` things, in `unit` (1e6: microseconds)."""
        count = max(1, count)
        return {
            f"server_cpu_{what}": round(self.server / count * unit, 4),
            f"database_cpu_{what}": round(self.database / count * unit, 4),
            f"cpu_{what}": round((self.server + self.database) / count * unit, 4),
        }


@dataclass(frozen=True)
class Meter:
    """Reads the clocks of a server's process tree, of its database's, and of this process."""

    server: int
    database: int | None = None

    def read(self) -> Reading:
        """Return every clock as it is now."""
        database = machine.cpu_seconds(self.database) if self.database else 0.0
        server = machine.cpu_seconds(self.server)
        return Reading(now(), server, database, time.process_time(), machine.stolen_seconds())


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep this process's collector of garbage from pausing a measurement."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
