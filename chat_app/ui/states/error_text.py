"""What a page is told of an error: sentences, which it says in its reader's language (`language.js`)."""

from typing import TypedDict

from chat_app.errors import ChatError, Conflict, Invalid, Sentence


class TextTemplate(TypedDict):
    """A sentence that has parts: `{channel}` in the template is the place of the part `channel`."""

    template: str
    parts: dict[str, str | int]


ErrorText = str | TextTemplate


def as_error_text(sentence: str) -> ErrorText:
    """Return a sentence as a page is sent it."""
    if isinstance(sentence, Sentence):
        return TextTemplate(template=sentence.template, parts=sentence.parts)
    return sentence


def message_of(error: ChatError) -> ErrorText:
    """Return the sentence of an error; of the first, where several fields are wrong."""
    return as_error_text(error.errors[0].message if isinstance(error, Invalid) else error.message)


def messages_by_field(error: ChatError) -> dict[str, ErrorText]:
    """Return the sentence of an error by the field it belongs beside; `form` for all else."""
    if isinstance(error, Invalid):
        return {wrong.field: as_error_text(wrong.message) for wrong in error.errors}
    field = error.field if isinstance(error, Conflict) else ""
    return {field or "form": message_of(error)}
