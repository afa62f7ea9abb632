"""What things cost when it was last recorded, and what has become dearer since."""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("recorded.json")
TOLERATED = 0.15  # runs without a change differ by less, and a fifth is surely seen


@dataclass(frozen=True)
class Comparison:
    """One cost, now and as it was recorded, in loops of the yardstick."""

    what: str
    now: float
    recorded: float | None

    @property
    def change(self) -> float:
        """Return how much dearer it is, as a share; 0 where nothing was recorded."""
        return self.now / self.recorded - 1 if self.recorded else 0

    @property
    def too_dear(self) -> bool:
        """Return whether it is dearer than the difference between two runs."""
        return self.change > TOLERATED

    def __str__(self) -> str:
        """Return it as a line."""
        if self.recorded is None:
            return f"{self.what}: {self.now:.4g} loops, not recorded yet"
        said = (
            "TOO DEAR" if self.too_dear else "cheaper: record it" if self.change < -TOLERATED else "as before"
        )
        return f"{self.what}: {self.now:.4g} loops, recorded {self.recorded:.4g} ({self.change:+.0%}): {said}"


def compare(now: dict[str, float], file: Path = FILE) -> list[Comparison]:
    """Return each cost beside what was recorded of it."""
    recorded = json.loads(file.read_text()) if file.exists() else {}
    return [Comparison(what, cost, recorded.get(what)) for what, cost in now.items()]


def record(now: dict[str, float], file: Path = FILE) -> None:
    """Write down what things cost now; what was not measured this time stays."""
    recorded = json.loads(file.read_text()) if file.exists() else {}
    known = {**recorded, **{what: float(f"{cost:.4g}") for what, cost in now.items()}}
    file.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
