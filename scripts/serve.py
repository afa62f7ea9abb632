"""Serve pages that are built already, with websocket and REST, on one port, and build nothing.

The server is uvicorn, with our websockets on it: see `chat_app.ui.live_protocol`. All that it serves is
what `reflex run --env prod --single-port` serves once it has built.
"""

import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from reflex import constants
from reflex_base.environment import environment

from chat_app.settings import get_settings
from chat_app.ui.live_protocol import LiveProtocol
from scripts.processes import refuse_taken

SECONDS_TO_FINISH = 5  # for requests under way when the server is stopped


def main() -> None:
    """Serve at HOST and PORT until SIGINT or SIGTERM."""
    refuse_taken(get_settings())
    serve_chat(pages=True)


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
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=LiveProtocol,
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
    _Server(config, leave).run()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._leave = leave

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)


if __name__ == "__main__":
    main()
