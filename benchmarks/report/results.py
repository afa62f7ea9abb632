"""Rows of figures as they are kept: a file with one line for the run and one for each row."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.figures import Spread, ratios
from benchmarks.generator.meter import Row

WRONG = ("lost", "doubled", "unasked", "errors")  # none of these may be
BUSY_HOST = 0.2  # a round in which the host took more of the processor time tells nothing
BOTTLENECK = 0.9  # of its core: from here on the generator is what is measured


@dataclass(frozen=True)
class Run:
    """On which machine, when, and how often."""

    machine: str
    date: str
    rounds: int
    quick: bool = False

    def as_json(self) -> str:
        """Return it as the first line of a file of results."""
        return json.dumps(asdict(self))


@dataclass
class Results:
    """All rows of a run, each with its line, server and round."""

    run: Run
    rows: list[Row] = field(default_factory=list[Row])

    @classmethod
    def read(cls, path: Path) -> "Results":
        """Read a file of results."""
        first, *others = path.read_text().splitlines()
        return cls(Run(**json.loads(first)), [json.loads(each) for each in others])

    def add(self, line: str, peer: str, number: int, row: Row) -> Row:
        """Keep a row, and return it as it is kept."""
        self.rows.append({"line": line, "peer": peer, "round": number, **row})
        return self.rows[-1]

    def sizes(self, line: str) -> list[str]:
        """Return the sizes that a line was measured at, in order; one without a name where it has none."""
        return list(dict.fromkeys(row.get("size", "") for row in self.rows if row["line"] == line))

    def of(self, line: str, peer: str, size: str, key: str) -> dict[int, float]:
        """Return a figure of a server by round, without the rounds that tell nothing."""
        return {
            row["round"]: row[key]
            for row in self.rows
            if (row["line"], row["peer"], row.get("size", "")) == (line, peer, size)
            and key in row
            and not busy_host(row)
        }

    def median(self, line: str, peer: str, size: str, key: str) -> float | None:
        """Return the median of a figure over the rounds; nothing where there is none."""
        values = self.of(line, peer, size, key).values()
        return float(statistics.median(values)) if values else None

    def ratio(self, line: str, ours: str, theirs: str, size: str, key: str) -> Spread | None:
        """Return one server's figure over another's, by round."""
        return ratios(self.of(line, ours, size, key), self.of(line, theirs, size, key))

    def wrong(self) -> list[str]:
        """Return what was lost, came twice or failed, as sentences."""
        found: list[str] = []
        for row in self.rows:
            if bad := {key: row[key] for key in WRONG if row.get(key)}:
                found.append(f"{row['line']}, {row['peer']}, round {row['round'] + 1}: {bad}")
        return found

    def left_out(self) -> int:
        """Return how many rows tell nothing because the host was busy."""
        return sum(busy_host(row) for row in self.rows)

    def generator(self) -> str:
        """Return how busy the generator was, as a sentence, and where it was what is measured."""
        shares = [row for row in self.rows if "generator_share" in row]
        if not shares:
            return "The generator was not watched."
        busiest = max(shares, key=lambda row: row["generator_share"])
        said = (
            f"The generator used at most {busiest['generator_share']:.0%} of its core "
            f"({busiest['line']}, {busiest['peer']})"
        )
        limits = _named(row for row in shares if row["generator_share"] >= BOTTLENECK)
        if not limits:
            return f"{said}: it was never what limited a figure."
        return f"{said}. It may be what limited these, which are then too bad for their server: {limits}."


def busy_host(row: Row) -> bool:
    """Return whether the host took too much of the time of a row."""
    return row.get("stolen_share", 0) > BUSY_HOST


def _named(rows: Iterable[Row]) -> str:
    return ", ".join(sorted({f"{row['line']} of {row['peer']}" for row in rows}))
