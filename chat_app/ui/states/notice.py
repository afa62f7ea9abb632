"""One sentence for the person, when something they asked for could not be done."""

import logging
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from chat_app.errors import ChatError, SignedOut
from chat_app.ui.states.acting import as_text
from chat_app.ui.states.telling import Made, Said, why

log = logging.getLogger(__name__)

LONGEST = 500  # characters
MOST_PARTS = 5
OUR_FAULT = "Something went wrong on our side. Nothing was changed; please try again."


class NoticeState(rx.State):
    """The notice that is shown; `count` tells one from the next with the same words."""

    message: Said = ""
    count: int = 0

    @rx.event
    def show(self, message: str, parts: dict[str, str | int] | None = None):
        """Show a sentence, perhaps with parts in its places."""
        said = as_text(message)[:LONGEST]
        self._say(Made(template=said, parts=_checked(parts)) if parts else said)

    def _say(self, said: Said) -> None:
        """Show it together with what else the handler changes, and not as an event behind it."""
        self.message = said
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
        return notice(why(exception))
    log.error("A handler failed.", exc_info=exception)
    return notice(OUR_FAULT)


def notice(said: Said) -> EventSpec:
    """Have the page show a sentence."""
    given = (said,) if isinstance(said, str) else (said["template"], said["parts"])
    # Reflex asks for exactly this type; the decorator of handlers hides it.
    return cast(EventSpec, NoticeState.show(*given))


def _checked(parts: Any) -> dict[str, str | int]:
    """Parts as they came from a page: a few short ones."""
    given = parts.items() if isinstance(parts, dict) else ()
    return {
        as_text(name)[:LONGEST]: part if isinstance(part, int) else as_text(part)[:LONGEST]
        for name, part in [*given][:MOST_PARTS]
    }
