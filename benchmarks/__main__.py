"""Measure, print, and write the document: `make bench`, or benchmarks/run with the arguments of --help."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvloop

from benchmarks import machine
from benchmarks.peers import ALL, Peer
from benchmarks.plan import FULL, QUICK, Line, lines
from benchmarks.report import document, tables
from benchmarks.report.results import Results, Run

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "performance.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for (or take a file of results); 0 when nothing was lost, doubled or failed."""
    asked = _parser().parse_args(arguments)
    known = Results.read(asked.report) if asked.report else None
    every = lines(QUICK if asked.quick or (known and known.run.quick) else FULL)
    results = known or _measure(_chosen(every, asked.lines), asked)
    print(tables.everything(results, every))
    if asked.document:
        document.write(DOCUMENT, results, every)
        print(f"\nWritten: {DOCUMENT} and its plot.")
    return 1 if results.wrong() else 0


def _parser() -> argparse.ArgumentParser:
    names = ", ".join(line.name for line in lines(FULL))
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "lines", nargs="*", help=f"which of: {names}; a beginning is enough. All, unless named"
    )
    parser.add_argument("--rounds", type=int, default=2, help="how often each server is measured, in turn")
    parser.add_argument("--peers", default="", help=f"which of: {', '.join(each.name for each in ALL)}")
    parser.add_argument("--quick", action="store_true", help="few people for a second: whether it works")
    parser.add_argument("--document", action="store_true", help="write docs/performance.md")
    parser.add_argument("--report", type=Path, help="measure nothing, take this file of results")
    parser.add_argument("--out", type=Path, help="where results go")
    return parser


def _chosen(every: list[Line], names: list[str]) -> list[Line]:
    if unknown := [name for name in names if not any(line.name.startswith(name) for line in every)]:
        sys.exit(f"No line is called {', '.join(unknown)}. --help names them.")
    return [line for line in every if not names or line.name.startswith(tuple(names))]


def _measure(chosen: list[Line], asked: argparse.Namespace) -> Results:
    out = asked.out or HERE / "results" / f"{time.strftime('%Y%m%d-%H%M%S')}.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    rounds = asked.rounds
    results = Results(Run(machine.description(), time.strftime("%Y-%m-%d"), rounds, asked.quick))
    with out.open("w") as file:
        file.write(f"{results.run.as_json()}\n")
        for line, peer, number in _turns(chosen, rounds, asked.peers):
            print(
                f"{time.strftime('%H:%M:%S')} {line.name}: {peer.title}, round {number + 1}", file=sys.stderr
            )
            for row in uvloop.run(line.measure(peer)):  # pyright: ignore[reportArgumentType]
                file.write(f"{json.dumps(results.add(line.name, peer.name, number, row))}\n")
                file.flush()
    print(f"Results are in {out}.", file=sys.stderr)
    return results


def _turns(chosen: list[Line], rounds: int, named: str) -> Iterator[tuple[Line, Peer, int]]:
    """Give what is measured: within each round all servers in turn, so that a busy minute meets all."""
    wanted = set(named.split(",")) if named else {*(each.name for each in ALL), "limits"}
    for line in chosen:
        peers = [peer for peer in line.peers if peer.name in wanted]
        for number in range(1 if line.once else rounds):
            # Each round begins with another, so that none is always behind the same.
            first = number % max(1, len(peers))
            for peer in (*peers[first:], *peers[:first]):
                yield line, peer, number


if __name__ == "__main__":
    sys.exit(main())
