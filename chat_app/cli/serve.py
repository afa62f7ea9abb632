"""Serve pages that are built already, with websocket and REST, on one port, and build nothing.

The server is uvicorn, with our websockets on it (`chat_app.ui.live.uvicorn_protocol`) and bounds to what a
client may send (`chat_app.cli.bounded_http`). It serves what `reflex run --env prod --single-port` serves
once it has built.
"""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from reflex import constants
from reflex_base.environment import environment

from chat_app.backends import serving_lock
from chat_app.backends.database import refuse_unusable
from chat_app.cli.bounded_http import BoundedHttp
from chat_app.cli.processes import refuse_taken
from chat_app.settings import get_settings
from chat_app.ui.live.uvicorn_protocol import UvicornProtocol

SECONDS_TO_FINISH = 5  # for requests under way when the server is stopped


def serve_installation(*, with_parent: bool) -> None:
    """Serve at HOST and PORT until SIGINT or SIGTERM; `with_parent`: until standard input ends, too."""
    if with_parent:
        end_with_parent()
    settings = get_settings()
    refuse_taken(settings)
    _ = settings.signing_key
    refuse_unusable(settings.database)
    serving_lock.hold()
    serve_chat(pages=True)


def end_with_parent() -> None:
    """Stop as by SIGTERM once whoever holds the other end of standard input is gone, however that ended."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def serve_chat(*, pages: bool) -> None:
    """Serve the application as it is built, with its pages or without."""
    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(pages)
    # Not before the environment says so: the import makes the application by it.
    from chat_app.chat_app import api, app

    serve(app(), get_settings().host, get_settings().port, leave=api.state.streams.end)


def serve(app: Any, host: str, port: int, leave: Callable[[], None] = lambda: None) -> None:
    """Serve an ASGI application in this process until SIGINT or SIGTERM.

    `leave` is called first then: nobody waits for answers that would go on for ever.
    """
    Server(configuration(app, host, port), leave).run()


def configuration(app: Any, host: str, port: int) -> uvicorn.Config:
    """Return how the application is served."""
    return uvicorn.Config(
        app,
        host=None if host == "::" else host,  # pyright: ignore[reportArgumentType] - all of IPv4 and IPv6
        port=port,
        loop="uvloop",
        http=BoundedHttp,
        ws=UvicornProtocol,
        ws_max_size=1 << 20,  # bytes, about what engine.io takes
        ws_ping_interval=None,  # engine.io has its own
        ws_per_message_deflate=False,
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # `origins` and `limits` read them, as far as the settings trust them
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


class Server(uvicorn.Server):
    """uvicorn, which first tells the application that it stops, and rests while there is nothing to do."""

    def __init__(self, config: uvicorn.Config, leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._leave = leave
        self._wake: Callable[[], object] = lambda: None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._wake()

    async def main_loop(self) -> None:
        """Look at the time once a second, for the answers' date; uvicorn looks ten times whether to stop."""
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        self._wake = partial(loop.call_soon_threadsafe, woken.set)
        while not await self.on_tick(0):
            woken.clear()
            timer = loop.call_later(1.0, woken.set)
            await woken.wait()
            timer.cancel()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)
