"""Pages without a browser."""

import asyncio
from collections.abc import Iterator
from itertools import count
from typing import cast

import pytest

from chat_app.backends.bus import InProcessBus, bus
from chat_app.services.access import Actor
from chat_app.ui.live.hub import outlet
from tests.conftest import Database
from tests.support.asynchronous import run_test
from tests.support.people import person
from tests.ui.backend import Backend
from tests.ui.raw import CHANNELS, LIVE, Open, RawPage, Secret, cookie_for
from tests.ui.tabs import Tabs

NAMES = (f"person{number}" for number in count(1))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_test(pyfuncitem, asyncio.new_event_loop)


@pytest.fixture
def tabs(database: Database) -> Iterator[Tabs]:
    """Tabs of a chat on each of the two databases in turn."""
    ours = cast(InProcessBus, bus)
    before = [*ours._listeners]
    yield Tabs(ours)
    ours._listeners[:], ours._loop = before, None


@pytest.fixture
def every_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every socket is there."""
    monkeypatch.setattr(outlet, "admit", lambda sid: "")
    monkeypatch.setattr(outlet, "knows", lambda sid: True)


@pytest.fixture
def ada(tabs: Tabs) -> Actor:
    return person("ada")


@pytest.fixture
def bob(ada: Actor) -> Actor:
    return person("bob")


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """Return the real server, without pages."""
    started = Backend(tmp_path_factory.mktemp("backend"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def page(backend: Backend) -> Iterator[Open]:
    """Open connections to it: `page()`, `page(cookie)`; close them at the end."""
    opened: list[RawPage] = []

    def open_page(cookie: str = "", **more: str) -> RawPage:
        opened.append(RawPage(backend, cookie, **more))
        return opened[-1]

    yield open_page
    for each in opened:
        each.close()


@pytest.fixture
def somebody(backend: Backend) -> str:
    """Return the cookie of a user who is signed in."""
    return cookie_for(backend, next(NAMES))


@pytest.fixture
def other(backend: Backend) -> str:
    """Return the cookie of another user."""
    return cookie_for(backend, next(NAMES))


@pytest.fixture
def secret(page: Open, somebody: str) -> Secret:
    """Return the page of a member of a private channel with a message in it, and the channel's id."""
    member = page(somebody).hello()
    name = f"secret-{next(NAMES)}"
    member.event(f"{CHANNELS}.create_channel", {"form_data": {"name": name, "private": "on"}})
    member.go(name)
    channel = member.until(lambda: (found := member.var(LIVE, "channel")) and found["name"] == name and found)
    member.post("whispered")
    member.until(lambda: member.texts() == ["whispered"])
    return member, channel["id"]
