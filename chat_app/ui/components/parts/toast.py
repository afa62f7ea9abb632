"""What the page has to say for itself: errors, and that the connection is away."""

from typing import Any, cast

import reflex as rx

from chat_app.ui.components.browser.connection import Connection, NewerBuild, NoConnection, connect_errors
from chat_app.ui.components.browser.language import say
from chat_app.ui.components.browser.toast import Toast
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.toast import ToastState
from chat_app.ui.states.welcome import WelcomeState
from chat_app.ui.texts import parts as texts


def toast() -> rx.Component:
    """Return a sentence about something that could not be done; it goes away by itself."""
    return Toast.create(
        message=say(ToastState.message),
        about=cast(Any, ToastState.count).to(str),
        seconds=6,
        dismiss_label=texts.DISMISS,
        icon=icon("close", 16),
        on_dismiss=ToastState.dismiss,
    )


def welcome() -> rx.Component:
    """For the first administrator, who is told so once; long enough to be read after a look around."""
    return Toast.create(
        message=rx.cond(WelcomeState.is_shown, texts.YOU_ADMINISTER, ""),
        about="welcome",
        seconds=60,
        dismiss_label=texts.DISMISS,
        icon=icon("close", 16),
        on_dismiss=WelcomeState.dismiss,
    )


def connection() -> rx.Component:
    """Return the status while the connection is away, until everything missed is shown."""
    return Connection.create(
        connect_errors=connect_errors,
        hydrated=rx.State.is_hydrated,
        label=texts.RECONNECTING,
        text=texts.RECONNECTING_TEXT,
    )


def no_connection() -> rx.Component:
    """Return the sentence beside a form that cannot be sent."""
    return NoConnection.create(
        connect_errors=connect_errors, hydrated=rx.State.is_hydrated, text=texts.NO_CONNECTION
    )


def newer_build() -> rx.Component:
    """Return the offer to load the page again, where it does not do so by itself."""
    return NewerBuild.create(
        connect_errors=connect_errors,
        hydrated=rx.State.is_hydrated,
        text=texts.NEWER_PAGE,
        reload_label=texts.RELOAD,
    )
