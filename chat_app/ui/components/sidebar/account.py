"""The account menu: how the page looks, and the way out."""

from typing import Any

import reflex as rx
from reflex.style import LiteralColorMode, set_color_mode

from chat_app.ui.components.browser.language import Text, choose_language, spoken
from chat_app.ui.components.browser.overlays import Menu
from chat_app.ui.components.dialogs.shortcuts import shortcuts_item
from chat_app.ui.components.parts.avatar import avatar
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.people import ProfileState
from chat_app.ui.states.session import SessionState
from chat_app.ui.texts import parts as parts_texts
from chat_app.ui.texts import people as people_texts
from chat_app.ui.texts import sidebar as texts

THEMES: list[tuple[LiteralColorMode, Text]] = [
    ("system", texts.THEME_SYSTEM),
    ("light", texts.THEME_LIGHT),
    ("dark", texts.THEME_DARK),
]


def account_menu() -> rx.Component:
    """Return the menu at the foot of the channel list."""
    return Menu.create(
        _item("person", people_texts.PROFILE, ProfileState.show_profile),
        shortcuts_item(),
        rx.el.div(class_name="menu-line", role="separator"),
        _heading(texts.THEME),
        *[_choice(name, rx.color_mode == mode, set_color_mode(mode)) for mode, name in THEMES],
        rx.el.div(class_name="menu-line", role="separator"),
        _heading(parts_texts.LANGUAGE),
        *[
            _choice(name, spoken == code, choose_language(code), lang=code)
            for code, name in parts_texts.LANGUAGES.items()
        ],
        rx.el.div(class_name="menu-line", role="separator"),
        _item("leave", texts.SIGN_OUT, SessionState.sign_out),
        label=texts.ACCOUNT,
        button=_face(),
        class_name="account",
    )


def _item(picture: str, label: Text, on_click: Any) -> rx.Component:
    return rx.el.button(icon(picture), label, type="button", role="menuitem", tab_index=-1, on_click=on_click)


def _face() -> rx.Component:
    return rx.fragment(
        avatar(SessionState.display_name, SessionState.color),
        rx.el.span(
            rx.el.span(SessionState.display_name, class_name="person-name", dir="auto"),
            rx.el.span(SessionState.username, class_name="person-detail"),
            class_name="person-text",
        ),
        icon("more"),
    )


def _heading(text: Any) -> rx.Component:
    return rx.el.div(text, class_name="menu-heading", role="presentation")


def _choice(label: Any, chosen: Any, on_click: Any, **props: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(rx.cond(chosen, icon("check"), rx.fragment()), class_name="menu-mark"),
        label,
        type="button",
        role="menuitemradio",
        tab_index=-1,
        aria_checked=rx.cond(chosen, "true", "false"),
        on_click=on_click,
        **props,
    )
