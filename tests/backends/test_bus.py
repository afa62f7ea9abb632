"""The bus of a single process."""

import asyncio
from typing import Any

import pytest

from chat_app import events
from chat_app.backends.bus import InProcessBus
from tests.support.asynchronous import ticks
from tests.support.fakes import message


async def test_a_listener_that_fails_keeps_no_other_from_hearing(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[events.Event] = []
    bus = InProcessBus()
    bus.attach(asyncio.get_running_loop())
    bus.listen(lambda _: 1 / 0)  # pyright: ignore[reportArgumentType]
    bus.listen(heard.append)
    bus.publish([events.MessagePosted(message(1, text="secret")), events.ChannelDeleted(1)])
    await ticks()
    assert len(heard) == 2
    assert "secret" not in caplog.text


async def test_publishing_never_fails_because_what_is_published_is_stored() -> None:
    class Closing:
        """Closed between the question and the call."""

        is_closed = staticmethod(lambda: False)

        def call_soon_threadsafe(self, *_: Any) -> None:
            raise RuntimeError("Event loop is closed")

    bus = InProcessBus()
    bus.attach(Closing())  # type: ignore[arg-type]
    bus.publish([events.ChannelDeleted(1)])
