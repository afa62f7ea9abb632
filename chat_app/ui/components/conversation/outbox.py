"""One's own messages on their way."""

from typing import Any

import reflex as rx
from reflex_base.vars.function import ArgsFunctionOperation

from chat_app.settings import get_settings
from chat_app.ui.components.browser.connection import connect_errors
from chat_app.ui.components.browser.navigation import arrived, here
from chat_app.ui.components.browser.outbox import Outbox
from chat_app.ui.components.conversation.row import RowView, message_row
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.live import LiveState, live_messages
from chat_app.ui.states.session import SessionState
from chat_app.ui.texts import conversation as texts
from chat_app.ui.texts import parts as parts_texts


def outbox() -> rx.Component:
    """Return the last part of the log: what was sent from here and is not stored yet."""
    message: Any = rx.Var("message", _var_type=RowView).guess_type()
    return Outbox.create(
        channel_id=here["id"],
        person=SessionState.user_id,
        me=_my_look(),
        row=ArgsFunctionOperation.create(("message",), message_row(message=message, starts_new=False)),
        live=rx.cond(arrived, live_messages(), []),
        stored=ComposerState.stored,
        failed=ComposerState.failed,
        waiting=ComposerState.waiting,
        connect_errors=connect_errors,
        late_text=texts.NOT_SENT_YET,
        retry_all_text=texts.RETRY_ALL,
        slow_text=texts.SENDING_SLOWLY,
        sidebar=LiveState.sidebar,
        homeless_text=texts.NOT_SENT_ANYWHERE,
        copy_text=texts.COPY_TEXT,
        discarded_text=texts.MESSAGE_DISCARDED,
        undo_text=texts.UNDO,
        undo_seconds=get_settings().undo_seconds,
        dismiss_label=parts_texts.DISMISS,
        close_icon=icon("close", 16),
        on_send=ComposerState.send_message,
    )


def _my_look() -> rx.Var[dict[str, str]]:
    """Return the part of a message's view that is its author's look, when that is me."""
    return rx.Var.create(
        {
            "author": SessionState.display_name,
            "username": SessionState.username,
            "handle": SessionState.handle,
            "color": SessionState.color,
        }
    )
