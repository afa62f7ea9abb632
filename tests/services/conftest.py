"""Services are tested on both databases."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from chat_app.db import get_engine
from tests.conftest import Database

Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _on_both(database: Database) -> None:
    """Every test here runs once on each."""


@pytest.fixture
def statements() -> Counted:
    """`with statements() as ran:` gathers the SQL that ran, without what frames transactions."""

    @contextmanager
    def gathered() -> Iterator[list[str]]:
        ran: list[str] = []

        def note(_connection, _cursor, statement: str, *_rest) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                ran.append(statement)

        event.listen(get_engine(), "before_cursor_execute", note)
        try:
            yield ran
        finally:
            event.remove(get_engine(), "before_cursor_execute", note)

    return gathered
