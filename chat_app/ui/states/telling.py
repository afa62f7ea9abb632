"""What a page is told of an error: sentences, which it says in its reader's language (`language.js`)."""

from typing import TypedDict

from chat_app.errors import ChatError, Conflict, Invalid, Sentence


class Made(TypedDict):
    """A sentence that has parts: `{channel}` in the template is the place of the part `channel`."""

    template: str
    parts: dict[str, str | int]


Said = str | Made


def as_said(sentence: str) -> Said:
    """A sentence as a page is sent it."""
    if isinstance(sentence, Sentence):
        return Made(template=sentence.template, parts=sentence.parts)
    return sentence


def why(error: ChatError) -> Said:
    """The sentence of an error; of the first, where several fields are wrong."""
    return as_said(error.errors[0].message if isinstance(error, Invalid) else error.message)


def beside_fields(error: ChatError) -> dict[str, Said]:
    """The sentence of an error by the field it belongs beside; `form` for all else."""
    if isinstance(error, Invalid):
        return {wrong.field: as_said(wrong.message) for wrong in error.errors}
    field = error.field if isinstance(error, Conflict) else ""
    return {field or "form": why(error)}
