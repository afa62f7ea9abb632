"""One sentence for the person, when something they asked for could not be done."""

import logging
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from chat_app.errors import ChatError, SignedOut
from chat_app.ui.states.acting import as_text

log = logging.getLogger(__name__)

OUR_FAULT = "Something went wrong on our side. Nothing was changed; please try again."


class NoticeState(rx.State):
    """The notice that is shown; `count` tells one from the next with the same words."""

    message: str = ""
    count: int = 0

    @rx.event
    def show(self, message: str):
        """Show a sentence."""
        self.message = as_text(message)[:500]
        self.count += 1

    @rx.event
    def dismiss(self):
        """Take the notice away."""
        self.message = ""


def tell(exception: Exception) -> EventSpec:
    """What a page does about an error that its handler did not catch."""
    if isinstance(exception, SignedOut):
        return rx.redirect("/login", replace=True)
    if isinstance(exception, ChatError):
        return _notice(exception.message)
    log.error("A handler failed.", exc_info=exception)
    return _notice(OUR_FAULT)


def _notice(message: str) -> EventSpec:
    # Reflex asks for exactly this type; the decorator of handlers hides it.
    return cast(EventSpec, NoticeState.show(message))
