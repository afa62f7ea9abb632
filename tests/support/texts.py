"""Texts for the property tests: anything that can be typed, and what readers of Markdown stumble over."""

from hypothesis import strategies as st

# Corner cases of Markdown, whole and broken off.
PIECES = [
    "a[0]()", "[]()", "[a](", "[a](<", "[a](http://x.org", "[a](https://x.org)",
    "[a](<https://x.org>)", "[a][b]", "[a](https://x.org 'b')", "[](https://x.org)",
    "![a](https://x.org)", "[a]: https://x.org", "[[a](b)](c)", "](", "https://", "https://x.org",
    "https://[::1]:80/", "http://x.org/(a", "x://y", "<https://x.org>", "://", "*a*", "**a**",
    "***a***", "**a*b**", "__a__", "_a_", "*_*", "**", "* *", ">_<", "~~a~~", "~~~", "~", "2*3*4",
    "`a`", "``a`b``", "`", "```", "````", "```py\na\n```", "~~~\na\n~~~", "```a\nb```", "```\n",
    "a ```b\nc``` d", "> a", ">", ">>", ">> a", "> - a", "- a", "-", "*", "+ a", "1. a", "1.",
    "0) a", "999999999. a", "9999999999. a", "- - - a", "1. 1. 1. a", "    a", "\ta",
    "- a\n\n  b", "- ```\n  a", "> ```\n> a", "\\", "\\*", "\\\\", "\\_(", "\\[a](https://x.org)",
    "\\@a", "\\:a:", "\\\n", "\\`", "@a", "@a.", "@@a", "a@b", "@", ":a:", ":smile:", "::a::",
    ":100:", ":", "::", "# a", "---", "===", "| a |", "<b>", "&amp;", "&#60;", "<!-- a -->", " ",
    "\n", "\n\n", "\t", "\u00a0", "\u200b", "\u200d", "\u202e", "\u2066", "\u2028", "\u3000",
    "\ufe0f", "\x00", "\x85", "é", "e\u0301", "ß", "İ", "日本", "です", "「", "」", "，", "שלום",
    "مرحبا", "ไทย", "한국", "😀", "👩‍👩‍👧", "👍🏽", "🇪🇸", "1️⃣",
]  # fmt: skip
_signs = st.one_of(st.sampled_from(list("*_~`[]()<>\\:@-+.!#&'\" \n\t12ab")), st.characters(codec="utf-8"))
_pieces = st.lists(st.one_of(st.sampled_from(PIECES), st.text(_signs, max_size=4)), max_size=24).map("".join)
_repeated = st.builds(lambda unit, times: (unit * times)[:4000], _pieces, st.integers(2, 400))


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """Return a corner case or two with signs taken out, doubled or put in anywhere."""
    text = draw(_pieces)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 3))
        text = text[:at] + draw(st.text(_signs, max_size=2)) + text[at + cut :]
    return text


texts = st.one_of(_mutated(), _repeated, st.text(st.characters(codec="utf-8"), max_size=200))
