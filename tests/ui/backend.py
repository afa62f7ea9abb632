"""The real server without its pages, which nothing here looks at: they need not be built."""

import subprocess

from chat_app.settings import get_settings
from scripts.serve import application, serve
from tests.e2e.server import HOST, Server

__all__ = ["HOST", "Backend"]


class Backend(Server):
    """Websocket and REST alone."""

    def _run(self, *module: str) -> subprocess.Popen[bytes]:
        return super()._run(*["tests.ui.backend" if name == "scripts.serve" else name for name in module])


if __name__ == "__main__":
    serve(application(pages=False), get_settings().host, get_settings().port)
