"""Services are tested on both databases."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from chat_app.backends.database import get_engine
from chat_app.models import Channel, Message
from chat_app.services.access import Actor
from chat_app.services.channels import memberships
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.conftest import Database
from tests.support.asynchronous import run_test
from tests.support.people import channel_of, person

Counted = Callable[[], AbstractContextManager[list[str]]]


def texts(session: Session) -> list[tuple[int, str]]:
    """Return the number and the text of every message, by channel and number."""
    return list(
        session.exec(select(Message.seq, Message.text).order_by(col(Message.channel_id), col(Message.seq)))
    )


def last_seq(session: Session, channel_id: int) -> int:
    """Return the number of a channel's newest message."""
    return session.get_one(Channel, channel_id).last_seq


def post(actor: Actor, channel_id: int, count: int) -> None:
    """Post so many messages."""
    for _ in range(count):
        write(storing.insert, actor, Draft(channel_id, "hello"))


def roles(actor: Actor, channel_id: int) -> dict[str, str]:
    """Return who is in a channel, by username, and as what."""
    found = read(memberships.list_members, actor, channel_id)
    return {member.user.username: member.role for member in found}


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_test(pyfuncitem, asyncio.new_event_loop)


@pytest.fixture(autouse=True)
def _on_both(database: Database) -> None:
    """Run every test here once on each."""


@pytest.fixture
def admin() -> Actor:
    """Return the first account, who administers."""
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
    """Return a public channel of Ann's with Bob in it."""
    return channel_of(ann, "town", bob)


@pytest.fixture
def hello(ann: Actor, town: int) -> int:
    """Return a message of Ann's in it."""
    return int(write(storing.insert, ann, Draft(town, "hello"))[0].id)


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
