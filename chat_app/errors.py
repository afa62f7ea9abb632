"""Every way a request can fail, as one tree.

    ChatError                   status  code
    ├── SignedOut               401     signed_out
    ├── WrongCredentials        401     wrong_credentials
    ├── Forbidden               403     forbidden
    ├── NotFound                404     not_found       (absent, or not visible to this person)
    ├── Conflict                409     conflict
    ├── Invalid                 422     invalid         (says which field, and what would do)
    └── TryLater                503     unavailable     (says when to ask again: nothing was wrong)
        ├── TooMany             429     too_many
        └── Unavailable         503     unavailable     (the database cannot do it just now)
            ├── Busy            503     unavailable     (and surely nothing of it was stored)
            └── StorageFull     507     storage_full

Each carries an HTTP status, a code for programs and one sentence for the person, in English; a sentence
that is made of parts is a `Sentence`. Services raise
them; each door (page, REST) renders them in one place.
"""

from dataclasses import dataclass


class Sentence(str):
    """An English sentence that knows what it was made of, so that a page can say it in another language.

    `Sentence("Join {channel} first.", channel="#sales")` is the text `Join #sales first.`
    """

    __slots__ = ("parts", "template")

    template: str
    parts: dict[str, str | int]

    def __new__(cls, template: str, **parts: str | int) -> "Sentence":
        written = {name: f"{part:,}" if isinstance(part, int) else part for name, part in parts.items()}
        sentence = super().__new__(cls, template.format(**written))
        sentence.template, sentence.parts = template, parts
        return sentence


class ChatError(Exception):
    """A failure that the person, or the program, that asked can do something about."""

    status = 400
    code = "bad_request"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SignedOut(ChatError):
    status = 401
    code = "signed_out"

    def __init__(self, message: str = "Your session has ended. Please sign in again.") -> None:
        super().__init__(message)


class WrongCredentials(ChatError):
    status = 401
    code = "wrong_credentials"

    def __init__(self, message: str = "That username and password do not match.") -> None:
        super().__init__(message)


class Forbidden(ChatError):
    status = 403
    code = "forbidden"


class NotFound(ChatError):
    status = 404
    code = "not_found"


class Conflict(ChatError):
    status = 409
    code = "conflict"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class FieldError:
    """One field of the input and the sentence that goes beside it."""

    field: str
    message: str


class Invalid(ChatError):
    status = 422
    code = "invalid"

    def __init__(self, *errors: FieldError) -> None:
        first, *others = [error.message for error in errors]
        super().__init__(" ".join([first, *others]) if others else first)
        self.errors = errors


class TryLater(ChatError):
    """Nothing is wrong with what was asked; asked again in `retry_after` seconds, it may well be done."""

    status = 503
    code = "unavailable"

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMany(TryLater):
    """`limit` is how many there may be."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, retry_after: float, limit: int) -> None:
        super().__init__(message, retry_after)
        self.limit = limit


class Unavailable(TryLater):
    """The database cannot do it just now, for a reason that passes."""


class Busy(Unavailable):
    """Its turn did not come in time. Surely nothing of it was stored."""


class StorageFull(Unavailable):
    """There is no space left to store anything."""

    status = 507
    code = "storage_full"
