"""Drafts: messages as they come in, and what has to be right about them."""

import re
from dataclasses import dataclass

from chat_app.errors import FieldError, Invalid
from chat_app.settings import get_settings
from chat_app.text import emojis
from chat_app.text.cleaning import check_length, is_visible, tidy


@dataclass(frozen=True)
class Draft:
    """A message as it comes in. With a `client_message_id` it can be sent again safely."""

    channel_id: int
    text: str
    client_message_id: str | None = None
    reply_to: int | None = None


def checked(draft: Draft) -> Draft:
    """Return the draft as it would be stored.

    Raises:
        Invalid: the text or the client_message_id.
    """
    retry_id = draft.client_message_id or None
    if retry_id is not None and not re.fullmatch("[!-~]{1,64}", retry_id):
        raise Invalid(FieldError("client_message_id", "Use 1 to 64 ASCII characters without spaces."))
    return Draft(draft.channel_id, checked_text(draft.text), retry_id, draft.reply_to)


def checked_text(text: str) -> str:
    """Return the text of a message as it would be stored.

    Raises:
        Invalid: nothing of it can be seen, or it is too long.
    """
    tidied = emojis.expand(tidy(text))
    if not is_visible(tidied):
        raise Invalid(FieldError("text", "Write something first."))
    check_length(
        tidied, get_settings().message_max, "text", "Messages can have at most {longest} characters."
    )
    return tidied
