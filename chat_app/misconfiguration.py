"""What is wrong with an installation, in a line each. No line has the value of a secret."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import ValidationError
from pydantic.fields import FieldInfo

# In the environment there is much that is not ours: a name of this length or more that is so near to a
# setting is that setting, misspelt.
NEAR, LONG_ENOUGH = 0.87, 8
LIMITS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


class CannotStart(SystemExit):
    """Ends the program with a sentence on standard error, and with status 1."""


def wrong_values(error: ValidationError, fields: Mapping[str, FieldInfo]) -> list[str]:
    """Return a line for each setting whose value cannot be."""
    return [_line(wrong, fields) for wrong in error.errors()]


def _line(wrong: Any, fields: Mapping[str, FieldInfo]) -> str:
    if wrong["type"] == "value_error":
        return f"{wrong['ctx']['error']}."
    name = str(wrong["loc"][0])
    return f"{name.upper()} has to be {_wanted(fields[name])}; it is {str(wrong['input'])[:50]!r}."


def _wanted(field: FieldInfo) -> str:
    kinds = {bool: "true or false", int: "a whole number", float: "a number"}
    limits = [
        f"{words} {value:,}"
        for each in field.metadata
        for limit, words in LIMITS.items()
        if (value := getattr(each, limit, None)) is not None
    ]
    annotation: Any = field.annotation
    kind = kinds.get(annotation, "text")
    return kind + (", " + " and ".join(limits) if limits else "")


def misspelt(names: Collection[str], env_file: Path | None, environment: Mapping[str, str]) -> list[str]:
    """Return a line for each name that is meant to be a setting and is none.

    A file of ours has nothing else in it; of the environment only what is near to a setting that is not set.
    """
    settings = {name.upper() for name in names}
    lines = [_unknown(name, settings, ".env") for name in _names_in(env_file) if name.upper() not in settings]
    given = {name.upper() for name in environment}
    missing = [name for name in settings - given if len(name) >= LONG_ENOUGH]
    for name in sorted(given - settings):
        if get_close_matches(name, missing, 1, NEAR):
            lines.append(_unknown(name, missing, "the environment"))
    return lines


def _unknown(name: str, settings: Iterable[str], where: str) -> str:
    near = get_close_matches(name.upper(), list(settings), 1, 0.6)
    return f"{name} in {where} is no setting" + (f"; did you mean {near[0]}?" if near else ".")


def _names_in(env_file: Path | None) -> list[str]:
    if env_file is None or not env_file.exists():
        return []
    try:
        with env_file.open(encoding="utf-8") as text:
            bindings = list(parse_stream(text))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise CannotStart(f"{env_file} cannot be read: {reason}.") from None
    for each in bindings:
        if each.error or (each.key and each.value is None):
            raise CannotStart(f"Line {each.original.line} of {env_file} is no setting such as PORT=3000.")
    return [each.key for each in bindings if each.key]
