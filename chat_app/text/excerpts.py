"""The part of a message that was looked for, on one line, with what was found marked."""

from collections.abc import Iterator
from html import escape

from chat_app.text import folding
from chat_app.text.folding import Place, Term

BEFORE, EXCERPT_LENGTH = 40, 160  # characters


def excerpt(text: str, query: str) -> str:
    """Safe HTML: the text around the first that the query asks for, all of it in `mark`s."""
    flat = " ".join(text.split())
    found = _joined(sorted(_found(folding.places(flat), folding.terms(query))))
    start = _start(flat, found[0][0]) if found else 0
    end = start + EXCERPT_LENGTH
    parts, at = ["…" if start else ""], start
    for first, last in found:
        if start <= first < end:
            parts += [escape(flat[at:first]), "<mark>", escape(flat[first:last]), "</mark>"]
            at = last
    parts += [escape(flat[at : max(at, end)]), "…" if max(at, end) < len(flat) else ""]
    return "".join(parts)


def _found(places: list[Place], terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Where each of the terms begins and ends."""
    begins = tuple(term.first for term in terms if len(term.tokens) == 1 and not term.whole)
    longer: dict[str, list[Term]] = {}
    for term in terms:
        if len(term.tokens) > 1 or term.whole:
            longer.setdefault(term.first, []).append(term)
    for at, place in enumerate(places):
        if place.token.startswith(begins):
            yield place.start, place.end if place.token in begins else place.short_end
        for term in longer.get(place.token, ()):
            if (end := _end(places[at : at + len(term.tokens)], term)) is not None:
                yield place.start, end


def _end(places: list[Place], term: Term) -> int | None:
    """Where a term ends, if it stands at these places."""
    found = tuple(place.token for place in places)
    if found == term.tokens:
        return places[-1].end
    if term.whole or len(found) < len(term.tokens) or found[:-1] != term.tokens[:-1]:
        return None
    return places[-1].short_end if found[-1].startswith(term.tokens[-1]) else None


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in their order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _start(flat: str, first: int) -> int:
    """Where to begin so that some of what stands before is seen, with a whole word if one is near."""
    if first <= BEFORE:
        return 0
    space = flat.find(" ", first - BEFORE, first)
    return first - BEFORE if space < 0 else space + 1
