"""Tables in Markdown: every line with ours and the peers' figures side by side."""

from collections.abc import Iterator, Sequence

from benchmarks.figures import Spread, short
from benchmarks.peers import NEST, ON_SQLITE, OURS, PYSIO, WITH_LIMITS
from benchmarks.plan import Figure, Line
from benchmarks.report.results import Results

MISSING = "–"
Cells = Sequence[str]


def table(head: Cells, rows: Sequence[Cells]) -> str:
    """Return a table."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def everything(results: Results, lines: list[Line]) -> str:
    """Return what a run found: ours beside the peers, SQLite beside PostgreSQL, and whether all was well."""
    return "\n\n".join([found(results, lines), mood(results)])


def found(results: Results, lines: list[Line]) -> str:
    """Return all tables."""
    beside = beside_sqlite(results, lines)
    headed = f"## The same application on SQLite\n\n{beside}" if beside else ""
    parts = [beside_peers(results, lines), answers(results), headed]
    return "\n\n".join(part for part in parts if part)


def figures(results: Results, lines: list[Line]) -> Iterator[tuple[Line, str, Figure, str]]:
    """Give every figure that was measured: its line, size and key, and what a row of a table calls it."""
    for line in lines:
        for size in results.sizes(line.name):
            for figure in line.figures:
                yield line, size, figure, f"{size}: {figure.title}" if size else figure.title


def beside_peers(results: Results, lines: list[Line]) -> str:
    """Return ours beside the peers': medians, and the ratio of ours to each with its spread."""
    columns = {each.name: each.title for each in (NEST, PYSIO, OURS)}
    over = {each.name: f"÷ {each.title}" for each in (NEST, PYSIO)}
    return _beside(results, lines, columns, OURS.name, over)


def beside_sqlite(results: Results, lines: list[Line]) -> str:
    """Return the application on SQLite beside itself on PostgreSQL."""
    columns = {OURS.name: "PostgreSQL", ON_SQLITE.name: "SQLite"}
    return _beside(results, lines, columns, ON_SQLITE.name, {OURS.name: "SQLite ÷ PostgreSQL"})


def _beside(
    results: Results, lines: list[Line], columns: dict[str, str], ours: str, over: dict[str, str]
) -> str:
    """Return a table for each line that has a ratio of ours over another server."""
    found: list[str] = []
    for line in lines:
        rows: list[Cells] = []
        for _, size, figure, title in figures(results, [line]):
            medians = [_cell(results.median(line.name, each, size, figure.key)) for each in columns]
            ratios = [results.ratio(line.name, ours, each, size, figure.key) for each in over]
            if any(ratios):
                rows.append(
                    [f"{title}{' (more is better)' if figure.more else ''}", *medians, *map(_cell, ratios)]
                )
        if rows:
            found.append(f"**{line.title}**\n\n{table(['', *columns.values(), *over.values()], rows)}")
    return "\n\n".join(found)


def _cell(value: float | Spread | None) -> str:
    return MISSING if value is None else short(value) if isinstance(value, float) else str(value)


def answers(results: Results) -> str:
    """Return what was answered with the limits at their defaults."""
    for row in results.rows:
        if row["peer"] == WITH_LIMITS.name:
            counts = ", ".join(f"{what}: {count:,}" for what, count in row["statuses"].items())
            return f"With the limits as they come, {row['clients']} clients were answered {counts}."
    return ""


def mood(results: Results) -> str:
    """Return whether everything arrived once, and what machine and generator were like."""
    wrong = results.wrong()
    said = [f"NOT AS IT SHOULD BE: {each}." for each in wrong] or ["Nothing lost, nothing twice, no error."]
    if loops := [row["fixed_loop_ms"] for row in results.rows if "fixed_loop_ms" in row]:
        said.append(
            f"A fixed loop took from {short(min(loops))} to {short(max(loops))} ms in the course of it."
        )
    if left_out := results.left_out():
        said.append(f"{left_out} measurements are left out, because the host took the processor away.")
    return " ".join([*said, results.generator()])
