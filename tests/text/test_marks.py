"""What people type as marks, and what they type that only looks like them."""

import json
import re
from pathlib import Path

import pytest

from chat_app.text import emojis
from chat_app.text.markdown import boundaries, names_in, to_html, to_plain
from tests.text.test_markdown import Reader, links


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* _c_ ~~d~~ `e`", "<strong>a</strong> <em>b</em> <em>c</em> <s>d</s> <code>e</code>"),
        ("> a\nb", '<blockquote dir="auto"><p>a</p></blockquote><p dir="auto">b</p>'),
        ("- a\n- b\nc", '<ul dir="auto"><li>a</li><li>b</li></ul><p dir="auto">c</p>'),
        ("3. a", '<ol start="3" dir="auto"><li>a</li></ol>'),
        ("# a\n---\n| b |", "# a\n---\n| b |"),
        ("snake_case_name 2 * 3 * 4 \\*x\\*", "snake_case_name 2 * 3 * 4 *x*"),
        ("-", "-"),
        (">", "&gt;"),
        (">" * 20 + "a", "&gt;" * 20 + "a"),
        ("```\n<b>\n```", '<pre tabindex="0"><code>&lt;b&gt;</code></pre>'),
    ],
)
def test_marks_become_tags(text: str, html: str) -> None:
    assert to_html(text) == html


def test_a_link_with_nothing_to_see_in_it_shows_its_address() -> None:
    assert Reader(to_html("[\u200b](https://x.org)")).text == "\u200bhttps://x.org"


AS_TYPED = [
    "2*3*4", "2**3**4", "a*b*c", "(a)*(b)*(c)", "5 * 3 * 2", "f(*args, **kwargs)", "*.c and a*.h",
    "C:\\*.* D:\\*.*",
    "a/**/b/**/c", "/*a*/ b", 'use "*" or "*"', "5* and 4*", "* * *", "- - -", "*_*", "(*_*) (*_*)",
    "**",
    "__init__", "__a__ and __b__", "obj.__class__.__name__", "__FILE__:__LINE__", "snake_case_name",
    "_id", "_ = _f",
    "ಠ_ಠ and ಠ_ಠ", "T_T T_T", "^_^ ^_^", "-_- -_-", ">_< and >_<", ">_<", "name: ____ age: ____",
    "hello~~ and bye~~", "~", "~~", "a ~ b ~ c", "5~~10 and 7~~12",
    "¯\\_(ツ)_/¯", "\\\\server\\share\\_x", "C:\\new\\table", "\\d+\\.\\*", "a \\* b", "C:\\@ada",
    "C:\\:smile:",
    "curl \\\n  -H x", "\\", "a\\", "snake\\_case", "\\[a-z\\]+",
    ">:(", ">.<", ">=5", ">5 people", ">>> print(1)", "->", "-", ">", "01. a\n02. b", "2026. a year",
    "100. a",
    "1.", "-5", "+1",
    "# a\n---\n| b |", "hi\n```", "a ```b", "```", "![a](b)", "a[0]()", "[a](b)", "[a]",
    "[a](javascript:b)",
]  # fmt: skip


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_nobody_would_mean_as_marks_is_shown_as_it_was_typed(text: str) -> None:
    assert Reader(to_html(text)).text == text
    assert Reader(to_html(text)).tags == []
    assert to_plain(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Note:**text", "<strong>Note:</strong>text"),
        ("**真，**她", "<strong>真，</strong>她"),
        ("她**“真”**的", "她<strong>“真”</strong>的"),
        ("이것은 **중요(重要)**합니다", "이것은 <strong>중요(重要)</strong>합니다"),
        ("我*真*的", "我<em>真</em>的"),
        ("**bold**ly", "<strong>bold</strong>ly"),
        ("(*a*), “*b*”", "(<em>a</em>), “<em>b</em>”"),
        ("***a***", "<em><strong>a</strong></em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("**`a`**", "<strong><code>a</code></strong>"),
        ("__very much__", "<strong>very much</strong>"),
        ("**???** *😀* ~~¿sí?~~", "<strong>???</strong> <em>😀</em> <s>¿sí?</s>"),
        ("**2*3*4**", "<strong>2*3*4</strong>"),
    ],
)
def test_marks_that_are_meant_are_read_beside_any_letter(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\\*a\\*", "*a*"),
        ("\\*a* b", "*a* b"),
        ("\\**a**", "**a**"),
        ("\\_a b\\_", "_a b_"),
        ("\\`a\\`", "`a`"),
        ("\\~~a~~", "~~a~~"),
        ("\\[a](https://x.org)", "[a](https://x.org)"),
        ("\\@ada", "@ada"),
        ("\\:smile:", ":smile:"),
        ("\\> a", "> a"),
        ("\\- a\n\\* b\n1\\. c", "- a\n* b\n1. c"),
        ("\\```\na", "```\na"),
    ],
)
def test_a_backslash_before_what_would_mean_something_is_not_shown(text: str, shown: str) -> None:
    page = Reader(to_html(text, {"ada": "7"}))
    assert page.text == shown
    assert {tag for tag, _ in page.tags} <= {"a"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("```first\nsecond```", ["first\nsecond"]),
        ("```first\nsecond\n```", ["first\nsecond"]),
        ("```\nfirst```", ["first"]),
        ("```\nfirst", ["first"]),
        ("look: ```\na\n\n  b\n``` and", ["a\n\n  b"]),
        ("look: ```a\nb```", ["a\nb"]),
        ("- ```\na\n```\n- b", ["a"]),
        ("- so ```\na\n```", ["a"]),
        ("> ```\n> a\n> ```", ["a"]),
        ("````\n```\na\n```\n````", ["```\na\n```"]),
        ("~~~\n```\n~~~", ["```"]),
        ("```\na ``` b\n```", ["a ``` b"]),
        ("```\na\n```\nb\n```\nc\n```", ["a", "c"]),
        ("`a\nb`", ["a\nb"]),
        ("```a``` ``b`c``", ["a", "b`c"]),
    ],
)
def test_code_is_read_wherever_its_marks_stand(text: str, shown: list[str]) -> None:
    assert re.findall("<code>([^<]*)</code>", to_html(text)) == shown


