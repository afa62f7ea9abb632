"""Fields of forms: a label, a hint, and the error beside the field it belongs to."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser.forms import RevealButton, WrongFieldFocus
from chat_app.ui.components.browser.language import Text, say
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.texts import parts as texts


def text_field(
    form: str, name: str, label: Text, errors: Any, hint: Text | None = None, **props: Any
) -> rx.Component:
    """Return a labelled text field. `form` makes its id unique; `errors` maps names to sentences."""
    field_id = f"{form}-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=field_id),
        _input(field_id, name, errors, hint, dir="auto", **props),
        _notes(field_id, name, errors, hint),
        class_name="field",
    )


def password_field(
    form: str, label: Text, errors: Any, hint: Text | None = None, **props: Any
) -> rx.Component:
    """Return a password field with a button that shows what is typed."""
    field_id = f"{form}-password"
    return rx.el.div(
        rx.el.label(label, html_for=field_id),
        rx.el.div(
            _input(field_id, "password", errors, hint, type="password", **props),
            RevealButton.create(
                field=field_id,
                label=texts.SHOW_PASSWORD,
                show_icon=icon("eye"),
                hide_icon=icon("eye-off"),
            ),
            class_name="with-button",
        ),
        _notes(field_id, "password", errors, hint),
        class_name="field",
    )


def form_error(errors: Any) -> rx.Component:
    """Return what is wrong with the form as a whole; it also moves the focus to the first wrong field."""
    return rx.el.div(
        rx.cond(errors["form"], rx.el.p(say(errors["form"]), class_name="form-error")),
        WrongFieldFocus.create(errors=errors),
        role="alert",
    )


def _input(field_id: str, name: str, errors: Any, hint: Text | None, **props: Any) -> rx.Component:
    hint_id = f"{field_id}-hint" if hint is not None else ""
    return rx.el.input(
        id=field_id,
        name=name,
        auto_capitalize="none",
        spell_check=False,
        aria_invalid=rx.cond(errors[name], "true", "false"),
        aria_describedby=rx.cond(errors[name], f"{field_id}-error", hint_id),
        **props,
    )


def _notes(field_id: str, name: str, errors: Any, hint: Text | None) -> rx.Component:
    return rx.cond(
        errors[name],
        rx.el.p(say(errors[name]), id=f"{field_id}-error", class_name="error"),
        rx.el.p(hint, id=f"{field_id}-hint", class_name="hint") if hint is not None else rx.fragment(),
    )
