"""Writing messages."""

import reflex as rx

from chat_app.errors import ChatError
from chat_app.services import posting
from chat_app.services.messages import Draft
from chat_app.ui.states.acting import as_id, as_text, token_of
from chat_app.ui.states.notice import OUR_FAULT
from chat_app.ui.states.telling import Said, why

REMEMBERED = 20
LONGEST_ID = 64  # longer ones are refused, and not kept


class ComposerState(rx.State):
    """What became of the messages this page sent, newest last, by the ids it gave them."""

    stored: list[str] = []
    failed: dict[str, Said] = {}

    @rx.event
    async def send_message(self, channel_id: str, client_message_id: str, text: str, reply_to: str = ""):
        """Post a message, in answer to another if `reply_to` is its id.

        Sent again with the same client_message_id, it stays one message.
        """
        sent = as_text(client_message_id)[:LONGEST_ID]
        if sent in self.failed:
            # Said at once, so that the page can tell a second refusal from the first.
            self._forget_failure(sent)
            yield
        try:
            answered = as_id(reply_to) if reply_to else None
            draft = Draft(as_id(channel_id), as_text(text), as_text(client_message_id) or None, answered)
            await posting.post(token_of(self), draft)
        except ChatError as error:
            self._remember_failure(sent, why(error))
        except Exception:
            self._remember_failure(sent, OUR_FAULT)
            raise
        else:
            self.stored = [*self.stored, sent][-REMEMBERED:]

    def _remember_failure(self, sent: str, said: Said) -> None:
        self.failed = dict([*self.failed.items(), (sent, said)][-REMEMBERED:])

    def _forget_failure(self, sent: str) -> None:
        self.failed = {known: said for known, said in self.failed.items() if known != sent}
