"""No text is too odd: whatever somebody types can be read, shown, quoted, searched and stored."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chat_app.text import emojis, folding, markdown
from chat_app.text.excerpts import excerpt
from chat_app.text.markdown import MAX_HTML_LENGTH, names_in, to_html, to_plain
from tests.support.texts import texts
from tests.text.cost import assert_cheap
from tests.text.test_markdown import Reader

TAGS = {"p", "a", "strong", "em", "s", "code", "pre", "span", "blockquote", "ul", "ol", "li"}
# All that reads texts while people wait.
READERS: dict[str, Callable[[str], object]] = {
    "show": to_html,
    "quote": to_plain,
    "mentions": names_in,
    "index": folding.index_of,
    "excerpt": partial(excerpt, query="a"),
    "shortcodes": emojis.expand,
    "only emojis": emojis.is_only,
}
quickly = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module", autouse=True)
def _no_failure_is_hidden() -> Iterator[None]:
    """Have an error while a text is read be an error, and not a text shown as it was typed."""

    def fail(text: str, error: Exception) -> None:
        raise AssertionError(f"{text!r} could not be read") from error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_note", fail)
        yield


class Shown(Reader):
    """What a reader gets to see: the text, the numbers of lists, and what is not read out as part of it."""

    def __init__(self, html: str, aside: bool = True) -> None:
        """`aside`: with where the links lead, and the languages of code."""
        self.aside = aside
        self.numbers, self.link = [1], ("", 0)
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = dict(attrs)
        if tag in ("ol", "ul"):
            self.numbers.append(int(given.get("start") or 1) if tag == "ol" else -(10**9))
        elif tag == "li" and self.numbers[-1] >= 0 and given.get("class") != "typed":
            number = int(given.get("value") or self.numbers[-1])
            self.text += f"{number} "
            self.numbers[-1] = number + 1
        elif tag == "a":
            self.link = (given["href"] or "", len(self.text))
        self.text += f" {given.get('data-language', '') if self.aside else ''}"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.numbers.pop()
        address, start = self.link
        if tag == "a" and self.aside and not self.text[start:].endswith(address):
            self.text += address


def words(text: str) -> str:
    """Return the letters and digits of a text, in their order."""
    return "".join(character for character in text if character.isalnum())


@given(texts)
@example("a[0]()")
@quickly
def test_every_text_can_be_shown_and_is_harmless(text: str) -> None:
    html = to_html(text, {"a": "7"})
    assert len(html) <= max(MAX_HTML_LENGTH, 5 * len(text))
    page = Reader(html)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert all(re.match("https?://", address, re.IGNORECASE) for address in page.links)


@given(texts)
@example("```first\nsecond```")
@example("1. a\n2. b\n4. c\n007. d")
@example("[a](https://x.org 'title')")
@quickly
def test_every_word_of_a_text_is_shown(text: str) -> None:
    assert words(Shown(to_html(text)).text) == words(text)


@given(texts)
@example(">" * 20 + "a")
@quickly
def test_a_quotation_says_what_the_text_says(text: str) -> None:
    html = to_html(text)
    assert words(to_plain(text)) == words(Shown(html, aside=False).text) or "<" not in html


@given(texts)
@example("a[0]()")
@quickly
def test_every_text_can_be_quoted_on_one_line_and_asked_for_names(text: str) -> None:
    assert "\n" not in to_plain(text)
    assert bool(to_plain(text)) == bool(text.split())
    assert all(f"@{name}" in text.lower() for name in names_in(text))


@given(texts, st.one_of(st.just("a"), texts))
@quickly
def test_every_text_can_be_found_and_shown_as_what_was_found(text: str, asked: str) -> None:
    assert not re.search("<(?!/?mark>)", excerpt(text, asked))


@given(text=texts)
@example("a[0]()")
@settings(quickly, max_examples=30)
@pytest.mark.parametrize("reader", READERS)
def test_no_text_that_goes_on_and_on_holds_up_the_server(reader: str, text: str) -> None:
    assert_cheap(READERS[reader], text[:60] or " ")


@given(texts)
@quickly
def test_every_text_can_be_stored(text: str) -> None:
    if text.count(":") < 2:
        assert emojis.expand(text) == text
