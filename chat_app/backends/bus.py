"""Carries committed events to everything that has to know of them.

`InProcessBus` serves one process. The interface is all that anything else may use, so that a
second kind (Redis publish and subscribe, for several processes) can take its place.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from chat_app.backends.memory import on_reset
from chat_app.events import Event
from chat_app.failures import contained

Listener = Callable[[Event], None]


class Bus(Protocol):
    """Publish from any thread; listeners run on the event loop, in the order of publishing.

    What is published is stored already, so publishing never fails.
    """

    def publish(self, events: Iterable[Event]) -> None: ...

    def listen(self, listener: Listener) -> None: ...

    def attach(self, loop: asyncio.AbstractEventLoop) -> None: ...


class InProcessBus:
    """The bus of a single process. Before a loop is attached there is nobody to tell."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def detach(self) -> None:
        """Tell nobody any more, until a loop is attached again."""
        self._loop = None

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def publish(self, events: Iterable[Event]) -> None:
        batch = list(events)
        if batch and self._loop is not None and not self._loop.is_closed():
            with contained("Events could not be told: the server is stopping."):
                self._loop.call_soon_threadsafe(self._tell, batch)

    def _tell(self, batch: list[Event]) -> None:
        # Each event and each listener for itself.
        for event in batch:
            for listener in self._listeners:
                with contained("%s could not be taken in; what follows it is.", type(event).__name__):
                    listener(event)


_bus = InProcessBus()
on_reset(_bus.detach)
bus: Bus = _bus
