"""Emojis, as the `emoji` package knows them."""

import re

import emoji

BIGGEST = 12  # so many at most make a message that is shown large
# What is written as it is: code, and addresses.
_KEPT = re.compile(r"(```.*?(?:```|$)|`[^`\n]+`|\bhttps?://\S+)", re.DOTALL | re.IGNORECASE)


def is_only(text: str) -> bool:
    """Whether a text is nothing but a few emojis."""
    if not text or len(text) > BIGGEST * 12 or all(character < "\u2000" for character in text):
        return False
    bare = "".join(text.split())
    return emoji.purely_emoji(bare) and emoji.emoji_count(bare) <= BIGGEST


def expand(text: str) -> str:
    """The text with its `:shortcodes:` as the emojis they name; code and addresses stay as they are."""
    if text.count(":") < 2:
        return text
    parts = _KEPT.split(text)
    parts[::2] = [emoji.emojize(part, language="alias") for part in parts[::2]]
    return "".join(parts)


def as_stored(text: str) -> str | None:
    """One emoji in its one form, with or without its variation selector; None: it is not one."""
    return emoji.emojize(emoji.demojize(text)) if emoji.is_emoji(text) else None
