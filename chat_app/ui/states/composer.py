"""Writing messages."""

from typing import TypedDict, TypeVar

import reflex as rx

from chat_app.errors import ChatError, TryLater
from chat_app.services.messages import posting
from chat_app.services.messages.drafts import Draft
from chat_app.ui.states.error_text import ErrorText, message_of
from chat_app.ui.states.identity import as_id, as_text, bearer_of
from chat_app.ui.states.toast import OUR_FAULT

REMEMBERED = 20
MAX_ID_LENGTH = 64  # longer ones are refused, and not kept
V = TypeVar("V")


class Wait(TypedDict):
    """A message goes again in this many seconds; `number` tells one answer from the next."""

    seconds: float
    number: int


class ComposerState(rx.State):
    """What became of the messages this page sent, newest last, by the ids it gave them."""

    stored: list[str] = []
    failed: dict[str, ErrorText] = {}
    waiting: dict[str, Wait] = {}  # refused for now; the page sends them again by itself

    @rx.event
    async def send_message(self, channel_id: str, client_message_id: str, text: str, reply_to: str = ""):
        """Post a message, in answer to another if `reply_to` is its id.

        Sent again with the same client_message_id, it stays one message.
        """
        sent = as_text(client_message_id)[:MAX_ID_LENGTH]
        if sent in self.failed:
            # Said at once, so that the page can tell a second refusal from the first.
            self._forget_failure(sent)
            yield
        try:
            answered = as_id(reply_to) if reply_to else None
            draft = Draft(as_id(channel_id), as_text(text), as_text(client_message_id) or None, answered)
            await posting.post(await bearer_of(self), draft)
        except TryLater as error:
            number = max((wait["number"] for wait in self.waiting.values()), default=0) + 1
            self.waiting = _newest(self.waiting, sent, Wait(seconds=error.retry_after, number=number))
        except ChatError as error:
            self._remember_failure(sent, message_of(error))
        except Exception:
            self._remember_failure(sent, OUR_FAULT)
            raise
        else:
            self.stored = [*self.stored, sent][-REMEMBERED:]

    def _remember_failure(self, sent: str, said: ErrorText) -> None:
        self.failed = _newest(self.failed, sent, said)

    def _forget_failure(self, sent: str) -> None:
        self.failed = {known: said for known, said in self.failed.items() if known != sent}


def _newest(answers: dict[str, V], sent: str, answer: V) -> dict[str, V]:
    """Return the answers with another one, for as many messages as are remembered."""
    others = {known: kept for known, kept in answers.items() if known != sent}
    return dict([*others.items(), (sent, answer)][-REMEMBERED:])
