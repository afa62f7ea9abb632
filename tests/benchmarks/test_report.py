"""From rows to tables, plot and document."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import __main__ as command
from benchmarks.plan import FULL, QUICK, lines
from benchmarks.report import document, plot, tables
from benchmarks.report.results import Results, Run

LINES = lines(FULL)
PAGES = {"p50_ms": 4.0, "generator_share": 0.3, "lost": 0, "doubled": 0, "fixed_loop_ms": 10.0}


def results(**ours: Any) -> Results:
    """Two rounds: ours takes half of what NestJS takes, and then three quarters."""
    found = Results(Run("2 cores", "2026-11-30", 2))
    for number, share in enumerate((0.5, 0.75)):
        found.add("pages-200", "nest", number, PAGES)
        found.add("pages-200", "pysio", number, {**PAGES, "p50_ms": 8.0})
        found.add("pages-200", "chat_app", number, {**PAGES, "p50_ms": 4.0 * share, **ours})
        found.add("pages-200", "sqlite", number, {**PAGES, "p50_ms": 8.0 * share})
    return found


def test_ours_stands_beside_both_peers_with_ratio_and_spread() -> None:
    said = tables.beside_peers(results(), LINES)
    assert "| p50 ms | 4.00 | 8.00 | 2.50 | 0.62 (0.50–0.75) | 0.31 (0.25–0.38) |" in said
    assert "p99" not in said  # which was not measured


def test_sqlite_stands_beside_postgresql() -> None:
    assert re.search(
        r"^\| p50 ms \| 2.50 \| 5.00 \| 2.00 \|$",
        tables.beside_sqlite(results(), LINES),
        re.M,
    )


def test_where_more_is_better_the_table_says_so_and_the_plot_turns_it_round() -> None:
    found = Results(Run("2 cores", "2026-11-30", 1))
    for peer, rate in (("nest", 100), ("chat_app", 400)):
        found.add("rest-even", peer, 0, {"requests_a_second": rate})
    assert "| requests a second (more is better) | 100 | – | 400 | 4.00 | – |" in tables.beside_peers(
        found, LINES
    )
    (row,) = document.rows(found, LINES)
    assert (row.ratios[0] and row.ratios[0].median, row.ratios[1]) == (0.25, None)


@pytest.mark.parametrize("wrong", ["lost", "doubled", "errors", "unasked"])
def test_what_is_not_as_it_should_be_is_said_and_makes_the_command_fail(wrong: str, tmp_path: Path) -> None:
    bad = results(**{wrong: 3})
    assert "NOT AS IT SHOULD BE" in tables.mood(bad)
    assert "NOT AS" not in tables.mood(results())
    for found, status in ((bad, 1), (results(), 0)):
        file = tmp_path / "results.jsonl"
        file.write_text("\n".join([found.run.as_json(), *map(_json, found.rows)]))
        assert Results.read(file) == found
        assert command.main(["--report", str(file)]) == status


def _json(row: dict[str, Any]) -> str:
    import json

    return json.dumps(row)


def test_a_busy_generator_is_named() -> None:
    assert "at most 30% of its core" in results().generator()
    assert "never what limited" in results().generator()
    assert "pages-200 of chat_app" in results(generator_share=0.95).generator()


def test_a_round_that_the_host_disturbed_is_left_out() -> None:
    disturbed = results(stolen_share=0.5)
    assert disturbed.ratio("pages-200", "chat_app", "nest", "", "p50_ms") is None
    assert "2 measurements are left out" in tables.mood(disturbed)


def test_the_document_has_tables_machine_date_and_plot(tmp_path: Path) -> None:
    file = tmp_path / "performance.md"
    document.write(file, results(), LINES)
    text = file.read_text()
    assert "2026-11-30" in text
    assert "2 cores" in text
    assert "trial run" not in text
    assert "](performance.svg)" in text
    drawn = ElementTree.parse(tmp_path / "performance.svg").getroot()
    assert [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")].count(
        "pages-200: p50 ms"
    ) == 1


def test_what_lies_beyond_the_plot_is_drawn_at_its_edge() -> None:
    assert plot.x(1000) == plot.x(plot.MOST) < plot.WIDTH
    assert plot.LABELS == plot.x(0.0001) < plot.x(0.5) < plot.x(1)


def test_servers_take_turns_and_each_round_begins_with_another() -> None:
    (chosen,) = command._chosen(LINES, ["pages-200"])
    turns = [peer.name for _, peer, _ in command._turns([chosen], 2, "nest,chat_app")]
    assert turns == ["nest", "chat_app", "chat_app", "nest"]


def test_lines_are_chosen_by_how_their_names_begin() -> None:
    assert [line.name for line in command._chosen(LINES, ["rest"])] == [
        "rest-even",
        "rest-read-heavy",
        "rest-write-heavy",
    ]
    assert command._chosen(LINES, []) == LINES
    with pytest.raises(SystemExit, match="nonsense"):
        command._chosen(LINES, ["nonsense"])
    assert len({line.name for line in LINES}) == len(LINES) == len(lines(QUICK))
