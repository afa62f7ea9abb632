"""What the picker offers: the emojis of the `emoji` package, once each, in an order that people know.

The package has names, aliases and skin tones, but neither categories nor an order. These are in
`order.txt`, a category a line: the characters that emojis begin with, in the order of Unicode's own
list. One that begins with a character that is not there (the package is newer) goes behind the one that
is nearest before it in Unicode, where its kind is.

`words.txt` has the everyday words, English and Spanish, by which people look for what the package calls
otherwise: an emoji a line, then its words, with `_` between those of one expression.
"""

import json
from bisect import bisect
from functools import lru_cache
from importlib.resources import files

import emoji

TONES = ("light", "medium-light", "medium", "medium-dark", "dark")
MODIFIERS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
SELECTOR = "\ufe0f"
_FLAG = "\U0001f1e6"  # stands for every letter that flags are made of
NEWEST = 15  # emojis of a later version are not in many people's fonts yet, and would be empty places
# What people react with most, the likeliest first.
COMMON = ("👍", "❤️", "😂", "🎉", "👀", "🙏", "✅", "👎", "🔥", "💯", "🚀", "👏", "😄", "😢", "😮", "🤔")
Entry = tuple[str, str, str, int]


def as_json() -> str:
    """Return the picker's data: `[category, [[emoji, name, shortcodes, tones, words], ...]]`; see `tone`.

    Words are there only where there are any.
    """
    called = words()
    return _compact(
        [
            [category, [[*entry, called[entry[0]]] if entry[0] in called else entry for entry in entries]]
            for category, entries in catalogue().items()
        ]
    )


def names_as_json(language: str) -> str:
    """Return the names in another language, by emoji."""
    emoji.config.load_language(language)
    known = emoji.EMOJI_DATA
    named = {
        entry[0]: known[entry[0]].get(language, "") for entries in catalogue().values() for entry in entries
    }
    return _compact({character: _readable(name) for character, name in named.items() if name})


@lru_cache(maxsize=1)
def catalogue() -> dict[str, list[Entry]]:
    """By category: emoji, name, other shortcodes with spaces between, and how it takes a skin tone."""
    whole = {
        e: data for e, data in emoji.EMOJI_DATA.items() if data["status"] == emoji.STATUS["fully_qualified"]
    }
    by_name = {data["en"]: character for character, data in whole.items()}
    found: dict[str, list[tuple[int, Entry]]] = {}
    for character, data in whole.items():
        if "_skin_tone" in data["en"] or data["E"] > NEWEST:
            continue
        category, place = _place_of(character)
        others = " ".join(alias.strip(":") for alias in data.get("alias", []))
        entry = (character, _readable(data["en"]), others, _tones(character, data["en"], by_name))
        found.setdefault(category, []).append((place, entry))
    return {category: [entry for _, entry in sorted(found[category], key=_by_place)] for category in _order()}


def tone(character: str, number: int, how: int) -> str:
    """Return an emoji in a skin tone, 1 to 5. `how`: 1, the first sign takes it; 2, first and last do."""
    modifier = MODIFIERS[number - 1]
    toned = character[0] + modifier + character[1:].removeprefix(SELECTOR)
    return toned + modifier if how == 2 else toned


def _tones(character: str, name: str, by_name: dict[str, str]) -> int:
    """How it takes a skin tone; 0: not at all."""
    known = [by_name.get(f"{name[:-1]}_{each}_skin_tone:") for each in TONES]
    for how in (1, 2):
        if known == [tone(character, number, how) for number in range(1, 6)]:
            return how
    return 0


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Return the everyday words of emojis, with spaces between."""
    return _table("words.txt")


@lru_cache(maxsize=1)
def _order() -> dict[str, str]:
    return _table("order.txt")


def _table(name: str) -> dict[str, str]:
    """Return a file of lines that begin with what the rest of them is about."""
    lines = files("chat_app.text.emojis").joinpath(name).read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[str, int]]:
    return {sign: (category, at) for category, signs in _order().items() for at, sign in enumerate(signs)}


def _place_of(character: str) -> tuple[str, int]:
    first = _FLAG if "\U0001f1e6" <= character[0] <= "\U0001f1ff" else character[0]
    places = _places()
    if first not in places:
        signs = sorted(places)
        first = signs[max(0, bisect(signs, first) - 1)]
    return places[first]


def _by_place(found: tuple[int, Entry]) -> tuple[int, int, str]:
    place, (character, name, _, _) = found
    return place, len(character), name


def _readable(name: str) -> str:
    return name.strip(":").replace("_", " ")


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
