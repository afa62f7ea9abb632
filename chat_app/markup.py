"""Text as people type it, turned into HTML that is safe to show.

markdown-it-py reads it (no raw HTML, images, headings or tables); what it found is written out by the
tables and functions below, so that no other tag, attribute or address than theirs can come of any
text. Line breaks stay line breaks: the page shows them with `white-space: pre-wrap`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from chat_app.highlighting import highlighted

# An address ends where a sentence would go on: closing punctuation is not part of it, nor are
# characters that change the direction of writing.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+", re.IGNORECASE)
_SCHEME = re.compile(r"(?<!\w)https?$", re.IGNORECASE)
_TRAILING = ".,;:!?\"')]}»”’*_~"
_LEADS_OUT = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_NAME = re.compile(r"@([a-z0-9_.-]{1,64})", re.IGNORECASE | re.ASCII)
# Without any of these a text is shown as it is.
_MARKUP = re.compile(r"[*_`\[\\]|~~|://|@[\w.-]|^\s*(?:>|(?:[-+]|\d+[.)])\s)", re.MULTILINE)

DEEPEST = 12  # quotes and lists within each other; deeper ones are shown as they were typed
LONGEST_HTML = 32_768  # characters; a text that would become longer is shown as it was typed
MOST_NAMES = 50  # people whom one message can mention

_TAGS = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>",
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
    "hardbreak": "\n",
}


def to_html(text: str, mentions: Mapping[str, str] | None = None) -> str:
    """The text as HTML. `mentions`: the ids of the people it may name, by username."""
    if not _MARKUP.search(text):
        return escape(text, quote=False)
    return _rendered(text, tuple((mentions or {}).items()))


def to_plain(text: str) -> str:
    """The text without its markup, on one line: for a quotation of it."""
    if not _MARKUP.search(text):
        return " ".join(text.split())
    words = "".join(_words(_reader.parse(text)))
    return " ".join((words if words.strip() else text).split())


def names_in(text: str) -> list[str]:
    """What may be names of people whom a text mentions, in lower case: of `@ada.` both `ada.` and `ada`."""
    if "@" not in text:
        return []
    found: dict[str, None] = {}
    _reader.parse(text, {"found": found})
    return list(found)[: 2 * MOST_NAMES]


@lru_cache(maxsize=1024)
def _rendered(text: str, mentions: tuple[tuple[str, str], ...]) -> str:
    tokens = _reader.parse(text, {"mentions": dict(mentions)})
    html = "".join(_pieces(tokens)) if _is_shallow(tokens) else ""
    # A lone `-` or `>` is a list or a quote with nothing in it: rather what was typed.
    if len(html) > LONGEST_HTML or not re.sub("<[^>]*>", "", html).strip():
        return escape(text, quote=False)
    return html


def _is_shallow(tokens: list[Token]) -> bool:
    """Whether the reader has taken in all of it; at its limit it leaves out the rest."""
    return all(token.level < DEEPEST - 1 for token in tokens)


def _pieces(tokens: list[Token]) -> Iterator[str]:
    if len(tokens) == 3 and tokens[1].type == "inline":  # a single paragraph needs no mark
        tokens = tokens[1:2]
    for token in tokens:
        if token.type == "inline":
            yield from _line(token.children or [])
        elif token.type == "fence":
            yield f'<pre tabindex="0"><code>{highlighted(token.content.rstrip(), token.info)}</code></pre>'
        elif token.type == "ordered_list_open":
            yield f'<ol start="{int(token.attrs.get("start", 1))}">'
        elif not token.hidden:
            yield _TAGS[token.type]


def _line(tokens: list[Token]) -> Iterator[str]:
    """What a block says. A link with nothing to see in it shows its address."""
    address, seen = "", True
    for token in tokens:
        if token.type == "link_open":
            address, seen = str(token.attrs["href"]), False
        elif token.type == "link_close" and not seen:
            yield escape(address)
        elif not seen:
            seen = any(sign.isprintable() and not sign.isspace() for sign in token.content)
        yield _inline(token)


def _inline(token: Token) -> str:
    if token.type in ("text", "text_special"):
        return escape(token.content, quote=False)
    if token.type == "code_inline":
        return f"<code>{escape(token.content, quote=False)}</code>"
    if token.type == "link_open":
        return _link(str(token.attrs["href"]))
    if token.type == "mention":
        return f'<span class="mention" data-user="{escape(token.meta["id"])}">{escape(token.content)}</span>'
    return _TAGS[token.type]


def _link(address: str) -> str:
    """The beginning of a link that tells nothing of us."""
    assert _LEADS_OUT.match(address)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">'


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _words(token.children or [])
            yield " "
        elif token.type == "hardbreak":
            yield " "
        elif token.type == "list_item_open" and token.info:
            yield f"{token.info}{token.markup} "
        else:
            yield token.content


# -- what is read beside what the library reads ------------------------------------------------------


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address becomes a link."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    found = _ADDRESS.match(state.src, state.pos - len(scheme.group()), state.posMax) if scheme else None
    address = _without_trailing(found.group()) if found else ""
    if not scheme or not _LEADS_OUT.match(address):
        return False
    state.pending = state.pending[: -len(scheme.group())]
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme.group())
    return True


def _without_trailing(address: str) -> str:
    """Cut closing punctuation, but keep a bracket that was opened within the address."""
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        if address[end - 1] == ")" and address.count("(", 0, end) >= address.count(")", 0, end):
            break
        end -= 1
    return address[:end]


def _mention(state: StateInline, silent: bool) -> bool:
    """`@name` of a person who is known becomes a mention."""
    if silent or state.linkLevel or state.src[state.pos] != "@":
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    found = _NAME.match(state.src, state.pos, state.posMax)
    if not found or before.isalnum() or before in "_@":
        return False
    typed = found.group(1)
    for name in dict.fromkeys((typed, typed.rstrip("._-"))):
        if "found" in state.env and name:
            state.env["found"][name.lower()] = None
        if user_id := state.env.get("mentions", {}).get(name.lower()):
            token = state.push("mention", "span", 0)
            token.content, token.meta = "@" + name, {"id": user_id}
            state.pos += 1 + len(name)
            return True
    return False


def _line_is_for_itself(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Ends a quote or a list item where its marks end: who writes on the next line writes for themselves."""
    if not silent:
        return False
    first = state.src[state.bMarks[start_line] + state.tShift[start_line] :][:1]
    return state.sCount[start_line] < state.blkIndent or (state.parentType == "blockquote" and first != ">")


def _new_reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"maxNesting": DEEPEST})
    reader.enable(["escape", "backticks", "emphasis", "strikethrough", "link"])
    reader.enable(["fence", "blockquote", "list"])
    reader.inline.ruler.push("address", _address)
    reader.inline.ruler.push("mention", _mention)
    reader.block.ruler.before(
        "paragraph", "own_line", _line_is_for_itself, {"alt": ["paragraph", "blockquote"]}
    )
    reader.validateLink = lambda address: bool(_LEADS_OUT.match(address))  # pyright: ignore[reportAttributeAccessIssue]
    return reader


_reader = _new_reader()
