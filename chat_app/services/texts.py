"""What people type, made fit to be stored."""

import re
import unicodedata

from chat_app.errors import FieldError, Invalid, Sentence
from chat_app.folding import SPELLED_OUT

# PostgreSQL stores no zero character, and no database half of a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Control characters, and those that change the direction of writing.
_TURNING = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """The text without surrounding space and without characters that no database stores."""
    return _UNSTORABLE.sub("", text).replace("\r\n", "\n").strip()


def one_line(text: str) -> str:
    """Tidied, on one line, and without characters that would turn the text after it around."""
    return " ".join(_TURNING.sub(" ", tidy(text)).split())


def is_visible(text: str) -> bool:
    """Whether there is anything to see in the text."""
    return any(character.isprintable() and not character.isspace() for character in text)


def check_length(text: str, longest: int, field: str, sentence: str) -> None:
    """Refuse a text that is too long.

    Raises:
        Invalid: with the sentence, in which `{longest}` is the number.
    """
    if len(text) > longest:
        raise Invalid(FieldError(field, Sentence(sentence, longest=longest)))


def slug(text: str, longest: int) -> str:
    """The nearest lower-case English slug: `Équipe de Ventas!` gives `equipe-de-ventas`."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(SPELLED_OUT))
    plain = folded.encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
