"""What the keyboard can do, and the list of it."""

import reflex as rx

from chat_app.ui.components.browser.shortcuts import Shortcuts, ShortcutsItem
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.texts import conversation as conversation_texts
from chat_app.ui.texts import dialogs as texts
from chat_app.ui.texts import parts as parts_texts

# Names of keys stand as they are printed on them. What the keys do is done where it belongs: those of the
# composer there, those of the log in browser/log_keys.jsx, those of the page in browser/shortcuts.jsx.
KEYS = [
    (
        texts.SHORTCUTS_WRITING,
        [
            ("Enter", texts.SHORTCUT_SEND),
            ("Shift+Enter", texts.SHORTCUT_NEW_LINE),
            ("↑", texts.SHORTCUT_EDIT_LAST),
            ("@ :", texts.SHORTCUT_COMPLETION),
            ("Shift+Tab", texts.SHORTCUT_TO_MESSAGES),
        ],
    ),
    (
        texts.SHORTCUTS_MESSAGES,
        [
            ("↑ ↓", texts.SHORTCUT_MESSAGES),
            ("Home End", texts.SHORTCUT_FIRST_AND_LAST),
            ("R", conversation_texts.REPLY),
            ("+", conversation_texts.ADD_REACTION),
            ("E", conversation_texts.EDIT_MESSAGE),
            ("Delete", conversation_texts.DELETE_MESSAGE),
            ("L", conversation_texts.COPY_LINK),
            ("Enter", texts.SHORTCUT_BUTTONS),
            ("Esc", texts.SHORTCUT_TO_COMPOSER),
        ],
    ),
    (
        texts.SHORTCUTS_ANYWHERE,
        [
            ("Ctrl+K", texts.SHORTCUT_SEARCH),
            ("Alt+↑", texts.SHORTCUT_PREVIOUS_CHANNEL),
            ("Alt+↓", texts.SHORTCUT_NEXT_CHANNEL),
            ("Alt+Shift+↑", texts.SHORTCUT_PREVIOUS_UNREAD),
            ("Alt+Shift+↓", texts.SHORTCUT_NEXT_UNREAD),
            ("Alt+M", conversation_texts.GO_TO_MENTION),
            ("Esc", texts.SHORTCUT_NEWEST),
            ("?", texts.SHORTCUT_HELP),
            ("Ctrl+/", texts.SHORTCUT_HELP_WRITING),
        ],
    ),
]


def shortcuts() -> rx.Component:
    """Return the keys of the page, and their list, closed."""
    return Shortcuts.create(
        groups=[
            {"heading": heading, "shortcuts": [{"keys": keys, "does": does} for keys, does in those]}
            for heading, those in KEYS
        ],
        title=texts.SHORTCUTS,
        close_label=parts_texts.CLOSE,
        close_icon=icon("close"),
    )


def shortcuts_item() -> rx.Component:
    """Return the list's place in the account menu."""
    return ShortcutsItem.create(icon("keyboard"), texts.SHORTCUTS)
