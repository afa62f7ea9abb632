"""Words as they are looked for: without case, accents and other marks, the same on every database."""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain one and a mark.
SPELLED_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# Each of these is a word by itself: scripts written without spaces, and emoji.
_SINGLE = (
    "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
    "\u2600-\u27bf\U0001f000-\U0001faff"
)
_WORD = re.compile(rf"[{_SINGLE}]|[^\W_{_SINGLE}]+")
# The same where accents may still be characters of their own.
_WRITTEN = re.compile(rf"[{_SINGLE}]|[^\W_{_SINGLE}](?:[^\W_{_SINGLE}]|[\u0300-\u036f])*")
LONGEST = 64  # characters of a word; what is longer is known by its beginning


def fold(text: str) -> str:
    """The text without case and marks: `Élan` gives `elan`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(SPELLED_OUT)).casefold()
    return "".join(character for character in apart if unicodedata.category(character)[0] != "M")


def words(text: str) -> list[str]:
    """The folded words of a text, each once: letters and digits only, or one emoji."""
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(fold(text))))


def index_of(text: str) -> str:
    """The words as they are stored, a space before each, so that ` be` finds where one begins so."""
    return "".join(f" {word}" for word in words(text))


def names(*written: str) -> str:
    """A person's names as they are stored: ` be` finds where one of them, or a word of it, begins so."""
    return "".join(f"\n {fold(name)}" for name in written)


def spans(text: str) -> list[tuple[int, int, str]]:
    """Where the words of a text as it is written begin and end, and what they are folded."""
    return [(match.start(), match.end(), fold(match.group())) for match in _WRITTEN.finditer(text)]
