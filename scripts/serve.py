"""Serve pages that are built already, with websocket and REST, on one port, and build nothing.

The server is uvicorn, with our websockets on it: see `chat_app.ui.live_protocol`. All that it serves is
what `reflex run --env prod --single-port` serves once it has built.
"""

from typing import Any

import uvicorn
from reflex import constants
from reflex_base.environment import environment

from chat_app.settings import get_settings
from chat_app.ui.live_protocol import LiveProtocol
from scripts.processes import refuse_taken

SECONDS_TO_FINISH = 5  # for requests under way when the server is stopped


def main() -> None:
    """Serve all at HOST and PORT until SIGINT or SIGTERM."""
    settings = get_settings()
    refuse_taken(settings)
    serve(application(pages=True), settings.host, settings.port)


def application(*, pages: bool) -> Any:
    """The application as it is built, with its pages or without."""
    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(pages)
    # Known only after the import, which reads the environment.
    from chat_app.chat_app import app

    return app()


def serve(app: Any, host: str, port: int) -> None:
    """Serve an ASGI application until SIGINT or SIGTERM, in this process."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=LiveProtocol,
        ws_ping_interval=None,  # engine.io has its own
        ws_per_message_deflate=False,
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # `origins` and `limits` read them, as far as the settings trust them
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


if __name__ == "__main__":
    main()
