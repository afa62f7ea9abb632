"""Reflex's application with the live core on its sockets."""

import asyncio
import contextlib
import gc
import json
import multiprocessing
import os
import re
import signal
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import reflex as rx
from reflex_base.constants import CompileVars
from reflex_base.environment import environment

from chat_app import origins
from chat_app.addresses import client_address
from chat_app.backends import serving_lock
from chat_app.backends.bus import Bus
from chat_app.services.messages import posting
from chat_app.settings import get_settings
from chat_app.text import cleaning
from chat_app.ui.connecting import Connecting
from chat_app.ui.live.hub import hub, outlet
from chat_app.ui.live.sockets import install
from chat_app.ui.security_headers import ASGIApp, with_security_headers


class LiveApp(rx.App):
    """An application whose pages the hub can reach."""

    def __post_init__(self) -> None:
        # A vanished peer is noticed two rounds of pings after its last answer at worst; a quarter each leaves
        # half of the time that the settings allow.
        quarter = timedelta(seconds=get_settings().offline_seconds / 4)
        environment.REFLEX_SOCKET_INTERVAL.set(quarter)
        environment.REFLEX_SOCKET_TIMEOUT.set(quarter)
        super().__post_init__()

    def __call__(self) -> Any:
        return _as_it_came(self._door(with_security_headers(super().__call__())))

    def attach(self, states: Iterable[type[rx.State]], bus: Bus, door: Callable[[Any], Any]) -> None:
        """Let the hub push the live vars of these states.

        The bus carries events as long as the server runs. `door` puts the REST door beside all that Reflex
        wraps around the pages.
        """
        self._door = door
        assert self.sio is not None, "the application has state"
        # Reflex gives it a list, which cannot know by what name a client found this server.
        self.sio.eio.cors_allowed_origins = _is_welcome
        _take_only_text(self.sio)
        _keep_from_reloading(self.event_namespace)
        sockets = install(self.sio)
        outlet.attach(self, sockets, states)
        sockets.on_closed(lambda engine_id, lost: hub.disconnect(outlet.dismiss(engine_id) or "", lost=lost))
        self.add_middleware(Connecting(), index=0)
        self.register_lifespan_task(_live, bus=bus)


def _as_it_came(app: ASGIApp) -> ASGIApp:
    """Tell the application by what scheme and from where a client came, whatever proxies are in between.

    Redirects of Starlette are absolute: behind a proxy with TLS they would lead to http. And Reflex has its
    own idea of a client's address, by which the limits of pages would count another than those of REST.
    """

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            port = (scope.get("client") or ("", 0))[1]
            scope = {**scope, "client": (client_address(scope), port)}
            if origins.is_secure(scope):
                scope["scheme"] = "wss" if scope["type"] == "websocket" else "https"
        await app(scope, receive, send)

    return application


def _take_only_text(sio: Any) -> None:
    """Leave out of what pages send what is no text, which could neither be stored nor sent back to them."""
    loads = sio.packet_class.json.loads

    def load(data: str, **options: Any) -> Any:
        value = loads(data, **options)
        # JSON spells it, so only then is it looked for.
        if not re.search(r"\\u[dD][89a-fA-F]", data):
            return value
        return json.loads(cleaning.as_text(json.dumps(value, ensure_ascii=False)))

    sio.packet_class.json = SimpleNamespace(dumps=sio.packet_class.json.dumps, loads=load)


def _keep_from_reloading(namespace: Any) -> None:
    """Reflex has a page of another build load anew at once, whatever is written in it; ours look first."""
    came = namespace.on_connect

    async def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        if isinstance(auth, dict):
            auth.pop(CompileVars.CONNECT_AUTH_STATE_SCHEMA, None)
        await came(sid, environ, auth)

    namespace.on_connect = on_connect


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
async def _live(bus: Bus) -> AsyncIterator[None]:
    """Run the hub as long as the server runs; store what was posted and read before it ends."""
    serving_lock.hold()
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
    await posting.stop()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
