"""Tests that are coroutines, on an event loop of their own; what fails in its background fails the test."""

import asyncio
import inspect
import selectors
from collections.abc import Callable
from typing import Any

import pytest


class SkippingLoop(asyncio.SelectorEventLoop):
    """A loop whose time jumps to whatever comes next, so that nothing has to be waited for.

    For tests without threads and sockets: where nothing is to come at all, it says so.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        super().__init__(_Skipping(self))

    def time(self) -> float:
        return self.now


class _Skipping(selectors.SelectSelector):
    def __init__(self, loop: SkippingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("The test waits for something that nothing will bring about.")
        self._loop.now += timeout
        return super().select(0)


def run_test(item: pytest.Function, loop: Callable[[], asyncio.AbstractEventLoop]) -> bool | None:
    """Run a test that is a coroutine; None for any other, as `pytest_pyfunc_call` wants it."""
    if not inspect.iscoroutinefunction(item.obj):
        return None
    names = inspect.signature(item.obj).parameters
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(_watched(item.obj(**{name: item.funcargs[name] for name in names})))
    return True


async def _watched(test: Any) -> None:
    failures: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))
    await test
    assert failures == []


async def ticks(number: int = 50) -> None:
    """Let everything that is ready happen."""
    for _ in range(number):
        await asyncio.sleep(0)


async def soon() -> None:
    """Let pass as long as a busy feed rests."""
    await asyncio.sleep(0.1)
