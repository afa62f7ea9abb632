"""Code in messages."""

import re

import pytest

from chat_app.text.highlighting import _ALSO, LANGUAGES, MAX_CODE_LENGTH, highlighted
from chat_app.text.markdown import MAX_HTML_LENGTH, to_html, to_plain
from tests.text.cost import assert_cheap
from tests.text.test_markdown import Reader


@pytest.mark.parametrize("language", sorted(LANGUAGES | _ALSO.keys()))
def test_code_is_shown_as_it_was_typed_in_every_language(language: str) -> None:
    code = "class A { /* <b> */ if (x < 1 && y > \"2\") 'é' }\n# <script>\n\t@end"
    page = Reader(highlighted(code, language))
    assert page.text == code
    assert {tag for tag, _ in page.tags} <= {"span"}
    assert {names for _, names in page.tags} <= {("class",)}


def test_words_are_marked_by_what_they_are() -> None:
    html = highlighted("def f(): return 'a'  # b", "python")
    assert re.findall(r'class="(\w)"', html) == ["k", "f", "k", "s", "c"]


@pytest.mark.parametrize("info", ["", "klingon", '"><script>', "  ", "text python"])
def test_code_in_no_known_language_is_plain(info: str) -> None:
    assert highlighted("def <b>", info) == "def &lt;b&gt;"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("unit", ["\n", "a ", "//\n", "class \n", '"', "\\", "(", "${", "<a ", "'"])
def test_no_code_holds_up_the_server(language: str, unit: str) -> None:
    """In C a thousand blank lines once took seconds."""
    highlighted("warm", language)
    assert_cheap(lambda code: highlighted(code, language), unit, MAX_CODE_LENGTH)


UNITS = [
    "[",
    "![",
    "[](",
    "[a](",
    "*a**b",
    "_*",
    "**_~~",
    "> ",
    "- ",
    "`a``b",
    "@a ",
    "\\*",
    "[[](]",
    "1. ",
    "&<",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_holds_up_the_server_or_grows_beyond_measure(unit: str) -> None:
    assert_cheap(to_html, unit)
    assert len(to_html((unit * 4000)[:4000])) <= MAX_HTML_LENGTH


def test_only_people_who_are_known_are_mentioned() -> None:
    html = to_html("@Ada @bob a@ada [@ada](http://x.org)", {"ada": "7"})
    assert html.startswith('<span class="mention" data-user="7">@Ada</span> @bob a@ada <a ')
    assert html.count("mention") == 1


def test_a_quotation_has_no_marks_and_one_line() -> None:
    assert to_plain("> **a** `b`\n- [c](http://x.org)\n\nd\\\ne") == "a b c d\\ e"
    assert to_plain("2. two\n3. three") == "2. two 3. three"
    assert to_plain("-") == "-"
