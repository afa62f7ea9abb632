"""Links in a text: `[label](address)`, and addresses that stand there bare.

A bare address ends where the sentence around it goes on: at a space, at a bracket or quote that was opened
before it, at a punctuation mark of another script, and before closing punctuation. Letters of any script may
be in it, but right behind a domain's `.com` those of another script are the sentence's.
"""

import re
import unicodedata

from markdown_it.rules_inline import StateInline

# Characters that change the direction of writing, and a backslash, end an address too.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"`\\\x00-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f]+", re.IGNORECASE
)
# Letters of Latin scripts before it make it a part of a word; those of others do not.
_SCHEME = re.compile(r"(?<![A-Za-z0-9_\u00c0-\u024f])https?$", re.IGNORECASE)
_LEADS_OUT = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([()<>])")
_ANOTHER = re.compile(r"[,;|](?=https?://)", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_QUOTES = {"'": "'", "‘": "’", "*": "*", "~": "~~"}  # what stands before an address, and ends it
_WITHIN_WORDS = frozenset("’·・׳״")
_TRAILING = ".,;:!?'’*_~([{"
_DOMAIN_END = re.compile(r"([A-Za-z0-9-]+(?::\d*)?)([^\x00-\x7f])")
_PATH = re.compile("[/?#]")


def leads_out(address: str) -> bool:
    """Return whether an address is one that may be followed: `http` or `https`, and a host."""
    return bool(_LEADS_OUT.fullmatch(address))


def link(state: StateInline, silent: bool) -> bool:
    """Read `[label](address)`. With a title, or an address that may not be followed, it stays text."""
    if state.linkLevel or state.src[state.pos] != "[":
        return False
    helpers = state.md.helpers
    label_end = helpers.parseLinkLabel(state, state.pos, True)
    if label_end < 0 or not state.src.startswith("](", label_end):
        return False
    found = helpers.parseLinkDestination(state.src, label_end + 2, state.posMax)
    if not found.ok or not state.src.startswith(")", found.pos):
        return False
    address = _ESCAPED.sub(r"\1", state.src[label_end + 2 : found.pos]).removeprefix("<").removesuffix(">")
    if not leads_out(address):
        return False
    if not silent:
        _push(state, address, state.pos + 1, label_end)
    state.pos = found.pos + 1
    return True


def _push(state: StateInline, address: str, start: int, end: int) -> None:
    """Add a link, its label read like any other text; one without anything to see is the address."""
    after = state.posMax
    state.pos, state.posMax = start, end
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    if not any(sign.isprintable() and not sign.isspace() for sign in state.src[start:end]):
        state.push("address", "", 0).content = address
    state.push("link_close", "a", -1)
    state.posMax = after


def address(state: StateInline, silent: bool) -> bool:
    """Read a bare address as a link."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-7:])
    if scheme is None:
        return False
    start = state.pos - len(scheme.group())
    bare = bare_address(state.src, start, state.posMax)
    if not leads_out(bare):
        return False
    state.pending = state.pending[: -len(scheme.group())]
    state.push("link_open", "a", 1).attrs = {"href": bare}
    state.push("address", "", 0).content = bare
    state.push("link_close", "a", -1)
    state.pos = start + len(bare)
    return True


def bare_address(text: str, start: int, end: int) -> str:
    """Return the address that begins here, without what belongs to the sentence; '' if there is none."""
    found = _ADDRESS.match(text, start, end)
    if found is None:
        return ""
    address = found.group()
    if another := _ANOTHER.search(address):
        address = address[: another.start()]
    if start and (closing := _QUOTES.get(text[start - 1])):
        address = address.partition(closing)[0]
    return _within_domain(_balanced(address)).rstrip(_TRAILING)


def _balanced(address: str) -> str:
    """Return the address up to a bracket not opened in it, or to a punctuation mark of another script."""
    opened: list[str] = []
    for at, sign in enumerate(address):
        if sign in "([{":
            opened.append(sign)
        elif sign in _PAIRS:
            if not opened or opened.pop() != _PAIRS[sign]:
                return address[:at]
        elif sign > "\x7f" and sign not in _WITHIN_WORDS:
            category = unicodedata.category(sign)
            if category[0] == "P" and category not in ("Pc", "Pd"):
                return address[:at]
    return address


def _within_domain(address: str) -> str:
    """Return the address up to another script right behind its domain: `https://x.com` of `https://x.comです`."""
    start = address.index("://") + 3
    end = start + len(_PATH.split(address[start:], maxsplit=1)[0])
    last = max(start, address.rfind("@", start, end) + 1, address.rfind(".", start, end) + 1)
    found = _DOMAIN_END.match(address, last, end)
    return address[: found.end(1)] if found and _is_other(found.group(2)) else address


def _is_other(sign: str) -> bool:
    """Whether a character is no Latin letter, nor an accent on one."""
    return not (unicodedata.category(sign)[0] == "M" or unicodedata.name(sign, "").startswith("LATIN"))
