"""Where bare addresses begin and end."""

import pytest

from chat_app.text.markdown import to_html
from tests.text.test_markdown import Reader, links

# The address between the marks ⟦ and ⟧, which are not part of the text.
ENDS = [
    # brackets and quotes that belong to the sentence, or to the address
    "⟦https://en.wikipedia.org/wiki/Zeno's_paradoxes⟧",
    "Zeno's (⟦https://en.wikipedia.org/wiki/Zeno's_paradoxes⟧)",
    "'⟦https://x.org/a⟧'", "['⟦https://x.org/a⟧', 'b']", "‘⟦https://x.org/a⟧’", "“⟦https://x.org/a⟧”",
    "⟦https://x.org/a’s⟧", "⟦https://x.org/Products('1')⟧", "⟦https://x.org/a_(b)⟧",
    "(⟦https://x.org/a_(b)⟧)",
    "(⟦https://x.org/a⟧)b", "[⟦https://x.org/a[0]⟧]", "{⟦https://x.org/{id}⟧}", "⟦https://x.org/a⟧(",
    "<⟦https://x.org⟧>",
    '"⟦https://x.org⟧"', "`a` ⟦https://x.org⟧", "«⟦https://x.org⟧»", "⟦https://x.org/a(b⟧",
    # closing punctuation
    "⟦https://x.org⟧.", "⟦https://x.org/⟧...", "⟦https://x.org/a⟧?!", "⟦https://x.org/a⟧,",
    "⟦https://x.org/a,b;c⟧;", "⟦https://x.org⟧:",
    "⟦https://x.org/a⟧…", "⟦https://x.org/⟧?", "⟦https://x.org/a.html⟧.",
    # marks
    "**⟦https://x.org/a⟧**", "*⟦https://x.org/a⟧* b", "_⟦https://x.org/a_b⟧_", "~~⟦https://x.org/a⟧~~",
    "**⟦https://x.org⟧**です",
    "⟦https://x.org/__init__.py⟧", "⟦https://x.org/a*b*c⟧", "⟦https://x.org/@ada⟧",
    # Chinese, Japanese, Korean, Thai
    "「⟦https://example.com⟧」です", "⟦https://example.com⟧です", "⟦https://example.com⟧。",
    "见⟦https://example.com/a⟧，谢谢",
    "（⟦https://example.com/a⟧）", "⟦https://example.com/a⟧、⟦https://example.com/b⟧",
    "⟦https://example.com/a⟧！",
    "⟦https://ja.wikipedia.org/wiki/日本⟧", "⟦https://ja.wikipedia.org/wiki/C言語⟧。",
    "⟦https://ja.wikipedia.org/wiki/ジョン・レノン⟧",
    "見て⟦https://example.com⟧", "⟦https://example.com:8080⟧です", "⟦http://localhost⟧です",
    "⟦https://example.com⟧입니다",
    "ดู⟦https://example.com⟧นะ", "⟦https://example.com⟧【注】",
    # Arabic and Hebrew
    "⟦https://example.com/a⟧، ثم", "⟦https://example.com⟧؟", "⟦https://ar.wikipedia.org/wiki/مرحبا⟧",
    "ו⟦https://example.com⟧",
    "⟦https://he.wikipedia.org/wiki/שלום⟧.", "⟦https://example.com⟧שלום",
    "⟦https://he.wikipedia.org/wiki/צה״ל⟧",
    "⟦https://x.org⟧\u202e/gpj.exe", "\u2067⟦https://x.org⟧\u2069",
    # domains of other scripts
    "⟦https://例え.jp/a⟧", "⟦https://пример.рф⟧.", "⟦https://münchen.de⟧", "⟦http://münchen⟧",
    "⟦https://日本語.テスト⟧。", "⟦https://xn--r8jz45g.jp⟧",
    "⟦https://i❤.ws⟧", "⟦https://example.com⟧😀",
    # the parts of an address
    "⟦http://localhost:3000/chat?channel=general⟧", "⟦http://[::1]:8080/a⟧",
    "⟦https://u:p@x.org:80/a;b=c/d?e=f&g[]=h|i#/j?k=l⟧",
    "⟦https://x.org#a⟧", "⟦https://x.org?a=b⟧.", "⟦HTTPS://X.ORG/A⟧", "⟦https://x.org/a–b⟧",
    "⟦https://x.org/ñandú⟧",
    "⟦https://web.archive.org/web/2020/https://x.org/⟧", "⟦https://x.org/%E6%97%A5⟧",
    "⟦https://x.org/~ada⟧", "⟦https://x.org/-⟧",
    "⟦https://x.org⟧,⟦https://y.org⟧", "⟦https://x.org/a⟧\\n", "⟦https://x.org⟧\n⟦https://y.org⟧",
    "|⟦https://x.org⟧|⟦https://y.org⟧",
]  # fmt: skip


@pytest.mark.parametrize("marked", ENDS)
def test_an_address_ends_where_what_is_around_it_goes_on(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    assert links(text) == [part.partition("⟧")[0] for part in marked.split("⟦")[1:]]
    shown = Reader(to_html(text)).text
    assert shown in (text, text.replace("*", "").replace("~~", "").replace("`", "").strip("_"))


@pytest.mark.parametrize(
    "text",
    [
        "xhttps://x.org",
        "éhttps://x.org",
        "1https://x.org",
        "https://",
        "https://.",
        "https://「",
        "https:// x",
        "ttps://x.org",
    ],
)
def test_what_is_part_of_a_word_or_has_no_host_is_no_link(text: str) -> None:
    assert links(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[a](https://x.org)", "https://x.org"),
        ("[a](<https://x.org/b>)", "https://x.org/b"),
        ("[a](https://x.org/b_(c))", "https://x.org/b_(c)"),
        ("[a](https://x.org/b\\)c)", "https://x.org/b)c"),
        ("[a [b] c](https://x.org)", "https://x.org"),
        ("[真](https://例え.jp/日本)", "https://例え.jp/日本"),
        ("[a](https://x.org/?a=1&copy;=2)", "https://x.org/?a=1&copy;=2"),
    ],
)
def test_a_link_with_a_label_leads_where_it_says(text: str, address: str) -> None:
    assert links(text) == [address]
