"""The dialogs about people: my profile, and the card of whoever was chosen."""

from typing import Any

import reflex as rx

from chat_app.services.accounts.rules import COLORS
from chat_app.ui.components.browser.language import say
from chat_app.ui.components.browser.people import PersonLinks, Renames
from chat_app.ui.components.browser.times import LocalDate
from chat_app.ui.components.parts.avatar import avatar
from chat_app.ui.components.parts.dialog import dialog
from chat_app.ui.components.parts.fields import form_error, text_field
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.people import PersonState, ProfileState
from chat_app.ui.states.search import SearchState
from chat_app.ui.states.session import SessionState
from chat_app.ui.texts import parts as parts_texts
from chat_app.ui.texts import people as texts


def person_dialogs() -> rx.Component:
    """Both, closed, and what opens them."""
    return rx.fragment(
        PersonLinks.create(on_person=PersonState.show_person),
        Renames.create(
            count=HistoryState.profile_version,
            concerned=HistoryState.active,
            on_renamed=HistoryState.load_names,
        ),
        Renames.create(
            count=HistoryState.profile_version,
            concerned=SearchState.answered != "",
            on_renamed=SearchState.load_names,
        ),
        _card(),
        _profile(),
    )


def _card() -> rx.Component:
    card = PersonState.card
    return dialog(
        "person",
        rx.el.span(card["display_name"], class_name="author", dir="auto"),
        rx.el.div(
            avatar(card["display_name"], card["color"]),
            rx.el.div(
                rx.el.p("@", card["username"], class_name="quiet"),
                rx.el.p(_presence(card["presence"]), rx.cond(card["bot"], " · " + parts_texts.BOT, "")),
                class_name="person-card-text",
            ),
            class_name="person-card",
        ),
        rx.cond(card["status"] != "", rx.el.p(card["status"], class_name="person-status", dir="auto")),
        rx.el.p(texts.HERE_SINCE, " ", LocalDate.create(at=card["since"]), class_name="quiet"),
        rx.cond(
            card["id"] == SessionState.user_id,
            rx.el.div(
                rx.el.button(
                    texts.EDIT_PROFILE, type="button", class_name="button", on_click=ProfileState.show_profile
                ),
                class_name="dialog-buttons",
            ),
        ),
        open=card["id"] != "",
        on_close=PersonState.close_person,
        class_name="dialog small",
        data_color=card["color"],
    )


def _presence(presence: Any) -> rx.Component:
    return rx.fragment(
        rx.el.span(class_name="dot " + presence.to(str), aria_hidden="true"),
        rx.match(
            presence,
            ("online", texts.PRESENCE_ONLINE),
            ("away", texts.PRESENCE_AWAY),
            texts.PRESENCE_OFFLINE,
        ),
    )


def _profile() -> rx.Component:
    errors = ProfileState.errors
    return dialog(
        "profile",
        texts.PROFILE,
        rx.el.form(
            form_error(errors),
            text_field(
                "profile",
                "display_name",
                texts.DISPLAY_NAME,
                errors,
                texts.DISPLAY_NAME_HINT,
                auto_complete="name",
                default_value=SessionState.display_name,
                data_autofocus="true",
            ),
            text_field(
                "profile",
                "status",
                texts.STATUS,
                errors,
                texts.STATUS_HINT,
                auto_complete="off",
                default_value=SessionState.status,
            ),
            _colors(errors),
            _profile_buttons(),
            on_submit=ProfileState.save_profile,
            no_validate=True,
        ),
        open=ProfileState.is_open,
        on_close=ProfileState.close_profile,
    )


def _profile_buttons() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            parts_texts.CANCEL,
            type="button",
            class_name="button",
            on_click=ProfileState.close_profile,
        ),
        rx.el.button(parts_texts.SAVE, type="submit", class_name="button primary"),
        class_name="dialog-buttons",
    )


def _colors(errors: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(texts.NAME_COLOR, id="profile-color", class_name="legend"),
        rx.el.div(*[_color(key) for key in COLORS], class_name="colors"),
        rx.cond(errors["color"], rx.el.p(say(errors["color"]), id="profile-color-error", class_name="error")),
        role="radiogroup",
        aria_labelledby="profile-color",
        aria_describedby=rx.cond(errors["color"], "profile-color-error", ""),
        class_name="field",
    )


def _color(key: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="color", value=key, default_checked=SessionState.color == key),
        rx.el.span(getattr(texts, f"COLOR_{key.upper()}")),
        class_name="color",
        data_color=key,
    )
