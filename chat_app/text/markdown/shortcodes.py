"""Where a text has shortcodes of emojis, as `:smile:`.

One stands for itself: what is beside it is the beginning or the end, a space, a punctuation mark or another
shortcode. So neither `fe80::a:b:1` nor `xs[1:100:2]` has any.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import emoji

from chat_app.text.markdown.boundaries import JOINING, joins

_RUN = re.compile(r"(?::[^\s:`]{1,100}:)+")
_CODE = re.compile(r":[^:]+:")
# Beside these it is part of an address, a path, a slice or a key.
_TIES_BEFORE = frozenset(r":/\@#$%&=+-<[]{}|^`")
_TIED_AFTER = re.compile(rf"[:/\\@#$%&=+<\[{{|^`]|(?!_){JOINING}")


@dataclass(frozen=True)
class Shortcode:
    """One shortcode: where it begins and ends in the text, and its emoji."""

    start: int
    end: int
    emoji: str


def found(text: str) -> Iterator[Shortcode]:
    """Yield the shortcodes of a text. What is code or an address is not known here."""
    at = 0
    while run := _RUN.search(text, at):
        at = run.end() - 1  # this colon may be the first of another
        codes = list(_standing(text, run))
        if codes:
            yield from codes
            at = run.end()


def begins_at(text: str, start: int) -> bool:
    """Return whether a shortcode begins here, whatever stands before it."""
    run = _RUN.match(text, start)
    return run is not None and bool(list(_emojis(run)))


def _standing(text: str, run: re.Match[str]) -> Iterator[Shortcode]:
    before = text[run.start() - 1] if run.start() else ""
    if before not in _TIES_BEFORE and not (joins(before) and before != "_"):
        yield from _emojis(run)


def _emojis(run: re.Match[str]) -> Iterator[Shortcode]:
    """Shortcodes that follow each other; none unless each names an emoji and nothing is tied to the last."""
    if _TIED_AFTER.match(run.string, run.end()):
        return
    codes = [(code.start(), code.group()) for code in _CODE.finditer(run.string, run.start(), run.end())]
    known = [(start, code, emoji.emojize(code, language="alias")) for start, code in codes]
    if all(code != character for _, code, character in known):
        yield from (Shortcode(start, start + len(code), character) for start, code, character in known)
