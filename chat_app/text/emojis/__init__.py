"""Emojis, as the `emoji` package knows them."""

import emoji

from chat_app.text import markdown
from chat_app.text.markdown import shortcodes

BIGGEST = 12  # so many at most make a message that is shown large


def is_only(text: str) -> bool:
    """Whether a text is nothing but a few emojis."""
    if not text or len(text) > BIGGEST * 12 or all(character < "\u2000" for character in text):
        return False
    bare = "".join(text.split())
    return emoji.purely_emoji(bare) and emoji.emoji_count(bare) <= BIGGEST


def expand(text: str) -> str:
    """Return the text with its `:shortcodes:` as the emojis they name; what is code or an address stays."""
    if text.count(":") < 2:
        return text
    found = list(shortcodes.found(text))
    if found and any(sign in text for sign in ("`", "~~~", "://")):
        said = markdown.in_prose(text, [code.start for code in found])
        found = [code for code in found if code.start in said]
    for code in reversed(found):
        text = text[: code.start] + code.emoji + text[code.end :]
    return text


def as_stored(text: str) -> str | None:
    """One emoji in its one form, with or without its variation selector; None: it is not one."""
    return emoji.emojize(emoji.demojize(text)) if emoji.is_emoji(text) else None
