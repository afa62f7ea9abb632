"""The real server without its pages, which nothing here looks at: they need not be built."""

import os
import subprocess

from reflex import constants
from reflex.utils.exec import run_backend_prod
from reflex_base.environment import environment

from chat_app.settings import get_settings
from tests.e2e.server import HOST, Server

__all__ = ["HOST", "Backend"]


class Backend(Server):
    """Websocket and REST alone."""

    def _run(self, *module: str) -> subprocess.Popen[bytes]:
        return super()._run(*["tests.ui.backend" if name == "scripts.serve" else name for name in module])


def main() -> None:
    os.environ["GRANIAN_WORKERS"] = "1"
    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    run_backend_prod(get_settings().host, get_settings().port, constants.LogLevel.WARNING)


if __name__ == "__main__":
    main()
