"""Messages are found by consecutive characters where words have no spaces, and by words with all their marks.

What messages and people are found by is made anew for all that are there. How, stands here as it was then:
`chat_app.text.folding` may change, and what it is then is for a later migration to fill in.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa
from alembic import context, op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AT_ONCE = 5000


def upgrade() -> None:
    if context.is_offline_mode():
        return
    messages = "SELECT id, text FROM messages", "UPDATE messages SET words = :found WHERE id = :id"
    people = "SELECT id, username, display_name FROM users", "UPDATE users SET sought = :found WHERE id = :id"
    refill(*messages, index_of)
    refill(*people, names)


def downgrade() -> None:
    """Write words by which nearly everything is found that was found before."""


def refill(select: str, update: str, folded) -> None:
    """Fill in what the rows are found by, some thousands at a time."""
    connection, last = op.get_bind(), 0
    page = sa.text(f"{select} WHERE id > :last ORDER BY id LIMIT :most")
    while rows := connection.execute(page, {"last": last, "most": AT_ONCE}).all():
        connection.execute(sa.text(update), [{"id": row[0], "found": folded(*row[1:])} for row in rows])
        last = rows[-1].id


# -- how words are folded, from here on ---------------------------------------------------------------

# Letters that Unicode does not take apart into a plain one and a mark.
SPELLED_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
LONGEST = 64  # characters of a token; what is longer is known by its beginning

# What stands within a word without ending it: all kinds of apostrophes, dots of Catalan and of hyphenation.
_APOSTROPHES = "'’‘ʼʻ׳״·‧"
_PLAINLY = SPELLED_OUT | str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# Nothing is seen of these, or nothing but a stretched word: soft hyphens, joiners, directions, tatweel.
_UNSEEN = "\u00ad\u0600-\u0605\u061c\u0640\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_UNSEEN += "\U000e0001-\U000e007f"
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


def index_of(text: str) -> str:
    """Return the tokens of a message as they are stored."""
    return "".join(f" {token}" for token in tokens(text))


def names(*written: str) -> str:
    """Return a person's names as stored: ` be` finds where one of them, or a word of it, begins so."""
    return "".join("\n " + _fold(name).replace("'", "") for name in written)


def tokens(text: str) -> list[str]:
    """Return the folded tokens of a text, in their order."""
    if text.isascii():  # most texts, and much quicker
        found = _PLAIN_WORD.findall(text.lower())
        apart = [token for word in found for token in _tokens_of(word, False)] if "'" in text else found
        return [token[:LONGEST] for token in apart]
    return [token for part in _parts(text) for token in _tokens_of(*part)]


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
    return [token[:LONGEST] for token in spelled if token]
