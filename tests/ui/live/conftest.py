"""Coroutines here take no time: the loop's clock jumps to whatever comes next."""

import pytest

from tests.support.asynchronous import SkippingLoop, run_test


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_test(pyfuncitem, SkippingLoop)
