"""Percentiles, medians and ratios."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value that a share of all does not exceed; `ordered` is in order and not empty."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def milliseconds(seconds: Iterable[float], name: str = "") -> dict[str, float]:
    """Return p50, p95, p99 and the slowest of what things took; nothing where there were none."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    found = {
        f"{name}{each}_ms": round(percentile(ordered, share) * 1000, 3) for each, share in shares.items()
    }
    return {**found, f"{name}slowest_ms": round(ordered[-1] * 1000, 3)}


@dataclass(frozen=True)
class Spread:
    """A median, with the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of values, of which there is at least one."""
        return cls(statistics.median(values), min(values), max(values))

    def __str__(self) -> str:
        """Return it as a cell of a table: the median, and from where to where."""
        if self.least == self.most:
            return short(self.median)
        return f"{short(self.median)} ({short(self.least)}–{short(self.most)})"


def ratios(ours: dict[int, float], theirs: dict[int, float]) -> Spread | None:
    """Return ours over theirs, round by round, as far as both have a round; nothing where none is common."""
    common = [ours[each] / theirs[each] for each in sorted(ours.keys() & theirs.keys()) if theirs[each] > 0]
    return Spread.of(common) if common else None


def short(value: float) -> str:
    """Return a number with as many digits as are worth reading."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or size == 0 else 3
    return f"{value:,.{digits}f}"