def test_a_language_is_told_and_any_other_word_behind_a_fence_is_code() -> None:
    assert to_html("```text\na\n```") == '<pre tabindex="0" data-language="text"><code>a</code></pre>'
    assert to_html("```so it is\na\n```") == '<pre tabindex="0"><code>so it is\na</code></pre>'
    assert to_html('```"><b>\na\n```') == '<pre tabindex="0"><code>"&gt;&lt;b&gt;\na</code></pre>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1. a\n2. b\n4. c", '<ol start="1" dir="auto"><li>a</li><li>b</li><li value="4">c</li></ol>'),
        ("3. a\n2. b", '<ol start="3" dir="auto"><li>a</li><li value="2">b</li></ol>'),
        ("1. a\n1. b", '<ol start="1" dir="auto"><li>a</li><li value="1">b</li></ol>'),
        ("1. a\n02. b", '<ol start="1" dir="auto"><li>a</li><li class="typed">02. b</li></ol>'),
        ("1) a", '<ol start="1" class="bracket" dir="auto"><li>a</li></ol>'),
        ("1. a\n   - b\n2. c", '<ol start="1" dir="auto"><li>a<ul><li>b</li></ul></li><li>c</li></ol>'),
    ],
)
def test_numbers_stay_as_they_were_typed(text: str, html: str) -> None:
    assert to_html(text) == html
    assert to_plain(text) == " ".join(text.replace("- ", "").split())


@pytest.mark.parametrize("text", [">a", ">> a", '>"a"', ">@ada", "> 5", "> >_<", ">你好", ">¿a?", "> > > a"])
def test_a_quote_is_what_is_meant_as_one(text: str) -> None:
    assert to_html(text).startswith('<blockquote dir="auto">')


@pytest.mark.parametrize(
    ("text", "blocks"),
    [("**a**", 0), ("**a**\n\nb", 2), ("> a\nb", 2), ("- a\n1. b", 2), ("> - a\n> b", 1), ("- a\n  - b", 1)],
)
def test_each_block_has_the_direction_of_its_own_words(text: str, blocks: int) -> None:
    """What is no block says nothing: its row does."""
    assert to_html(text).count('dir="auto"') == blocks


def test_a_link_with_nothing_to_see_is_its_address_also_in_a_quotation() -> None:
    assert to_plain("a [](https://x.org)") == "a https://x.org"
    assert links("[](https://x.org)") == ["https://x.org"]


MENTIONED = [
    "@ada", "你好@ada说", "こんにちは@ada", "สวัสดี@ada", "@ada님", "(@ada)", "**@ada**",
    "_@ada_", "¡@ada!", "👍@ada", "、@ada。",
]  # fmt: skip
NOT_MENTIONED = [
    "x@ada", "é@ada", "привет@ada", "9@ada", "_x@ada", "@@ada", "\\@ada",
    "@adaé", "@ada9", "C:\\@ada", "`@ada`",
]  # fmt: skip


@pytest.mark.parametrize("text", MENTIONED)
def test_a_mention_stands_for_itself_in_every_script(text: str) -> None:
    assert '<span class="mention" data-user="7">@ada</span>' in to_html(text, {"ada": "7"})
    assert "ada" in names_in(text)


@pytest.mark.parametrize("text", NOT_MENTIONED)
def test_a_name_that_is_part_of_something_else_is_none(text: str) -> None:
    assert "mention" not in to_html(text, {"ada": "7"})
    assert "ada" not in names_in(text)


def test_the_page_knows_the_same_scripts_without_spaces() -> None:
    def spelled(sign: str) -> str:
        return sign if sign == "-" else f"\\u{ord(sign):04x}" if sign <= "\uffff" else f"\\u{{{ord(sign):x}}}"

    page = Path("chat_app/ui/components/browser/boundaries.js").read_text()
    written = "".join(re.findall(r'^ *"(.*)"', page, re.MULTILINE)).replace("\\\\", "\\")
    assert written == "".join(map(spelled, boundaries.SPACELESS))


def test_what_the_page_takes_for_begun_is_read_so_when_it_is_whole() -> None:
    """The page is tested by the same table (`tests/browser/boundaries.test.js`)."""
    begun = json.loads((Path(__file__).parents[1] / "browser/begun.json").read_text())
    for kind in ("behind", "not behind"):
        for before in begun["name"][kind]:
            assert ("ada" in names_in(f"{before}@ada")) == (kind == "behind"), before
        for before in begun["shortcode"][kind]:
            assert ("😄" in emojis.expand(f"{before}:smile:")) == (kind == "behind"), before
