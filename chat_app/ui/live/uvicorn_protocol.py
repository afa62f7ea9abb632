"""uvicorn's websocket, with the connection below it in reach of the application."""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto.events import Request

EXTENSION = "chat_app.uvicorn_protocol"


class UvicornProtocol(WSProtocol):
    """Whole frames may be written to `transport` while `writable` is set.

    An application finds it in `scope["extensions"]`. `on_writable` is called when `writable` is set again,
    and `paused_at` is when it last was not.
    """

    on_writable: Callable[[], None] | None = None
    paused_at = 0.0

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        scope: Any = self.scope
        scope["extensions"][EXTENSION] = self

    def pause_writing(self) -> None:
        super().pause_writing()
        self.paused_at = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.on_writable is not None:
            self.on_writable()

    def connection_lost(self, exc: Exception | None) -> None:
        self.on_writable = None
        super().connection_lost(exc)
