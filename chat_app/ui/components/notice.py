"""What the page has to say for itself: errors, and that the connection is away."""

from typing import Any, cast

import reflex as rx

from chat_app.ui import texts
from chat_app.ui.components.browser import Connection, Notice, connect_errors
from chat_app.ui.components.browser.language import say
from chat_app.ui.components.icon import icon
from chat_app.ui.states.notice import NoticeState


def notice() -> rx.Component:
    """A sentence about something that could not be done; it goes away by itself."""
    return Notice.create(
        message=say(NoticeState.message),
        about=cast(Any, NoticeState.count).to(str),
        seconds=6,
        dismiss_label=texts.DISMISS,
        icon=icon("close", 16),
        on_dismiss=NoticeState.dismiss,
    )


def connection() -> rx.Component:
    """The status while the connection is away, until everything missed is shown."""
    return Connection.create(
        connect_errors=connect_errors,
        hydrated=rx.State.is_hydrated,
        label=texts.RECONNECTING,
        text=texts.RECONNECTING_TEXT,
    )
