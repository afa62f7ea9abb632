"""The way in: signing in, signing up, and the page that leads to the right place."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from chat_app.ui import addresses
from chat_app.ui.components.browser.header import WindowTitle
from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.parts.fields import form_error, password_field, text_field
from chat_app.ui.components.parts.languages import language_links
from chat_app.ui.components.parts.toast import newer_build, no_connection, toast
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.sign_in import SignInState, SignUpState
from chat_app.ui.texts import parts as parts_texts
from chat_app.ui.texts import people as people_texts
from chat_app.ui.texts import sign_in as texts


def home_page() -> rx.Component:
    """Shown for the moment it takes to know where to go."""
    return rx.el.main(
        rx.el.p(parts_texts.PRODUCT, class_name="product"),
        rx.el.p(parts_texts.LOADING, class_name="quiet"),
        no_connection(),
        class_name="card-page waiting",
    )


def sign_in_page() -> rx.Component:
    """For people who have an account."""
    errors = SignInState.errors
    return _card_page(
        texts.SIGN_IN,
        rx.cond(SessionState.is_first, texts.FIRST_SIGN_IN_TITLE, texts.SIGN_IN_TITLE),
        rx.cond(SessionState.is_first, _first_account()),
        rx.cond(
            SessionState.was_signed_out,
            rx.el.p(texts.WAS_SIGNED_OUT, role="status", class_name="card-note"),
        ),
        rx.el.form(
            form_error(errors),
            _username(errors),
            password_field(
                "sign-in", texts.PASSWORD, errors, auto_complete="current-password", required=True
            ),
            _submit(SignInState.busy, texts.SIGN_IN, texts.SIGNING_IN, leads=~SessionState.is_first),
            on_submit=SignInState.sign_in,
            no_validate=True,
        ),
        _other(texts.NO_ACCOUNT_YET, texts.GO_TO_SIGN_UP, addresses.SIGN_UP),
    )


def sign_up_page() -> rx.Component:
    """For people who are new."""
    errors = SignUpState.errors
    return _card_page(
        texts.CREATE_ACCOUNT,
        rx.cond(SessionState.is_first, texts.FIRST_SIGN_UP_TITLE, texts.SIGN_UP_TITLE),
        rx.cond(SessionState.is_first, rx.el.p(texts.FIRST_ACCOUNT, class_name="card-note")),
        rx.el.form(
            form_error(errors),
            _username(errors, texts.USERNAME_HINT),
            text_field(
                "sign-in",
                "display_name",
                people_texts.DISPLAY_NAME,
                errors,
                people_texts.DISPLAY_NAME_HINT,
                auto_complete="name",
            ),
            password_field(
                "sign-in",
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
        _other(texts.HAVE_AN_ACCOUNT, texts.GO_TO_SIGN_IN, addresses.SIGN_IN),
    )


def lost_page() -> rx.Component:
    """For an address that is none of ours."""
    return rx.el.main(
        WindowTitle.create(title=texts.NOT_FOUND_TITLE + f" - {parts_texts.PRODUCT}"),
        rx.el.p(parts_texts.PRODUCT, class_name="product"),
        rx.el.div(
            rx.el.h1(texts.NOT_FOUND_TITLE),
            rx.el.p(texts.NOT_FOUND, class_name="card-note"),
            ReactRouterLink.create(texts.TO_THE_CHAT, to=addresses.HOME, class_name="button primary wide"),
            class_name="card",
        ),
        language_links(),
        class_name="card-page",
    )


def _card_page(title: Text, heading: Any, *children: rx.Component) -> rx.Component:
    return rx.el.main(
        WindowTitle.create(title=title + f" - {parts_texts.PRODUCT}"),
        rx.el.div(
            rx.el.p(parts_texts.PRODUCT, class_name="product"),
            rx.el.p(texts.TAGLINE, class_name="quiet"),
            class_name="card-page-head",
        ),
        rx.el.div(rx.el.h1(heading), no_connection(), *children, class_name="card"),
        language_links(),
        rx.el.div(newer_build(), toast(), class_name="toasts"),
        class_name="card-page",
    )


def _username(errors: Any, hint: Text | None = None) -> rx.Component:
    return text_field(
        "sign-in",
        "username",
        texts.USERNAME,
        errors,
        hint,
        auto_complete="username",
        auto_focus=True,
        required=True,
    )


def _submit(busy: Any, text: Text, busy_text: Text, leads: Any = True) -> rx.Component:
    look = rx.cond(leads, "button primary wide", "button wide")
    return rx.el.button(rx.cond(busy, busy_text, text), type="submit", disabled=busy, class_name=look)


def _first_account() -> rx.Component:
    """Return what comes first where nobody has an account."""
    return rx.el.div(
        rx.el.p(texts.FIRST_ACCOUNT, class_name="card-note"),
        _way_to(texts.FIRST_SIGN_UP_TITLE, addresses.SIGN_UP, class_name="button primary wide"),
        class_name="card-first",
    )


def _way_to(words: Text, path: str, **props: Any) -> rx.Component:
    """Return a link to the other of the two pages to sign in or up, which keeps where one wanted to go."""
    return ReactRouterLink.create(
        words, to=path + SessionState.next_query, on_click=SessionState.forget_forms, **props
    )


def _other(question: Text, answer: Text, path: str) -> rx.Component:
    return rx.el.p(question, " ", _way_to(answer, path), class_name="other-way")
