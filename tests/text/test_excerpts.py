"""The part of a message that was looked for."""

import pytest

from chat_app.text.excerpts import EXCERPT_LENGTH, excerpt


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Lunch at noon?", "noon lun", "<mark>Lunch</mark> at <mark>noon</mark>?"),
        ("Un CAFÉ, por favor", "cafe", "Un <mark>CAFÉ</mark>, por favor"),
        ("cafe\u0301 bar", "café", "<mark>cafe\u0301</mark> bar"),
        ("今日は天気", "天気", "今日は<mark>天気</mark>"),
        ("今日は天気がいい", "天", "今日は<mark>天</mark>気がいい"),
        ("大きい学校と大学院", "大学", "大きい学校と<mark>大学</mark>院"),
        ("ｸﾞﾘｰﾝのリング", "リング", "ｸﾞﾘｰﾝの<mark>リング</mark>"),
        ("say l’eau", "eau", "say <mark>l’eau</mark>"),
        ("co\u00adoperate!", "cooper", "<mark>co\u00adoperate</mark>!"),
        ("exact word, words; exact words", '"exact words"', "exact word, words; <mark>exact words</mark>"),
        ("words", '"word"', "words"),
        ("one\n\n  two", "two", "one <mark>two</mark>"),
        ("nothing of it", "elsewhere", "nothing of it"),
        ("", "x", ""),
    ],
)
def test_words_that_were_found_are_marked(text: str, query: str, expected: str) -> None:
    assert excerpt(text, query) == expected


def test_a_long_text_is_cut_around_the_first_that_was_found() -> None:
    shown = excerpt("word " * 300 + "here " + "more " * 300, "here")
    assert shown.startswith("…word word")
    assert "<mark>here</mark>" in shown
    assert shown.endswith("…")
    assert len(shown) < EXCERPT_LENGTH + 30


def test_a_word_at_the_cut_is_whole() -> None:
    shown = excerpt("find " + "x" * (EXCERPT_LENGTH - 8) + " findings " + "y" * 50, "find")
    assert shown.count("<mark>") == 2
    assert "<mark>findings</mark>" in shown


@pytest.mark.parametrize("query", ["script", "img onerror", "b"])
def test_nothing_of_a_message_becomes_markup(query: str) -> None:
    attack = "<script>alert(1)</script> <img src=x onerror=alert(2)> <b>bold</b> & \"quoted\" 'too'"
    shown = excerpt(attack, query)
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert "&amp;" in shown
    assert '"' not in shown
