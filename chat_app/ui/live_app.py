"""Reflex's application with the live core on its sockets."""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import timedelta
from typing import Any

import reflex as rx
from reflex_base.environment import environment

from chat_app import origins
from chat_app.realtime.bus import bus
from chat_app.services.posting import writer
from chat_app.settings import get_settings
from chat_app.ui import live_sockets
from chat_app.ui.core import hub, outlet
from chat_app.ui.entering import Entering
from chat_app.ui.page_headers import ASGIApp, with_page_headers


class LiveApp(rx.App):
    """An application whose pages the hub can reach."""

    def __post_init__(self) -> None:
        # A vanished peer is noticed after an interval, a timeout, and at worst one more timeout until
        # engine.io looks; a quarter each leaves some of the time that the settings allow.
        quarter = timedelta(seconds=get_settings().offline_seconds / 4)
        environment.REFLEX_SOCKET_INTERVAL.set(quarter)
        environment.REFLEX_SOCKET_TIMEOUT.set(quarter)
        super().__post_init__()

    def __call__(self) -> Any:
        return _by_the_clients_scheme(self._door(with_page_headers(super().__call__())))

    def go_live(self, states: Iterable[type[rx.State]], door: Callable[[Any], Any]) -> None:
        """Let the hub push the live vars of these states, and hear of what happens.

        `door` puts the REST door beside all that Reflex wraps around the pages.
        """
        self._door = door
        assert self.sio is not None, "the application has state"
        # Reflex gives it a list, which cannot know by what name a client found this server.
        self.sio.eio.cors_allowed_origins = _is_welcome
        sockets = live_sockets.install(self.sio)
        outlet.attach(self, sockets, states)
        sockets.on_closed(lambda engine_id: hub.disconnect(outlet.dismiss(engine_id) or ""))
        bus.listen(hub.hear)
        self.add_middleware(Entering(), index=0)
        self.register_lifespan_task(_live)


def _by_the_clients_scheme(app: ASGIApp) -> ASGIApp:
    """Redirects of Starlette are absolute: behind a proxy with TLS they would lead to http."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan" and origins.is_secure(scope):
            scope = {**scope, "scheme": "wss" if scope["type"] == "websocket" else "https"}
        await app(scope, receive, send)

    return application


def _is_welcome(_origin: str | None, environ: dict[str, Any]) -> bool:
    return origins.is_welcome(environ["asgi.scope"])


def collect_garbage_rarely() -> None:
    """Keep Python from looking through everything again and again: with hundreds of pages open, each time is
    a pause in which nobody is told anything.

    What has been loaded by now stays for good and is not looked at; nearly all that comes and goes is
    freed without this, by counting references.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


@contextlib.asynccontextmanager
async def _live() -> AsyncIterator[None]:
    """Run the hub as long as the server runs; store what was posted and read before it ends."""
    collect_garbage_rarely()
    loop = asyncio.get_running_loop()
    bus.attach(loop)
    running = asyncio.create_task(hub.run())
    if multiprocessing.parent_process() is not None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: _leaving.add(loop.create_task(_leave(running))))
    try:
        yield
    finally:
        await _finish(running)


_leaving: set[asyncio.Task[None]] = set()


async def _leave(running: asyncio.Task[None]) -> None:
    """End a worker process of the server in our own order.

    granian 2.8 lets its connections go on threads of its own, and now and then panics over open
    websockets before the application has had its turn to finish.
    """
    await _finish(running)
    os._exit(0)


async def _finish(running: asyncio.Task[None]) -> None:
    await asyncio.to_thread(writer.stop)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
