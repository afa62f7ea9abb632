"""docs/performance.md with its plot: what the last full run found, and how."""

from pathlib import Path

from benchmarks.figures import Spread
from benchmarks.peers import NEST, OURS, PYSIO
from benchmarks.plan import Line
from benchmarks.report import plot, tables
from benchmarks.report.results import Results

PEERS = (NEST, PYSIO)
TEXT = """\
# Performance

Chat en Vivo beside a NestJS + Socket.io server and a python-socketio server for the same job, which both
store each message in PostgreSQL before they broadcast it. `make bench ARGS=--document` measures everything in
one run and writes this page; what each line is, and how to measure one of them, is in
[benchmarks](../benchmarks/README.md).

- Measured {date} on {machine}; server and PostgreSQL on one core, the
  load generator on the other.
- Rounds of each line: {rounds}, the servers one after the other within each. A figure is the median of the
  rounds. A ratio is ours over theirs: the median of the rounds' ratios, with the least and the most. Below 1
  we are ahead, except where more is better.
- {mood}
{caution}
![Ratios of every line to both peers]({plot})

In the plot, what is better when it is more is turned round, so that left of 1 is always ahead.

## Beside the peers

{tables}
"""
CAUTION = (
    "- **A trial run with few people for a second: it shows that everything works, and nothing else.**\n"
)


def write(path: Path, results: Results, lines: list[Line]) -> None:
    """Write the document, and the plot beside it."""
    picture = path.with_suffix(".svg")
    picture.write_text(plot.draw(rows(results, lines), [each.title for each in PEERS]))
    path.write_text(text(results, lines, picture.name))


def text(results: Results, lines: list[Line], picture: str) -> str:
    """Return the document."""
    return TEXT.format(
        date=results.run.date,
        machine=results.run.machine,
        rounds=results.run.rounds,
        mood=tables.mood(results),
        caution=CAUTION if results.run.quick else "",
        plot=picture,
        tables=tables.found(results, lines),
    )


def rows(results: Results, lines: list[Line]) -> list[plot.Row]:
    """Return what the plot shows: every figure that a peer has too, as less is better."""
    found: list[plot.Row] = []
    for line, size, figure, title in tables.figures(results, lines):
        over = [results.ratio(line.name, OURS.name, each.name, size, figure.key) for each in PEERS]
        if any(over):
            turned = tuple(_turned(each) if figure.more else each for each in over)
            found.append(plot.Row(f"{line.name}: {title}", turned))
    return found


def _turned(ratio: Spread | None) -> Spread | None:
    return ratio and Spread(1 / ratio.median, 1 / ratio.most, 1 / ratio.least)
