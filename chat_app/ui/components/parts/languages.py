"""The choice of a language where there is no account yet to have a menu."""

import reflex as rx

from chat_app.ui.components.browser.language import choose_language, spoken
from chat_app.ui.texts import parts as texts


def language_links() -> rx.Component:
    """Return a button per language, each in its own."""
    return rx.el.div(
        *[
            rx.el.button(
                name,
                type="button",
                lang=code,
                aria_pressed=rx.cond(spoken == code, "true", "false"),
                on_click=choose_language(code),
            )
            for code, name in texts.LANGUAGES.items()
        ],
        role="group",
        aria_label=texts.LANGUAGE,
        class_name="languages",
    )
