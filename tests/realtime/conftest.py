"""The live core without its surroundings: nothing here touches a database, a socket or the clock."""

import pytest

from chat_app.realtime import feeds
from tests.support.asynchronous import SkippingLoop, run_test
from tests.support.fakes import World


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_test(pyfuncitem, SkippingLoop)


@pytest.fixture(autouse=True)
def _sending_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a feed pauses follows how long sending took, which a busy machine would decide."""
    monkeypatch.setattr(feeds, "perf_counter", lambda: 0.0)


@pytest.fixture
def world() -> World:
    """Return a hub with a database of its own, and pages that remember what they were sent."""
    return World()
