"""The way in: signing in, signing up, and the page that leads to the right place."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from chat_app.ui import texts
from chat_app.ui.components.browser import WindowTitle
from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.fields import form_error, password_field, text_field
from chat_app.ui.components.languages import language_links
from chat_app.ui.components.notice import notice
from chat_app.ui.states.entrance import SignInState, SignUpState
from chat_app.ui.states.session import SessionState


def home_page() -> rx.Component:
    """Shown for the moment it takes to know where to go."""
    return rx.el.main(
        rx.el.p(texts.PRODUCT, class_name="product"),
        rx.el.p(texts.LOADING, class_name="quiet"),
        class_name="entrance waiting",
    )


def sign_in_page() -> rx.Component:
    """For people who have an account."""
    errors = SignInState.errors
    return _entrance(
        texts.SIGN_IN,
        texts.SIGN_IN_TITLE,
        rx.el.form(
            form_error(errors),
            _username(errors),
            password_field(
                "entrance", texts.PASSWORD, errors, auto_complete="current-password", required=True
            ),
            _submit(SignInState.busy, texts.SIGN_IN, texts.SIGNING_IN),
            on_submit=SignInState.sign_in,
            no_validate=True,
        ),
        _other(texts.NO_ACCOUNT_YET, texts.GO_TO_SIGN_UP, "/register"),
    )


def sign_up_page() -> rx.Component:
    """For people who are new."""
    errors = SignUpState.errors
    return _entrance(
        texts.CREATE_ACCOUNT,
        texts.SIGN_UP_TITLE,
        rx.el.form(
            form_error(errors),
            _username(errors, texts.USERNAME_HINT),
            text_field(
                "entrance",
                "display_name",
                texts.DISPLAY_NAME,
                errors,
                texts.DISPLAY_NAME_HINT,
                auto_complete="name",
            ),
            password_field(
                "entrance",
                texts.PASSWORD,
                errors,
                texts.PASSWORD_HINT,
                auto_complete="new-password",
                required=True,
            ),
            _submit(SignUpState.busy, texts.CREATE_ACCOUNT, texts.CREATING_ACCOUNT),
            on_submit=SignUpState.sign_up,
            no_validate=True,
        ),
        _other(texts.HAVE_AN_ACCOUNT, texts.GO_TO_SIGN_IN, "/login"),
    )


def _entrance(title: Text, heading: Text, *children: rx.Component) -> rx.Component:
    return rx.el.main(
        WindowTitle.create(title=title + f" - {texts.PRODUCT}"),
        rx.el.div(
            rx.el.p(texts.PRODUCT, class_name="product"),
            rx.el.p(texts.TAGLINE, class_name="quiet"),
            class_name="entrance-head",
        ),
        rx.el.div(rx.el.h1(heading), *children, class_name="card"),
        language_links(),
        rx.el.div(notice(), class_name="notice-place"),
        class_name="entrance",
    )


def _username(errors: Any, hint: Text | None = None) -> rx.Component:
    return text_field(
        "entrance", "username", texts.USERNAME, errors, hint, auto_complete="username", required=True
    )


def _submit(busy: Any, text: Text, busy_text: Text) -> rx.Component:
    return rx.el.button(
        rx.cond(busy, busy_text, text), type="submit", disabled=busy, class_name="button primary wide"
    )


def _other(question: Text, answer: Text, path: str) -> rx.Component:
    link = ReactRouterLink.create(answer, to=path + SessionState.onward, on_click=SessionState.forget_forms)
    return rx.el.p(question, " ", link, class_name="other-way")
