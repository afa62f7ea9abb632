"""Push one encoded socket.io packet to many websockets, cheaply and in order.

`install(sio)` gives every websocket a `SendQueue` in place of engine.io's queue. A packet for an idle socket
is written at once; while the socket is busy, later ones wait. Ordinary packets (`sio.emit`, acks, pings)
take the same way, so the order on the wire is the order of the calls.

Under `chat_app.cli.serve` frames go straight into the connections (`uvicorn_protocol`). Under another server,
such as the one that `reflex run` starts, all works the same through its `send`, at the price of a task a
packet.
For the event loop's thread only.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Literal

import socketio
from engineio.async_drivers.asgi import WebSocket

from chat_app.failures import contained, describe
from chat_app.ui.live.send_queue import AsgiWriter, DirectWriter, Packet, SendQueue
from chat_app.ui.live.uvicorn_protocol import EXTENSION

log = logging.getLogger(__name__)

# Socket.io's packet for a disconnect, which a page sends when it is left or closed. A close frame says
# nothing of the page: a browser without a network closes in order too, and the server may hear of it late.
GOODBYE = "41"


class LiveSockets:
    """The open websockets of one server, by engine.io session id."""

    def __init__(self, max_bytes: int, max_stall: float) -> None:
        self.max_bytes, self.max_stall = max_bytes, max_stall
        self.open: dict[str, SendQueue] = {}
        self.closed_callbacks: list[Callable[[str, bool], object]] = []

    def on_closed(self, callback: Callable[[str, bool], object]) -> None:
        """Call `callback(eio_sid, lost)` once for each websocket that ends, for whatever reason.

        `lost`: its page did not say that it goes, so it may have been dead for a while.
        """
        self.closed_callbacks.append(callback)

    def push(self, eio_sids: Iterable[str], packet: str) -> None:
        """Send `packet` (engine.io text, as `42/_event,["event",{}]`) to those of the sockets that are open.

        Never waits, never raises. On a busy socket the packet waits its turn.
        """
        shared = Packet(packet)
        for sid in eio_sids:
            if queue := self.open.get(sid):
                _push(queue, object(), shared)

    def push_newest(
        self, eio_sids: Iterable[str], key: object, packet: str, whole: Callable[[], str]
    ) -> None:
        """Do the same for a change of something that has a newest state.

        On a socket where a packet with the same key waits still, one with all of the newest state takes
        its place: a slow socket gets the newest state, never a queue of changes. `whole` makes that
        packet, at most once.
        """
        shared = Packet(packet)
        instead: Packet | None = None
        for sid in eio_sids:
            queue = self.open.get(sid)
            if queue is None:
                continue
            if not queue.holds(key):
                _push(queue, key, shared)
            else:
                instead = instead or Packet(whole())
                _push(queue, key, instead)

    def close(self, eio_sid: str) -> None:
        """End a socket after what was pushed to it."""
        if queue := self.open.get(eio_sid):
            queue.close()

    def abort(self, eio_sid: str) -> None:
        """End a socket at once; its client may come again."""
        if queue := self.open.get(eio_sid):
            queue.abandon()


def _push(queue: SendQueue, key: object, packet: Packet) -> None:
    """Put a packet on one of many sockets. One that fails is given up, and the others get theirs."""
    try:
        queue.push(key, packet)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this socket's alone
        log.error("A socket could not be written to; it is closed.\n%s", describe(error))
        queue.abandon()


def install(sio: socketio.AsyncServer, *, max_bytes: int = 1 << 20, max_stall: float = 20.0) -> LiveSockets:
    """Take over the sending side of the server's websockets; before the first connection.

    A socket is closed once more than `max_bytes` wait for it, or when a packet must wait although the socket
    has been busy for more than `max_stall` seconds. One that stops reading while nothing waits is
    engine.io's to close (missing pong).
    """
    if list(sio.eio.transports) != ["websocket"]:
        raise ValueError("needs transports=['websocket']: polling has another reader of the queue")
    live = LiveSockets(max_bytes, max_stall)
    sio.eio._async = {**sio.eio._async, "websocket": partial(_LiveWebSocket, live)}
    return live


class _LiveWebSocket(WebSocket):
    """engine.io's view of one websocket, with a queue of ours."""

    def __init__(self, live: LiveSockets, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.live = live
        self.handler: Any = handler
        self.eio: Any = handler.__self__
        self.reader: asyncio.Task[Any] | None = None
        self.lost = True  # until the page says that it goes
        # Hanging up ends the handler as if the peer had gone.
        self.queue = SendQueue(live.max_bytes, live.max_stall, lambda: self.reader and self.reader.cancel())

    async def __call__(self, environ: dict[str, Any]) -> Literal[""]:
        self.asgi_receive, self.asgi_send = environ["asgi.receive"], environ["asgi.send"]
        await self._take_over_queue()
        await self.asgi_send({"type": "websocket.accept"})
        self.live.open[self.eio.sid] = self.queue
        try:
            self.queue.open(self._writer(environ))
            await self.handler(self)
        finally:
            del self.live.open[self.eio.sid]
            self.queue.abandon()
            for callback in self.live.closed_callbacks:
                with contained("What follows the end of a websocket failed."):
                    callback(self.eio.sid, self.lost)
            self._let_go(environ)
        return ""

    def _let_go(self, environ: dict[str, Any]) -> None:
        """Leave nothing of the connection to the garbage collector, which looks rarely: no rings."""
        self.eio = self.handler = self.reader = self.asgi_send = self.asgi_receive = None
        # engine.io makes a class a connection, and a class is a ring.
        for name in ("__init__", "read"):
            setattr(type(environ["wsgi.input"]), name, None)

    def _writer(self, environ: dict[str, Any]) -> DirectWriter | AsgiWriter:
        # Taken out, because the connection would keep itself.
        if protocol := environ["asgi.scope"].get("extensions", {}).pop(EXTENSION, None):
            return DirectWriter(protocol, self.queue.flush)
        return AsgiWriter(environ["asgi.send"], self.queue.flush)

    async def _take_over_queue(self) -> None:
        queue = self.eio.queue
        self.eio.queue, self.eio.poll = self.queue, self.poll
        while not queue.empty():  # the handshake
            await self.queue.put(queue.get_nowait())

    async def poll(self) -> list[Any]:  # engine.io's writer task then closes the websocket
        await asyncio.shield(self.queue.ended)
        return []

    async def wait(self) -> str | bytes:
        if self.queue.ended.done() or self.eio.closed:  # by either side; engine.io would wait for more
            raise OSError
        self.reader = asyncio.current_task()
        said = await super().wait()
        if isinstance(said, str) and said.startswith(GOODBYE):
            self.lost = False
        return said

    async def close(self) -> None:
        self.queue.abandon()  # the reader too: granian closes only when nobody receives
        if self.queue.ended.result():
            with contextlib.suppress(Exception):
                await asyncio.wait_for(super().close(), self.live.max_stall)
