"""Quotes and lists: where a person would mean one, and no further than their marks go."""

import re

from markdown_it.rules_block import StateBlock, blockquote, list_block

# `> ` begins a quote, or `>` and a word; `>_<`, `>:(`, `>=`, `>5` and Python's `>>> ` do not.
_QUOTE = re.compile(r">{1,2}(?:[ \t]|$|(?!.<)(?:[^\W\d_]|[^\x00-\x7f]|[\"'@`\[]|\*\*|~~))")
# Numbers that there is room for beside a list; no line of marks alone, which divides.
_LIST = re.compile(r"(?:[-+*]|(?:0|[1-9][0-9]?)[.)])(?:[ \t]|$)")
_DIVIDER = re.compile(r"([-+*])(?:[ \t]+\1)+[ \t]*$")


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a quote."""
    return bool(_QUOTE.match(_line(state, start))) and blockquote(state, start, end, silent)


def listing(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list."""
    line = _line(state, start)
    return bool(_LIST.match(line) and not _DIVIDER.match(line)) and list_block(state, start, end, silent)


def line_for_itself(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a quote or a list item where its marks end: who writes on the next line writes for themselves."""
    if not silent:
        return False
    is_quoted = _line(state, start).startswith(">")
    return state.sCount[start] < state.blkIndent or (state.parentType == "blockquote" and not is_quoted)
