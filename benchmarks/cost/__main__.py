"""Compare what a post, a delivery and a read cost with what was recorded, or record it: `make cost`."""

import argparse
import os
import sys

import uvloop

from benchmarks.cost.measuring import Amount, costs
from benchmarks.cost.recorded import compare, record
from benchmarks.peers import ON_SQLITE, OURS

DATABASES = {"SQLite": ON_SQLITE, "PostgreSQL": OURS}


def main() -> int:
    """Measure on both databases, and print; 0 when nothing has become too dear."""
    parser = argparse.ArgumentParser(prog="make cost", description=__doc__)
    parser.add_argument("--record", action="store_true", help="what it costs now is right: write it down")
    parser.add_argument("--only", choices=DATABASES, help="on this database only")
    asked = parser.parse_args()
    os.environ["PYTHONHASHSEED"] = "0"  # of the server, so that no run has luckier dictionaries than another
    now = {
        f"{what} on {name}": cost
        for name, peer in DATABASES.items()
        if asked.only in (None, name)
        for what, cost in uvloop.run(costs(peer, Amount())).items()
    }
    found = compare(now)
    print("\n".join(map(str, found)))
    if asked.record:
        record(now)
        print("Recorded.")
        return 0
    return 1 if any(each.too_dear for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
