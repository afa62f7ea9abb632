"""Words as they are looked for: without case and accents, the same on every database.

A text is stored as its tokens in their order, a space before each. A word is one token. What is written
without spaces (Chinese, Japanese, Thai, ...) has one for each two characters that stand side by side and one
for the last, so that consecutive characters of it are consecutive tokens, of which the last may go on.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import NamedTuple

from chat_app.failures import attempt

# Letters that Unicode does not take apart into a plain one and a mark.
SPELLED_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
MAX_TOKEN_LENGTH = 64  # characters of a token; what is longer is known by its beginning

# What stands within a word without ending it: all kinds of apostrophes, dots of Catalan and of hyphenation.
_APOSTROPHES = "'’‘ʼʻ׳״·‧"
_PLAINLY = SPELLED_OUT | str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# Nothing is seen of these, or nothing but a stretched word: soft hyphens, joiners, directions, tatweel.
_UNSEEN = (
    "\u00ad\u0600-\u0605\u061c\u0640\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\U000e0001-\U000e007f"
)
# Marks that leave a letter the same: accents, points of Hebrew, short vowels of Arabic, variants of emoji.
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
# Letters of which such a mark makes another one. Elsewhere every mark does, as in ば and หนี.
_OTHER_LETTERS = "[иу]\u0306|і\u0308|[кг]\u0301|[يو]\u0654"
_LEFT_OUT = re.compile(f"({_OTHER_LETTERS})|[{_UNSEEN}{_ACCENTS}]")

# Scripts that are written without spaces between words.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\u2fdf\u3005-\u3007\u3021-\u303c"
    "\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua980-\ua9ff\uaa60-\uaadf"
    "\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff"  # each a word by itself


def _marks() -> str:
    """All marks of the scripts in use, as they stand within the brackets of a regular expression."""
    signs = map(chr, [*range(0x300, 0x10000), *range(0x11000, 0x12000)])
    # By ranges: a single sign that far up would be compared with every letter.
    ranges = groupby(signs, key=lambda sign: unicodedata.category(sign).startswith("M"))
    found = [[*group] for is_mark, group in ranges if is_mark]
    return "".join(f"{group[0]}-{group[-1]}" for group in found)


_MARKS = _marks()
_IN_WORD = rf"\w{_MARKS}"
_PLAIN_WORD = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*", re.IGNORECASE | re.ASCII)
_WORD = re.compile(f"[{_EMOJI}]|[{_IN_WORD}]+(?:'[{_IN_WORD}]+)*")
_PART = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_RUN = re.compile(f"[{_UNSPACED}]")
# The same in a text as it is written.
_WRITTEN = re.compile(
    f"[{_EMOJI}]|(?!_)[{_IN_WORD}](?:(?!_)[{_IN_WORD}{_UNSEEN}]|[{_APOSTROPHES}](?!_)(?=[{_IN_WORD}]))*"
)
_CLUSTER = re.compile(f"[^{_UNSEEN}{_MARKS}][{_UNSEEN}{_MARKS}]*|.", re.DOTALL)
_QUOTED = re.compile('["“”„]([^"“”„]+)["“”„]')

# Letters of other scripts and digits, as the Latin letter that they look like; of what is unseen, nothing.
_BLANK = [
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0x1D159),
    *(*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *(*range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)),
]
_LOOK_ALIKE = dict.fromkeys(_BLANK) | str.maketrans(
    "авгеһкмнорстухіјѕӏԁԛԝёїαβγεηικνορτυχω01lı|",
    "abrehkmhopctyxijsidqweiabyenikvoptuxwoiiii",
)


@dataclass(frozen=True)
class Term:
    """What has to stand side by side in a text: some tokens, the last `whole` or as the beginning of one."""

    tokens: tuple[str, ...]
    whole: bool = False

    @property
    def first(self) -> str:
        return self.tokens[0]


class Place(NamedTuple):
    """A token, and where it stands in a text as it is written; `short_end`: its first character alone."""

    token: str
    start: int
    end: int
    short_end: int


def fold(text: str) -> str:
    """Return a text without case, accents, apostrophes: `Élan` gives `elan`, `O'Brien` gives `obrien`."""
    return _fold(text).replace("'", "")


def tokens(text: str) -> list[str]:
    """Return the folded tokens of a text, in their order."""
    if text.isascii():  # most texts, and much quicker
        found = _PLAIN_WORD.findall(text.lower())
        apart = [token for word in found for token in _tokens_of(word, False)] if "'" in text else found
        return [token[:MAX_TOKEN_LENGTH] for token in apart]
    return [token for part in _parts(text) for token in _tokens_of(*part)]


def index_of(text: str) -> str:
    """Return the tokens as stored. A text of which they cannot be told is stored, and found by none."""
    found: list[str] = attempt(
        lambda: tokens(text), [], "A message could not be indexed; no search finds it."
    )
    return "".join(f" {token}" for token in found)


def names(*written: str) -> str:
    """Return a person's names as stored: ` be` finds where one of them, or a word of it, begins so."""
    return "".join(f"\n {fold(name)}" for name in written)


