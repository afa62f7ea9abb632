"""Services are tested on both databases."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from chat_app.backends.database import get_engine
from chat_app.services.access import Actor
from chat_app.services.messages import messages
from chat_app.services.messages.messages import Draft
from chat_app.services.transactions import write
from tests.conftest import Database
from tests.people import channel_of, person

Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _on_both(database: Database) -> None:
    """Every test here runs once on each."""


@pytest.fixture
def admin() -> Actor:
    """The first account, who administers."""
    return person("admin")


@pytest.fixture
def ann(admin: Actor) -> Actor:
    return person("ann")


@pytest.fixture
def bob(admin: Actor) -> Actor:
    return person("bob")


@pytest.fixture
def eve(admin: Actor) -> Actor:
    return person("eve")


@pytest.fixture
def town(ann: Actor, bob: Actor) -> int:
    """A public channel of Ann's with Bob in it."""
    return channel_of(ann, "town", bob)


@pytest.fixture
def hello(ann: Actor, town: int) -> int:
    """A message of Ann's in it."""
    return int(write(messages.insert, ann, Draft(town, "hello"))[0].id)


@pytest.fixture
def statements() -> Counted:
    """`with statements() as ran:` gathers the SQL that ran, without what frames transactions."""

    @contextmanager
    def gathered() -> Iterator[list[str]]:
        ran: list[str] = []

        def note(_connection, _cursor, statement: str, _values, context, _many) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                ran.append(context.statement)  # what was asked for, also where it had been prepared

        event.listen(get_engine(), "before_cursor_execute", note)
        try:
            yield ran
        finally:
            event.remove(get_engine(), "before_cursor_execute", note)

    return gathered
