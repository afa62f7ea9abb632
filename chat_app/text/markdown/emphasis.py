"""`**bold**`, `*slanted*`, `_slanted_` and `~~struck~~`: only where a person would mean them.

Marks open where a word begins and close where one ends, so `2*3*4`, `snake_case`, `>_<` and `a**b` are text.
Two marks are meant more surely than one: they also close before a letter (`**Note:**text`). Without spaces a
word begins and ends anywhere, in scripts that have none. Names of programmers (`__init__`) are text too.
"""

import re

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from chat_app.text.markdown.boundaries import JOINING, joins

_MARKS = "*_~"
_NEAR = 8  # as many marks beside each other are looked past
_RUN = {mark: re.compile(rf"{re.escape(mark)}+") for mark in "*_~"}
_DUNDER = re.compile(rf"__[A-Za-z0-9_]*[A-Za-z0-9]__(?!{JOINING})")
_OPENING, _CLOSING = "([{“‘«„¿¡", ")]}”’»"
# What `_` may stand behind: elsewhere it is part of a name or of a face.
_BEFORE_UNDERSCORE = frozenset(_OPENING + "\"'—–，。、：；！？「『（【《")
_NO_WORD = frozenset(_CLOSING + ".,;:!?=<>|/\\^-+&%$")  # begins nothing that one mark would slant
_NO_PHRASE = frozenset(_CLOSING + ",;=>/")  # nor two marks make bold
_QUOTES = frozenset("\"'`")


def marks(state: StateInline, silent: bool) -> bool:
    """Read a run of marks: note what it may open and close, or take it as text."""
    mark = state.src[state.pos]
    if silent or mark not in _RUN:
        return False
    dunder = _DUNDER.match(state.src, state.pos, state.posMax) if mark == "_" else None
    found = dunder or _RUN[mark].match(state.src, state.pos, state.posMax)
    assert found is not None
    opens, closes = (False, False) if dunder else _sides(state, mark, found.end())
    if opens or closes:
        _push(state, mark, found.end() - state.pos, opens, closes)
    else:
        state.append_pending(found.group())
    state.pos = found.end()
    return True


def _sides(state: StateInline, mark: str, end: int) -> tuple[bool, bool]:
    """Whether the run up to `end` may open and may close."""
    src, start = state.src, state.pos
    before, after = src[start - 1 : start], src[end : min(end + 1, state.posMax)]
    if before and before == after and before in _QUOTES:
        return False, False  # somebody speaks of the mark itself
    ahead = src[end : min(end + _NEAR, state.posMax)].lstrip(_MARKS)[:1]
    behind = src[max(0, start - _NEAR) : start].rstrip(_MARKS)[-1:]
    alone = end - start == 1
    return (
        _begins(after, ahead, alone) and _may_follow(behind, mark),
        _ends(before, behind) and _may_precede(ahead, mark, alone),
    )


def _begins(after: str, ahead: str, alone: bool) -> bool:
    return bool(after and not after.isspace() and ahead and not ahead.isspace()) and ahead not in (
        _NO_WORD if alone else _NO_PHRASE
    )


def _may_follow(behind: str, mark: str) -> bool:
    """Whether marks that open may stand behind this; '' is the beginning."""
    if not behind or behind.isspace():
        return True
    if mark == "_":
        return behind in _BEFORE_UNDERSCORE
    return not joins(behind) and behind not in ")]}/\\"


def _ends(before: str, behind: str) -> bool:
    return (
        bool(before and not before.isspace() and behind) and not behind.isspace() and behind not in _OPENING
    )


def _may_precede(ahead: str, mark: str, alone: bool) -> bool:
    """Whether marks that close may stand before this; '' is the end."""
    if mark == "_":
        return not ahead.isalnum()
    return not alone or not (joins(ahead) or ahead == "/")


def _push(state: StateInline, mark: str, length: int, opens: bool, closes: bool) -> None:
    """Add the marks in the form in which the library pairs them: `~` by two, the others one by one."""
    size = 2 if mark == "~" else 1
    if length % size:
        state.push("text", "", 0).content = mark
    for _ in range(length // size):
        state.push("text", "", 0).content = mark * size
        at = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(mark), 0 if size == 2 else length, at, end=-1, open=opens, close=closes)
        )
