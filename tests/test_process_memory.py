"""What a process keeps in modules of the application is forgotten by `memory.reset`.

What is not is listed by name with the reason. The lists may only get shorter: what is gone is taken off them.
"""

import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import chat_app
from chat_app.backends import memory

CONTAINERS = (dict, list, set, deque, bytearray)
CACHE = type(lru_cache(lambda: None))

NOT_FORGOTTEN = {
    "backends.database._asked": "of a thread, and only while it does something",
    "backends.database._writing": "a lock",
    "backends.database.get_engine": "the connections to the database, which outlast what is known of it",
    "backends.memory._forgetting": "what is to be forgotten",
    "backends.serving_lock._held": "the lock on the directory of data, held until the process ends",
    "chat_app.app": "how the parts are put together, and Reflex's own memory",
    "services.health.probe": "a thread; what it was asked last is asked again",
    "services.messages.storing._posting": "threads",
    "services.transactions._hashing": "threads",
    "services.transactions._reading": "threads",
    "services.transactions._writing": "threads",
    "settings.get_settings": "the environment, which outlasts what is known of it",
    "ui.app._leaving": "the end of a server that is being stopped",
}
# The same is always answered to the same question.
CACHES = {
    "addresses.canonical",
    "backends.postgres.prepared",
    "services.event_stream.cursors._packed",
    "services.messages.posting_queries.asking",
    "services.messages.posting_queries.asking_and_storing",
    "text.emojis.catalogue._order",
    "text.emojis.catalogue._places",
    "text.emojis.catalogue.catalogue",
    "text.emojis.catalogue.words",
    "text.highlighting._class_of",
    "text.highlighting._lexer",
    "text.markdown._rendered",
}


def values() -> Iterator[tuple[str, Any]]:
    """Each value of a module of the application, under the module that makes it."""
    for found in pkgutil.walk_packages(chat_app.__path__, "chat_app."):
        if found.name == "chat_app.__main__":
            continue
        module = importlib.import_module(found.name)
        source = Path(str(module.__file__)).read_text()
        for name, value in vars(module).items():
            if re.search(rf"^(?:def )?(?:\w+, )*{name}\b(?:, \w+)*(?: =|:|\()", source, re.MULTILINE):
                yield f"{found.name.removeprefix('chat_app.')}.{name}", value


def can_change(name: str, value: Any) -> bool:
    """Return whether a process writes to it. A container with a name in capitals is a constant."""
    kind = type(value)
    if isinstance(value, CACHE):
        return True
    if isinstance(value, CONTAINERS):
        last = name.rpartition(".")[2]
        return not last.isupper() and not last.startswith("__")
    frozen = is_dataclass(kind) and (not fields(kind) or kind.__dataclass_params__.frozen)  # pyright: ignore
    ours = kind.__module__.startswith("chat_app.") or kind.__module__ in ("_thread", "threading")
    return ours and not isinstance(value, type) and not frozen


def test_what_a_process_keeps_is_forgotten_by_one_call() -> None:
    kept: dict[int, str] = {}  # by id: many cannot be compared
    for name, value in values():
        if can_change(name, value):
            kept.setdefault(id(value), name)
    owners = {id(getattr(reference(), "__self__", None)) for reference in memory._forgetting}
    assert len([each for each in kept if each in owners]) > 7, "It is known by whom it is forgotten."
    left = {name for each, name in kept.items() if each not in owners}
    assert left == NOT_FORGOTTEN.keys() | CACHES
