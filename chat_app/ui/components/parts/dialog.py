"""What every dialog has: a title, and a way out."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser.overlays import Modal
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.texts import parts as texts


def dialog(name: str, title: Any, *children: rx.Component, on_close: Any, **props: Any) -> rx.Component:
    """Return a dialog, shown while `open`. `name` makes its ids unique on the page."""
    title_id = f"{name}-title"
    return Modal.create(
        rx.el.div(
            rx.el.h2(title, id=title_id),
            rx.el.button(
                icon("close"),
                type="button",
                aria_label=texts.CLOSE,
                class_name="icon-button",
                on_click=on_close,
            ),
            class_name="dialog-head",
        ),
        *children,
        on_close=on_close,
        aria_labelledby=title_id,
        **{"class_name": "dialog", **props},
    )
