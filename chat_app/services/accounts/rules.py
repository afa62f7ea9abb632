"""What an account may say of its person: usernames, passwords, display names, colors, status."""

import re
import unicodedata

from chat_app.errors import FieldError, Sentence
from chat_app.settings import get_settings
from chat_app.text.cleaning import is_visible

# Keys into the page's palette.
COLORS = ("red", "orange", "amber", "green", "teal", "blue", "violet", "pink")
# Behind an `@` these mean everybody, or the chat itself: as a person's name they would mislead.
RESERVED = {
    "all", "channel", "everybody", "everyone", "group", "here", "members", "nobody", "online", "room",
    "someone", "system", "team", "aqui", "canal", "equipo", "grupo", "nadie", "sala", "sistema", "todas",
    "todos",
}  # fmt: skip
USERNAME_RULE = (
    "Use {shortest} to {longest} characters: English letters, digits, dots, hyphens and underscores."
)
PASSWORD_RULE = "Use {shortest} to {longest} characters, of any script."


def username_errors(name: str) -> list[FieldError]:
    """Return what is wrong with a username, which is in lower case already."""
    shortest, longest = get_settings().username_min, get_settings().username_max
    if name.strip("._-") in RESERVED:
        return [FieldError("username", "That name is reserved. Please choose another one.")]
    if shortest <= len(name) <= longest and re.fullmatch("[a-z0-9_.-]+", name):
        return []
    return [FieldError("username", Sentence(USERNAME_RULE, shortest=shortest, longest=longest))]


def password_errors(password: str) -> list[FieldError]:
    """Return what is wrong with a new password."""
    shortest, longest = get_settings().password_min, get_settings().password_max
    if shortest <= len(unicodedata.normalize("NFC", password)) <= longest:
        return []
    return [FieldError("password", Sentence(PASSWORD_RULE, shortest=shortest, longest=longest))]


def display_name_errors(shown: str) -> list[FieldError]:
    """Return what is wrong with a display name, which is one line already."""
    longest = get_settings().display_name_max
    if shown and not is_visible(shown):
        return [FieldError("display_name", "Nothing of this name can be seen. Please choose another one.")]
    if len(shown) <= longest:
        return []
    rule = Sentence("Display names can have at most {longest} characters.", longest=longest)
    return [FieldError("display_name", rule)]


def color_errors(color: str | None) -> list[FieldError]:
    """Return what is wrong with a color; None is fine, and is none."""
    if color is None or color in COLORS:
        return []
    return [FieldError("color", Sentence("Choose one of {colors}.", colors=", ".join(COLORS)))]


def status_errors(said: str) -> list[FieldError]:
    """Return what is wrong with a status, which is one line already."""
    longest = get_settings().status_max
    if len(said) <= longest:
        return []
    rule = Sentence("A status can have at most {longest} characters.", longest=longest)
    return [FieldError("status", rule)]
