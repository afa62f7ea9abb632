"""Text is text: whatever it looks like, it is shown and never run."""

import random
from html.parser import HTMLParser

import pytest

from chat_app.text.markdown import to_html
from tests.text.cost import assert_cheap


class Reader(HTMLParser):
    """Reads HTML as a browser would: the text that is shown, and the tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", [], []  # type: ignore[var-annotated]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def links(text: str) -> list[str]:
    """Return the addresses that a text is linked to."""
    return Reader(to_html(text)).links


ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><b>',
    "' onclick='alert(1)",
    'http://x.org/"onmouseover="alert(1)',
    "http://x.org/'onmouseover='alert(1)",
    "http://x.org/<script>alert(1)</script>",
    "http://x.org/`onmouseover=alert(1)",
    "http://javascript:alert(1)@x.org",
    "&#60;script&#62;",
    "<!-- comment -->",
    "<a href='javascript:alert(1)'>x</a>",
    "x\u2028<b>\u2029x",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_looks_like_html_is_shown_as_it_was_typed(attack: str) -> None:
    page = Reader(to_html(attack))
    assert page.text == attack
    assert {tag for tag, _ in page.tags} <= {"a"}
    assert {names for _, names in page.tags} <= {("href", "target", "rel")}


@pytest.mark.parametrize(
    "scheme", ["javascript", "data", "vbscript", "file", "ftp", "chrome", "blob", "mailto"]
)
def test_only_http_and_https_become_links(scheme: str) -> None:
    assert links(f"{scheme}:alert(1) {scheme}://x.org/") == []
    assert links("http://x.org HTTPS://x.org") == ["http://x.org", "HTTPS://x.org"]


def test_a_link_opens_beside_the_chat_and_tells_nothing_of_it() -> None:
    assert to_html("https://x.org") == (
        '<a href="https://x.org" target="_blank" rel="noopener noreferrer nofollow">https://x.org</a>'
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://x.org.", "https://x.org"),
        ("(see https://x.org/a)", "https://x.org/a"),
        ("https://x.org/a_(b)", "https://x.org/a_(b)"),
        ("(https://x.org/a_(b))", "https://x.org/a_(b)"),
        ("https://x.org/?a=1&b=2, and", "https://x.org/?a=1&b=2"),
        ("<https://x.org>", "https://x.org"),
        ("«https://x.org»", "https://x.org"),
        ("https://x.org/ñandú?q=日本", "https://x.org/ñandú?q=日本"),
        ("is it https://x.org/really?!", "https://x.org/really"),
        ("http://localhost:3000/chat?channel=general", "http://localhost:3000/chat?channel=general"),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text: str, address: str) -> None:
    assert links(text) == [address]
    assert Reader(to_html(text)).text == text


@pytest.mark.parametrize(
    "text", ["http://", "https://.", "http://)", "xhttp://y", "http:/x", "http//x", "https://?!"]
)
def test_what_is_no_address_is_no_link(text: str) -> None:
    assert links(text) == []
    assert Reader(to_html(text)).text == text


def test_line_breaks_and_spaces_stay() -> None:
    assert to_html("a\n\n  b\tc") == "a\n\n  b\tc"
    assert links("https://x.org\nhttps://y.org") == ["https://x.org", "https://y.org"]


def test_nothing_is_nothing() -> None:
    assert to_html("") == ""


@pytest.mark.parametrize("seed", range(50))
def test_every_text_is_shown_just_as_it_was_typed(seed: int) -> None:
    chance = random.Random(seed)
    parts = [
        "http://",
        "https://x",
        "<",
        "x>",
        '"',
        "'",
        "&",
        "&amp;",
        "(",
        ")",
        ".",
        " ",
        "\n",
        "é",
        "😀",
        "=",
    ]
    text = "".join(chance.choice(parts) for _ in range(chance.randint(0, 200)))
    page = Reader(to_html(text))
    assert "".join(page.text.split()) == "".join(text.split())
    assert {tag for tag, _ in page.tags} <= {"a", "p"}
    assert all(address.lower().startswith(("http://", "https://")) for address in page.links)


@pytest.mark.parametrize(
    ("start", "unit"),
    [("", "http://"), ("http://x", ")"), ("", "http://x)"), ("", "("), ("", "http://("), ("", "&")],
)
def test_no_run_of_addresses_or_signs_holds_up_the_server(start: str, unit: str) -> None:
    assert_cheap(lambda text: to_html(start + text), unit)
