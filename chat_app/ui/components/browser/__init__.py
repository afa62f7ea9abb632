"""The browser's own share of the page: what needs the scroll position, the focus, the clock or the keyboard.

Each module wraps the React components of the file beside it that has its name, and does nothing else.
JavaScript without a wrapper is what those import.
"""

from pathlib import Path

import reflex as rx

# Linked from here, not from each wrapper, which would put each into its own folder: they import one another.
_LINKED = {
    file.stem: rx.asset(file.name, shared=True).importable_path
    for file in sorted(Path(__file__).parent.glob("*.js*"))
    if file.name != "head.js"  # in the page itself
}


def beside(wrapper: str) -> str:
    """Return how a page imports the JavaScript file that lies beside a wrapper (its `__file__`)."""
    return _LINKED[Path(wrapper).stem]


def id_and_text(message_id: rx.Var[str], text: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    """Return what an event is called with that has a message, and a text or an emoji for it."""
    return message_id, text
