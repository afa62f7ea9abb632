"""The emoji picker."""

import reflex as rx

from chat_app.ui.components.browser import beside


class EmojiPicker(rx.Component):
    """The place of the emoji picker, which is fetched when it is opened."""

    library = beside(__file__)
    tag = "EmojiPicker"

    label: rx.Var[str]
    search_label: rx.Var[str]
    tone_label: rx.Var[str]
    tone_names: rx.Var[list[str]]
    categories_label: rx.Var[str]
    category_names: rx.Var[dict[str, str]]
    common: rx.Var[list[str]]
    common_label: rx.Var[str]
    recent_label: rx.Var[str]
    found_label: rx.Var[str]
    none_text: rx.Var[str]
    failed_text: rx.Var[str]