def look(name: str) -> str:
    """Return what a name looks like: the same for names that one could take for each other."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(plain.translate(_LOOK_ALIKE).split())


def terms(query: str) -> list[Term]:
    """Return what a query asks for, each once: its words, and what is `"in quotes"` as it stands there."""
    parts = _QUOTED.split(query)
    found = [term for part in parts[::2] for term in _terms_of(part)]
    found += [term for part in parts[1::2] if (term := _quoted(part))]
    return list(dict.fromkeys(found))


def places(text: str) -> list[Place]:
    """Return the tokens of a text with where they stand in it as it is written."""
    written = _PLAIN_WORD if text.isascii() else _WRITTEN
    return [place for match in written.finditer(text) for place in _places_of(match.group(), match.start())]


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAINLY)).casefold()
    return unicodedata.normalize("NFC", _LEFT_OUT.sub(r"\1", apart))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Return folded words, cut where a script without spaces begins or ends, and whether each is of one."""
    for word in _WORD.findall(_fold(text).replace("_", " ")):
        for part in _PART.findall(word):
            yield part, bool(_RUN.match(part))


def _tokens_of(part: str, is_run: bool) -> list[str]:
    if is_run:
        return [part[at : at + 2] for at in range(len(part))]
    # `l'eau` is found as it stands, and by `eau`.
    first, *others = part.strip("'").split("'")
    spelled = [first + "".join(others), *[other for other in others if len(other) > 1]]
    return [token[:MAX_TOKEN_LENGTH] for token in spelled if token]


def _terms_of(text: str) -> Iterator[Term]:
    for part, is_run in _parts(text):
        found = _tokens_of(part, is_run)
        if found:
            yield Term(tuple(found[:-1] or found) if is_run else (found[0],))


def _quoted(text: str) -> Term | None:
    parts = list(_parts(text))
    found = [token for part in parts for token in _tokens_of(*part)]
    if not found:
        return None
    last, is_run = parts[-1]
    if is_run and len(last) > 1:  # whatever comes behind the last character, it is not asked for
        found.pop()
    return Term(tuple(found), whole=not is_run)


def _places_of(word: str, at: int) -> Iterator[Place]:
    """Return the places of a word as it is written, which begins there."""
    if word.isascii() or not _RUN.search(word):
        end = at + len(word)
        yield from [Place(token, at, end, end) for token in tokens(word)]
        return
    clusters = [(match.group(), at + match.start(), at + match.end()) for match in _CLUSTER.finditer(word)]
    for is_run, group in groupby(clusters, key=lambda cluster: bool(_RUN.match(cluster[0]))):
        if is_run:
            signs = [(sign, start, end) for each, start, end in group for sign in _fold(each)]
            yield from _pairs(signs)
        else:
            written = list(group)
            start, end = written[0][1], written[-1][2]
            yield from (Place(token, start, end, end) for token in tokens(word[start - at : end - at]))


def _pairs(signs: list[tuple[str, int, int]]) -> Iterator[Place]:
    for (sign, start, end), after in zip_longest(signs, signs[1:]):
        yield Place(sign + after[0], start, after[2], end) if after else Place(sign, start, end, end)
