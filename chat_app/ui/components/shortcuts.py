"""What the keyboard can do, and the list of it."""

import reflex as rx

from chat_app.ui import texts
from chat_app.ui.components.browser.shortcuts import Shortcuts, ShortcutsItem
from chat_app.ui.components.icon import icon

# Names of keys stand as they are printed on them. What the keys do is done where it belongs: those of the
# composer and the log there, those of the page in browser/shortcuts.jsx.
KEYS = [
    ("Enter", texts.SHORTCUT_SEND),
    ("Shift+Enter", texts.SHORTCUT_NEW_LINE),
    ("↑", texts.SHORTCUT_EDIT_LAST),
    ("@ :", texts.SHORTCUT_COMPLETION),
    ("↑ ↓", texts.SHORTCUT_MESSAGES),
    ("Tab", texts.SHORTCUT_BUTTONS),
    ("Ctrl+K", texts.SHORTCUT_SEARCH),
    ("Alt+↑", texts.SHORTCUT_PREVIOUS_CHANNEL),
    ("Alt+↓", texts.SHORTCUT_NEXT_CHANNEL),
    ("Alt+Shift+↑", texts.SHORTCUT_PREVIOUS_UNREAD),
    ("Alt+Shift+↓", texts.SHORTCUT_NEXT_UNREAD),
    ("Esc", texts.SHORTCUT_NEWEST),
    ("?", texts.SHORTCUT_HELP),
    ("Ctrl+/", texts.SHORTCUT_HELP_WRITING),
]


def shortcuts() -> rx.Component:
    """The keys of the page, and their list, closed."""
    return Shortcuts.create(
        shortcuts=[{"keys": keys, "does": does} for keys, does in KEYS],
        title=texts.SHORTCUTS,
        close_label=texts.CLOSE,
        close_icon=icon("close"),
    )


def shortcuts_item() -> rx.Component:
    """The list's place in the account menu."""
    return ShortcutsItem.create(icon("keyboard"), texts.SHORTCUTS)
