"""What is one thing for one process and another for several."""

import asyncio

import pytest

from tests.support.asynchronous import run_test


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_test(pyfuncitem, asyncio.new_event_loop)
