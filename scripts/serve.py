"""Serve pages that are built already, with websocket and REST, on one port, and build nothing.

This is what `reflex run --env prod --single-port` does once it has built; none of its switches leaves
out the building alone.
"""

import os

from reflex import constants
from reflex.utils.exec import run_backend_prod
from reflex_base.environment import environment

from chat_app.settings import get_settings
from scripts.processes import refuse_taken


def main() -> None:
    """Serve at HOST and PORT until SIGINT or SIGTERM."""
    settings = get_settings()
    refuse_taken(settings)
    # Feeds, presence and the bus live in the process: there can be one.
    os.environ["GRANIAN_WORKERS"] = "1"
    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    run_backend_prod(
        settings.host, settings.port, constants.LogLevel.WARNING, mount_frontend_compiled_app=True
    )


if __name__ == "__main__":
    main()
