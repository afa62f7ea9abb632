"""One sentence for the person, when something they asked for could not be done."""

import logging
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from chat_app.errors import ChatError, SignedOut
from chat_app.failures import describe
from chat_app.ui.addresses import chat_address, sign_in_address
from chat_app.ui.live.hub import hub
from chat_app.ui.states.error_text import ErrorText, TextTemplate, message_of
from chat_app.ui.states.identity import actor_of, as_text, sid_of, tokens_of

log = logging.getLogger(__name__)

MAX_LENGTH = 500  # characters
MAX_PARTS = 5
OUR_FAULT = "Something went wrong on our side. Nothing was changed; please try again."


class ToastState(rx.State):
    """The sentence that is shown; `count` tells one from the next with the same words."""

    message: ErrorText = ""
    count: int = 0

    @rx.event
    def show(self, message: str, parts: dict[str, str | int] | None = None):
        """Show a sentence, perhaps with parts in its places."""
        said = as_text(message)[:MAX_LENGTH]
        self._say(TextTemplate(template=said, parts=_checked(parts)) if parts else said)

    def _say(self, said: ErrorText) -> None:
        """Show it together with what else the handler changes, and not as an event behind it."""
        self.message = said
        self.count += 1

    @rx.event
    def dismiss(self):
        """Take it away."""
        self.message = ""

    @rx.event
    async def leave(self):
        """Go to the sign-in page, if the page's session is over."""
        try:
            await actor_of(self)
        except SignedOut:
            return leave_for_sign_in(self)


def leave_for_sign_in(state: rx.State) -> EventSpec | None:
    """Lead a page whose session is over to the sign-in page, and all other pages of that session with it."""
    if connection := hub.connection(sid_of(state)):
        hub.end_session(connection.session_id)
        return None
    return rx.redirect(sign_in_address(chat_address(state), signed_out=bool(tokens_of(state))), replace=True)


def toast_of(exception: Exception) -> EventSpec:
    """Return what a page does about an error that its handler did not catch."""
    if isinstance(exception, SignedOut):
        return cast(EventSpec, ToastState.leave())
    if isinstance(exception, ChatError):
        return toast(message_of(exception))
    log.error("A handler failed.\n%s", describe(exception))
    return toast(OUR_FAULT)


def toast(said: ErrorText) -> EventSpec:
    """Have the page show a sentence."""
    given = (said,) if isinstance(said, str) else (said["template"], said["parts"])
    # Reflex asks for exactly this type; the decorator of handlers hides it.
    return cast(EventSpec, ToastState.show(*given))


def _checked(parts: Any) -> dict[str, str | int]:
    """Parts as they came from a page: a few short ones."""
    given = parts.items() if isinstance(parts, dict) else ()
    return {
        as_text(name)[:MAX_LENGTH]: part if isinstance(part, int) else as_text(part)[:MAX_LENGTH]
        for name, part in [*given][:MAX_PARTS]
    }
