"""What people type, made fit to be stored."""

import re
import unicodedata

from chat_app.errors import FieldError, Invalid, Sentence
from chat_app.text.folding import SPELLED_OUT

# Half of a pair of surrogates. JSON can spell it, and so Python's strings have it; nothing can write it.
_NOT_TEXT = re.compile("[\ud800-\udfff]")
# PostgreSQL stores no zero character.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Control characters, and those that change the direction of writing.
_TURNING = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# Letters and signs of which nothing is seen: the fillers of Korean, Braille without dots, an empty note.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")


def is_text(text: str) -> bool:
    """Return whether the string is text, which every door asks of each string before anything else."""
    return _NOT_TEXT.search(text) is None


def as_text(text: str) -> str:
    """Return what is text of the string."""
    return _NOT_TEXT.sub("", text)


def tidy(text: str) -> str:
    """Return the text without surrounding space and without characters that no database stores."""
    return _UNSTORABLE.sub("", text).replace("\r\n", "\n").strip()


def one_line(text: str) -> str:
    """Tidied, on one line, and without characters that would turn the text after it around."""
    return " ".join(_TURNING.sub(" ", tidy(text)).split())


def is_visible(text: str) -> bool:
    """Return whether there is anything to see in the text: a letter, digit or sign that is not blank."""
    return any(unicodedata.category(each)[0] in "LNPS" and each not in _BLANK for each in text)


def check_length(text: str, longest: int, field: str, sentence: str) -> None:
    """Refuse a text that is too long.

    Raises:
        Invalid: with the sentence, in which `{longest}` is the number.
    """
    if len(text) > longest:
        raise Invalid(FieldError(field, Sentence(sentence, longest=longest)))


def slug(text: str, longest: int) -> str:
    """Return the nearest lower-case English slug: `Équipe de Ventas!` gives `equipe-de-ventas`."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(SPELLED_OUT))
    plain = folded.encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
