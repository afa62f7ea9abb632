"""The real server without its pages, which nothing here looks at: they need not be built."""

from chat_app.cli.serve import serve_chat
from tests.support.server import HOST, Server

__all__ = ["HOST", "Backend"]


class Backend(Server):
    """Websocket and REST alone."""

    program = ("tests.ui.backend",)


if __name__ == "__main__":
    serve_chat(pages=False)
