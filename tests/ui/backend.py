"""The real server without its pages, which nothing here looks at: they need not be built."""

import subprocess

from scripts.serve import serve_chat
from tests.e2e.server import HOST, Server

__all__ = ["HOST", "Backend"]


class Backend(Server):
    """Websocket and REST alone."""

    def _run(self, *module: str) -> subprocess.Popen[bytes]:
        return super()._run(*["tests.ui.backend" if name == "scripts.serve" else name for name in module])


if __name__ == "__main__":
    serve_chat(pages=False)
