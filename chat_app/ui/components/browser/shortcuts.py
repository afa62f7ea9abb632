"""The browser's share in the keyboard's shortcuts: see `shortcuts.jsx`."""

import reflex as rx

from chat_app.ui.components.browser import SHORTCUTS


class Shortcuts(rx.Component):
    """Acts on the keys, and lists them: `shortcuts` has what they do (`does`) beside their names (`keys`)."""

    library = SHORTCUTS
    tag = "Shortcuts"

    shortcuts: rx.Var[list[dict[str, str]]]
    title: rx.Var[str]
    close_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]


class ShortcutsItem(rx.Component):
    """An item of a menu that opens the list."""

    library = SHORTCUTS
    tag = "ShortcutsItem"
