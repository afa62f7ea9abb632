"""The part of a message that was looked for, on one line, with what was found marked."""

from html import escape

from chat_app import folding

BEFORE, LENGTH = 40, 160  # characters


def excerpt(text: str, query: str) -> str:
    """Safe HTML: the text around the first of the query's words, each of them in a `mark`."""
    flat, wanted = " ".join(text.split()), tuple(folding.words(query))
    found = [(first, last) for first, last, word in folding.spans(flat) if word.startswith(wanted)]
    start = _start(flat, found[0][0]) if found else 0
    end = start + LENGTH
    parts, at = ["…" if start else ""], start
    for first, last in found:
        if start <= first < end:
            parts += [escape(flat[at:first]), "<mark>", escape(flat[first:last]), "</mark>"]
            at = last
    parts += [escape(flat[at : max(at, end)]), "…" if max(at, end) < len(flat) else ""]
    return "".join(parts)


def _start(flat: str, first: int) -> int:
    """Where to begin so that some of what stands before is seen, with a whole word if one is near."""
    if first <= BEFORE:
        return 0
    space = flat.find(" ", first - BEFORE, first)
    return first - BEFORE if space < 0 else space + 1
