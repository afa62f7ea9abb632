"""Words as they are looked for."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_app.text.folding import MAX_TOKEN_LENGTH, Term, fold, index_of, look, names, places, terms, tokens
from tests.support.javascript import answered
from tests.support.texts import texts

# Which the page's own folding is tested with as well (`tests/browser/folding.test.js`).
FOLDED: dict[str, str] = json.loads((Path(__file__).parents[1] / "browser/folded.json").read_text())

quickly = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", ["hello", "world"]),
        ("one One ONE", ["one", "one", "one"]),
        ("Crème brûlée", ["creme", "brulee"]),
        ("Cre\u0300me", ["creme"]),  # an accent as a character of its own
        ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
        ("Straße", ["strasse"]),
        ("ﬁne ½ x²", ["fine", "1", "2", "x2"]),
        ("snake_case kebab-case", ["snake", "case", "kebab", "case"]),
        ("don't", ["dont"]),
        ("l’eau", ["leau", "eau"]),
        ("co\u00adop", ["coop"]),
        ("كتـــاب كِتَاب", ["كتاب", "كتاب"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("ёж еж", ["еж", "еж"]),
        ("мой мои", ["мой", "мои"]),  # a letter of its own
        ("हिन्दी", ["हिन्दी"]),  # its vowel signs are marks, and part of the word
        ("天気 がいい", ["天気", "気", "がい", "いい", "い"]),
        ("ﾘﾝｸﾞ は\u3099", ["リン", "ング", "グ", "ば"]),
        ("v2リ・人々", ["v2", "リ", "人々", "々"]),
        ("go👍🏽", ["go", "👍", "🏽"]),
        ("!?… ' \" % \\", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_what_differs_by_case_accents_and_apostrophes_alone_is_folded_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_page_folds_every_letter_as_the_server_does() -> None:
    # The lower case of Cherokee is the newer one, and a iota stands under no letter but its own.
    apart = ("CHEROKEE", "GREEK YPOGEGRAMMENI")
    signs = [chr(code) for code in range(0x20000) if unicodedata.category(chr(code))[0] in "LMNP"]
    signs = [sign for sign in signs if not unicodedata.name(sign, "").startswith(apart)]
    assert len(signs) > 50_000
    page = answered("folding.js", "fold", signs)
    assert {sign: page[at] for at, sign in enumerate(signs) if page[at] != fold(sign)} == {}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Two words two", [Term(("two",)), Term(("words",))]),
        ("天気が 天", [Term(("天気", "気が")), Term(("天",))]),
        ("l'eau", [Term(("leau",))]),
        ('one "Exact words"', [Term(("one",)), Term(("exact", "words"), whole=True)]),
        ("“one” „two“", [Term(("one",), whole=True), Term(("two",), whole=True)]),
        ('"in 大学"', [Term(("in", "大学"))]),
        ('"no end', [Term(("no",)), Term(("end",))]),
        ('"" "!"', []),
    ],
)
def test_what_a_query_asks_for(query: str, expected: list[Term]) -> None:
    assert terms(query) == expected


@given(texts)
@quickly
def test_every_text_has_tokens_that_can_be_stored_side_by_side_and_asked_for(text: str) -> None:
    """A token holds nothing that LIKE, or an index, takes for a sign."""
    for token in tokens(text):
        assert token
        assert len(token) <= MAX_TOKEN_LENGTH
        assert not set(token) & set(" %_\\'\"*:|&()")


@given(texts)
@quickly
def test_every_text_is_found_by_itself(text: str) -> None:
    stored = index_of(text) + " "
    for term in terms(text.replace('"', " ")):
        assert f" {' '.join(term.tokens)}" in stored


@given(
    st.lists(st.sampled_from([*"ab ’'_éリングはば天気、", "e\u0301", "ク\u3099", "o\u00ado"])).map("".join)
)
@quickly
def test_places_are_those_of_the_tokens(text: str) -> None:
    found = places(text)
    assert sorted(place.token for place in found) == sorted(tokens(text))
    for place in found:
        assert place.token in tokens(text[place.start : place.end])


def test_a_very_long_word_is_known_by_its_beginning() -> None:
    assert tokens("x" * 4000) == ["x" * MAX_TOKEN_LENGTH]


def test_words_are_stored_each_after_a_space() -> None:
    assert index_of("Hello, World!") == " hello world"
    assert index_of("") == ""


def test_names_are_stored_each_on_a_line_and_after_a_space() -> None:
    assert names("elan", "Élan Ñandú O’Brien") == "\n elan\n elan nandu obrien"


@pytest.mark.parametrize(
    "other",
    [
        "Bill",
        "BILL",
        "B\u0131ll",
        "Ｂｉｌｌ",
        "B1ll",
        "Ві11",
        "Bi\u200bll",
        "\u3164Bill\u2800",
        " B ill",
        "Bi\u00adl\ufe0fl",
    ],
)
def test_names_that_one_could_take_for_each_other_look_the_same(other: str) -> None:
    assert look(other) == look("Bill")


@pytest.mark.parametrize("other", ["Bell", "Bíll", "Bill Lee", "ビル"])
def test_other_names_look_otherwise(other: str) -> None:
    assert look(other) != look("Bill")
