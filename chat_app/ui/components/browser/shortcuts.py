"""The keyboard's shortcuts."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser import beside


class Shortcuts(rx.Component):
    """Acts on the keys, and lists them by `heading`: what they do (`does`) beside their names (`keys`)."""

    library = beside(__file__)
    tag = "Shortcuts"

    groups: rx.Var[list[dict[str, Any]]]
    title: rx.Var[str]
    close_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]


class ShortcutsItem(rx.Component):
    """An item of a menu that opens the list."""

    library = beside(__file__)
    tag = "ShortcutsItem"
