r"""Backslashes. One is text, as in `¯\_(ツ)_/¯` or `\\server\share`, unless it clearly escapes.

It does where the sign behind it would have meant something: a pair of marks (`\*not slanted*`), a link, a
mention, a shortcode, or a quote, list or fence at the beginning of a line. Then it is not shown. A mark
behind a backslash is text, whether that is shown or not.
"""

import re

from markdown_it.rules_inline import StateInline

from chat_app.text.markdown import links, mentions, shortcodes
from chat_app.text.markdown.boundaries import joins

_ESCAPED = re.compile(r"\\(?:\\+|([*_~`])\1*|[\[\]@:>+\-.)])")
_BLOCK = re.compile(r"\\(?:>|[-+*][ \t]|`{3}|~{3})")
_NUMBER = re.compile(r"(?:^|\n)[ \t]*\d{1,2}$")
_OPENS_BEHIND = frozenset("([{\"'“‘«„¿¡*_~")
_CLOSERS = {mark: re.compile(rf"[^\s\\]\\?{re.escape(mark)}+(?!\w)") for mark in "*_~`"}


def escape(state: StateInline, silent: bool) -> bool:
    """Read a backslash and what it may escape."""
    if state.src[state.pos] != "\\":
        return False
    found = _ESCAPED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    signs = found.group()[1:]
    clear = not silent and _is_clear(state, found, signs)
    if not clear and signs[0] in "@:>+-.)":
        return False
    if not silent:
        state.append_pending(signs if clear else found.group())
    state.pos = found.end()
    return True


def _is_clear(state: StateInline, found: re.Match[str], signs: str) -> bool:
    src, at, sign = state.src, state.pos, signs[0]
    before = src[at - 1] if at else "\n"
    if sign == "\\":
        return False
    if _begins_line(src, at) and _BLOCK.match(src, at, state.posMax):
        return True
    if sign == "[":
        return not state.linkLevel and _is_link(state, at + 1)
    if sign == "]":
        return state.linkLevel > 0
    if sign == "@":
        return _is_free(before) and mentions.begins_at(src, at + 1, state.posMax)
    if sign == ":":
        return _is_free(before) and shortcodes.begins_at(src, at + 1)
    if sign in ".)":
        return bool(_NUMBER.search(src, max(0, at - 8), at)) and src[at + 2 : at + 3] == " "
    return sign in _CLOSERS and _is_of_a_pair(state, sign, before, found.end())


def _is_free(before: str) -> bool:
    """Whether a word may begin behind this."""
    return before.isspace() or before in _OPENS_BEHIND or (before.isalnum() and not joins(before))


def _begins_line(src: str, at: int) -> bool:
    return not src[src.rfind("\n", 0, at) + 1 : at].strip()


def _is_link(state: StateInline, at: int) -> bool:
    start, state.pos = state.pos, at
    found = links.link(state, silent=True)
    state.pos = start
    return found


def _is_of_a_pair(state: StateInline, mark: str, before: str, end: int) -> bool:
    """Whether marks would open with others behind them, or close what was opened before."""
    opened: dict[str, str] = state.env.setdefault("escaped", {})
    after = state.src[end : min(end + 1, state.posMax)]
    if opened.get(mark) is state.src and not before.isspace() and not after.isalnum():
        del opened[mark]
        return True
    if any(chr(one.marker) == mark and one.open for one in state.delimiters[-10:]):
        return True
    if _is_free(before) and after.isalnum() and _CLOSERS[mark].search(state.src, end, state.posMax):
        opened[mark] = state.src
        return True
    return False
