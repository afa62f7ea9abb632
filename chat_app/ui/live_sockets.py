"""Push one encoded socket.io packet to many websockets, cheaply and in order.

`install(sio)` gives every websocket an `Outbox` in place of engine.io's queue. A packet for an idle socket
is written at once; while the socket is busy, later ones wait. Ordinary packets (`sio.emit`, acks, pings)
take the same way, so the order on the wire is the order of the calls.

Under `scripts.serve` frames go straight into the connections (`live_protocol`). Under another server, such
as the one that `reflex run` starts, all works the same through its `send`, at the price of a task a packet.
For the event loop's thread only.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Literal

import socketio
from engineio.async_drivers.asgi import WebSocket

from chat_app.ui.live_protocol import EXTENSION
from chat_app.ui.outbox import Outbox, Packet, SendWire, TransportWire


class LiveSockets:
    """The open websockets of one server, by engine.io session id."""

    def __init__(self, max_bytes: int, max_stall: float) -> None:
        self.max_bytes, self.max_stall = max_bytes, max_stall
        self.open: dict[str, Outbox] = {}
        self.closed_callbacks: list[Callable[[str], object]] = []

    def on_closed(self, callback: Callable[[str], object]) -> None:
        """Call `callback(eio_sid)` once for each websocket that ends, for whatever reason.

        It must not raise.
        """
        self.closed_callbacks.append(callback)

    def push(self, eio_sids: Iterable[str], packet: str) -> None:
        """Send `packet` (engine.io text, as `42/_event,["event",{}]`) to those of the sockets that are open.

        Never waits, never raises. On a busy socket the packet waits its turn.
        """
        shared = Packet(packet)
        for sid in eio_sids:
            if outbox := self.open.get(sid):
                outbox.push(object(), shared)

    def push_newest(
        self, eio_sids: Iterable[str], key: object, packet: str, whole: Callable[[], str]
    ) -> None:
        """The same for a change of something that has a newest state.

        On a socket where a packet with the same key waits still, one with all of the newest state takes
        its place: a slow socket gets the newest state, never a queue of changes. `whole` makes that
        packet, at most once.
        """
        shared = Packet(packet)
        instead: Packet | None = None
        for sid in eio_sids:
            outbox = self.open.get(sid)
            if outbox is None:
                continue
            if not outbox.holds(key):
                outbox.push(key, shared)
            else:
                instead = instead or Packet(whole())
                outbox.push(key, instead)

    def close(self, eio_sid: str) -> None:
        """End a socket after what was pushed to it."""
        if outbox := self.open.get(eio_sid):
            outbox.close()


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
    """engine.io's view of one websocket, with an outbox for its queue."""

    def __init__(self, live: LiveSockets, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.live = live
        self.handler: Any = handler
        self.eio: Any = handler.__self__
        self.reader: asyncio.Task[Any] | None = None
        # Hanging up ends the handler as if the peer had gone.
        self.outbox = Outbox(live.max_bytes, live.max_stall, lambda: self.reader and self.reader.cancel())

    async def __call__(self, environ: dict[str, Any]) -> Literal[""]:
        self.asgi_receive, self.asgi_send = environ["asgi.receive"], environ["asgi.send"]
        await self._take_over_queue()
        await self.asgi_send({"type": "websocket.accept"})
        self.live.open[self.eio.sid] = self.outbox
        try:
            self.outbox.open(self._wire(environ))
            await self.handler(self)
        finally:
            del self.live.open[self.eio.sid]
            self.outbox.give_up()
            for callback in self.live.closed_callbacks:
                callback(self.eio.sid)
            self._let_go(environ)
        return ""

    def _let_go(self, environ: dict[str, Any]) -> None:
        """Leave nothing of the connection to the garbage collector, which looks rarely: no rings."""
        self.eio = self.handler = self.reader = self.asgi_send = self.asgi_receive = None
        # engine.io makes a class a connection, and a class is a ring.
        for name in ("__init__", "read"):
            setattr(type(environ["wsgi.input"]), name, None)

    def _wire(self, environ: dict[str, Any]) -> TransportWire | SendWire:
        # Taken out, because the connection would keep itself.
        if protocol := environ["asgi.scope"].get("extensions", {}).pop(EXTENSION, None):
            return TransportWire(protocol, self.outbox.flow)
        return SendWire(environ["asgi.send"], self.outbox.flow)

    async def _take_over_queue(self) -> None:
        queue = self.eio.queue
        self.eio.queue, self.eio.poll = self.outbox, self.poll
        while not queue.empty():  # the handshake
            await self.outbox.put(queue.get_nowait())

    async def poll(self) -> list[Any]:  # engine.io's writer task then closes the websocket
        await asyncio.shield(self.outbox.ended)
        return []

    async def wait(self) -> str | bytes:
        if self.outbox.ended.done() or self.eio.closed:  # by either side; engine.io would wait for more
            raise OSError
        self.reader = asyncio.current_task()
        return await super().wait()

    async def close(self) -> None:
        self.outbox.give_up()  # the reader too: granian closes only when nobody receives
        if self.outbox.ended.result():
            with contextlib.suppress(Exception):
                await asyncio.wait_for(super().close(), self.live.max_stall)
