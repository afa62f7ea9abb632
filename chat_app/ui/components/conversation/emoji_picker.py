"""The emoji picker."""

import reflex as rx

from chat_app.text.emojis.catalogue import COMMON
from chat_app.ui.components.browser.emoji_picker import EmojiPicker
from chat_app.ui.texts import conversation as texts

# In the order of the catalogue (`chat_app/text/emojis/order.txt`).
CATEGORIES = {
    "smileys": texts.EMOJI_SMILEYS,
    "people": texts.EMOJI_PEOPLE,
    "nature": texts.EMOJI_NATURE,
    "food": texts.EMOJI_FOOD,
    "travel": texts.EMOJI_TRAVEL,
    "activities": texts.EMOJI_ACTIVITIES,
    "objects": texts.EMOJI_OBJECTS,
    "symbols": texts.EMOJI_SYMBOLS,
    "flags": texts.EMOJI_FLAGS,
}
TONES = [
    texts.TONE_NONE,
    texts.TONE_LIGHT,
    texts.TONE_MEDIUM_LIGHT,
    texts.TONE_MEDIUM,
    texts.TONE_MEDIUM_DARK,
    texts.TONE_DARK,
]


def emoji_picker() -> rx.Component:
    """Return the one picker of the page, for messages and reactions."""
    return EmojiPicker.create(
        label=texts.EMOJI_PICKER,
        search_label=texts.SEARCH_EMOJI,
        tone_label=texts.SKIN_TONE,
        tone_names=TONES,
        categories_label=texts.EMOJI_CATEGORIES,
        category_names=CATEGORIES,
        common=list(COMMON),
        common_label=texts.COMMON_EMOJI,
        recent_label=texts.RECENTLY_USED,
        found_label=texts.EMOJI_FOUND,
        none_text=texts.NO_EMOJI_FOUND,
        failed_text=texts.NO_EMOJI_DATA,
    )
