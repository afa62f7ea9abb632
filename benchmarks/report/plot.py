"""A plot of ratios as SVG: one row a figure, left of the line we are ahead."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.figures import Spread

WIDTH, LABELS, ROW, TOP, BOTTOM = 900, 470, 22, 46, 30
LEAST, MOST = 1 / 16, 16
MARKS = (1 / 16, 1 / 4, 1 / 2, 1, 2, 4, 16)
COLORS = ("#0b6bcb", "#c2571a")


@dataclass(frozen=True)
class Row:
    """A figure, with one ratio for each of the series, where it was measured."""

    title: str
    ratios: tuple[Spread | None, ...]


def x(ratio: float) -> float:
    """Return where a ratio lies; what is beyond the edge lies at it."""
    share = math.log(min(max(ratio, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return LABELS + share * (WIDTH - LABELS - 20)


def draw(rows: Sequence[Row], series: Sequence[str]) -> str:
    """Return the plot."""
    height = TOP + ROW * len(rows) + BOTTOM
    font = 'font-family="sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {font}>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *_legend(series),
        *_grid(height - BOTTOM),
    ]
    for number, row in enumerate(rows):
        y = TOP + ROW * number + ROW / 2
        parts.append(f'<text x="{LABELS - 12}" y="{y + 4}" text-anchor="end">{escape(row.title)}</text>')
        for place, spread in enumerate(row.ratios):
            if spread is not None:
                parts += _point(spread, y + 4 * (2 * place - 1), COLORS[place])
    return "\n".join([*parts, "</svg>", ""])


def _legend(series: Sequence[str]) -> list[str]:
    parts = [f'<text x="{LABELS}" y="16">ours ÷ theirs, less is better:</text>']
    for place, name in enumerate(series):
        left = LABELS + 190 + 90 * place
        parts.append(f'<circle cx="{left}" cy="12" r="4" fill="{COLORS[place]}"/>')
        parts.append(f'<text x="{left + 8}" y="16">{escape(name)}</text>')
    return parts


def _grid(bottom: float) -> list[str]:
    parts: list[str] = []
    for mark in MARKS:
        color = "#333" if mark == 1 else "#ddd"
        name = f"{mark:g}" if mark >= 1 else f"1/{1 / mark:g}"
        place = f"{x(mark):.1f}"
        parts.append(f'<path d="M{place} {TOP - 4}V{bottom}" stroke="{color}"/>')
        parts.append(f'<text x="{place}" y="{TOP - 10}" text-anchor="middle" fill="#555">{name}</text>')
    return parts


def _point(spread: Spread, y: float, color: str) -> list[str]:
    left, right, middle = (f"{x(each):.1f}" for each in (spread.least, spread.most, spread.median))
    return [
        f'<path d="M{left} {y}H{right}" stroke="{color}" stroke-width="2"/>',
        f'<circle cx="{middle}" cy="{y}" r="4" fill="{color}"/>',
    ]
