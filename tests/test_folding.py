"""Words as they are looked for."""

import pytest

from chat_app.folding import LONGEST, index_of, names, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", ["hello", "world"]),
        ("one One ONE", ["one"]),
        ("Crème brûlée", ["creme", "brulee"]),
        ("Cre\u0300me", ["creme"]),  # an accent as a character of its own
        ("İstanbul ISTANBUL", ["istanbul"]),
        ("Straße", ["strasse"]),
        ("ﬁne ½ x²", ["fine", "1", "2", "x2"]),
        ("snake_case kebab-case", ["snake", "case", "kebab"]),
        ("don't", ["don", "t"]),
        ("हिन्दी", ["हनद"]),  # its vowel signs are marks
        ("天気 がいい", ["天", "気", "か", "い"]),
        ("go👍🏽", ["go", "👍", "🏽"]),
        ("!?… ' \" % \\", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_very_long_word_is_known_by_its_beginning() -> None:
    assert words("x" * 4000) == ["x" * LONGEST]


def test_words_are_stored_each_after_a_space() -> None:
    assert index_of("Hello, World!") == " hello world"
    assert index_of("") == ""


def test_names_are_stored_each_on_a_line_and_after_a_space() -> None:
    assert names("elan", "Élan Ñandú") == "\n elan\n elan nandu"
