"""Text as people type it, turned into HTML that is safe to show.

markdown-it-py reads it (no raw HTML, images, headings or tables); what it found is written out by the
tables and functions below, so that no other tag, attribute or address than theirs can come of any
text. Line breaks stay line breaks: the page shows them with `white-space: pre-wrap`.
"""

import logging
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape

from markdown_it.token import Token

from chat_app.text.highlighting import highlighted
from chat_app.text.markdown import links
from chat_app.text.markdown.reader import DEEPEST, reader

log = logging.getLogger(__name__)

# Without any of these a text is shown as it is.
_MARKUP = re.compile(r"[*_`\[\\]|~~|://|@[\w.-]|^\s*(?:>|(?:[-+]|\d+[.)])\s)", re.MULTILINE)

_PRIVATE = "\U000f0000"  # from here on a character means nothing that anybody has agreed on

MAX_HTML_LENGTH = 32_768  # characters; a text that would become longer is shown as it was typed
MAX_MENTIONED = 50  # people whom one message can mention

_TAGS = {
    "paragraph_close": "</p>",
    "blockquote_close": "</blockquote>",
    "bullet_list_close": "</ul>",
    "ordered_list_close": "</ol>",
    "list_item_close": "</li>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
}
_OPENING = {
    "paragraph_open": "p",
    "blockquote_open": "blockquote",
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
}


def to_html(text: str, mentions: Mapping[str, str] | None = None) -> str:
    """Return the text as HTML; never an error. `mentions`: the ids of the people it may name, by username."""
    if not _MARKUP.search(text):
        return escape(text, quote=False)
    try:
        return _rendered(text, tuple((mentions or {}).items()))
    except Exception as error:  # noqa: BLE001 - one text may never cost what stands beside it
        _note(text, error)
        return escape(text, quote=False)


def to_plain(text: str) -> str:
    """Return the text without its markup, on one line, for a quotation of it; never an error."""
    if not _MARKUP.search(text):
        return " ".join(text.split())
    try:
        tokens = reader.parse(text)
        words = "".join(_words(tokens)) if _is_shallow(tokens) else ""
    except Exception as error:  # noqa: BLE001 - as above
        _note(text, error)
        words = ""
    return " ".join((words if words.strip() else text).split())


def names_in(text: str) -> list[str]:
    """Return what may be names of people whom a text mentions, in lower case; never an error.

    Of `@ada.` both `ada.` and `ada`.
    """
    if "@" not in text:
        return []
    found: dict[str, None] = {}
    try:
        reader.parse(text, {"found": found})
    except Exception as error:  # noqa: BLE001 - as above
        _note(text, error)
    return list(found)[: 2 * MAX_MENTIONED]


def in_prose(text: str, places: Sequence[int]) -> set[int]:
    """Return which of these places are in what is said, not in code or an address; never an error."""
    # Each is read as a character that means nothing and that no two places share.
    if any(sign >= _PRIVATE for sign in text) or len(places) > 0xFFFF:
        return set()
    signs, which = list(text), {chr(ord(_PRIVATE) + number): place for number, place in enumerate(places)}
    for sign, place in which.items():
        signs[place] = sign
    try:
        tokens = reader.parse("".join(signs))
    except Exception as error:  # noqa: BLE001 - as above
        _note(text, error)
        return set()
    said = (part.content for token in tokens for part in token.children or [] if part.type == "text")
    return {which[sign] for content in said for sign in content if sign in which}


def _note(text: str, error: Exception) -> None:
    """Log that a text is taken as it was typed, with the place that failed; nothing of the text itself."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename}:{place.lineno}"
    log.error("A text of %s characters could not be read: %s, %s.", len(text), type(error).__name__, where)


@lru_cache(maxsize=1024)
def _rendered(text: str, mentions: tuple[tuple[str, str], ...]) -> str:
    tokens = reader.parse(text, {"mentions": dict(mentions)})
    html = "".join(_pieces(tokens)) if _is_shallow(tokens) else ""
    # A lone `-` or `>` is a list or a quote with nothing in it: rather what was typed.
    if len(html) > MAX_HTML_LENGTH or not re.sub("<[^>]*>", "", html).strip():
        return escape(text, quote=False)
    return html


def _is_shallow(tokens: list[Token]) -> bool:
    """Whether the reader has taken in all of it; at its limit it leaves out the rest."""
    return all(token.level < DEEPEST - 1 for token in tokens)


def _pieces(tokens: list[Token]) -> Iterator[str]:
    if len(tokens) == 3 and tokens[1].type == "inline":  # a single paragraph needs no mark
        tokens = tokens[1:2]
    numbers: list[int] = []  # of the lists around a token, what their next items would be numbered
    for token in tokens:
        if token.type == "inline":
            yield from map(_inline, token.children or [])
        elif token.type == "fence":
            yield _code(token)
        elif token.type == "list_item_open":
            yield _item(token, numbers)
        elif not token.hidden:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                numbers.append(int(token.attrs.get("start", 1)))
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                numbers.pop()
            yield _opening(token) if token.type in _OPENING else _TAGS[token.type]


def _opening(token: Token) -> str:
    """Return the beginning of a block. Each that lies in no other has the direction of its own words."""
    start = f' start="{int(token.attrs.get("start", 1))}"' if token.type == "ordered_list_open" else ""
    bracket = ' class="bracket"' if token.markup == ")" else ""
    direction = "" if token.level else ' dir="auto"'
    return f"<{_OPENING[token.type]}{start}{bracket}{direction}>"


def _item(token: Token, numbers: list[int]) -> str:
    """Return the beginning of an item, with its number as typed: those of a list may leave some out."""
    expected, typed = numbers[-1], token.info
    if not typed:
        return "<li>"
    numbers[-1] = int(typed) + 1
    if len(typed) > 2 or typed != str(int(typed)):
        return f'<li class="typed">{typed}{token.markup} '
    return "<li>" if int(typed) == expected else f'<li value="{int(typed)}">'


def _code(token: Token) -> str:
    language = f' data-language="{escape(token.info)}"' if token.info else ""
    code = highlighted(token.content.rstrip(), token.info)
    return f'<pre tabindex="0"{language}><code>{code}</code></pre>'


def _inline(token: Token) -> str:
    if token.type in ("text", "address"):
        return escape(token.content, quote=False)
    if token.type == "code_inline":
        return f"<code>{escape(token.content, quote=False)}</code>"
    if token.type == "link_open":
        return _link(str(token.attrs["href"]))
    if token.type == "mention":
        return f'<span class="mention" data-user="{escape(token.meta["id"])}">{escape(token.content)}</span>'
    return _TAGS[token.type]


def _link(address: str) -> str:
    """Return the beginning of a link that tells nothing of us."""
    assert links.leads_out(address)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">'


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _words(token.children or [])
            yield " "
        elif token.type == "list_item_open" and token.info:
            yield f"{token.info}{token.markup} "
        elif token.type == "fence":
            yield f"{token.content} "
        else:
            yield token.content
