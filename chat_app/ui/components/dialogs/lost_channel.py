"""What is said about a channel that was lost while it was open."""

from typing import Any

import reflex as rx

from chat_app.ui.addresses import channel_key
from chat_app.ui.components.browser.navigation import LostChannel, here
from chat_app.ui.components.parts.channel_name import about, title_of
from chat_app.ui.states.live import LiveState
from chat_app.ui.texts import dialogs as texts


def lost_channel() -> rx.Component:
    """Return the dialog, closed."""
    lost: Any = LiveState.lost
    return LostChannel.create(
        rx.match(
            lost["reason"],
            ("left", about(texts.LOST_LEFT, here)),
            ("deleted", about(texts.LOST_DELETED, here)),
            # Private by now, which the page was not told.
            ("private", texts.LOST_PRIVATE.to(str).replace("{channel}", title_of(here))),
            about(texts.LOST_GONE, here),
        ),
        lost=lost,
        lost_key=channel_key(lost["name"], lost["id"]),
        label=texts.LOST_WORDS,
        kept_text=texts.LOST_KEPT,
        copy_text=texts.COPY_WORDS,
        copied_text=texts.COPIED,
        go_text=texts.GO_TO_GENERAL,
    )
