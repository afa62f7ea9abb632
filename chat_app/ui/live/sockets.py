"""Push one encoded socket.io packet to many websockets, cheaply and in order.

`install(sio)` gives every websocket a `SendQueue` in place of engine.io's queue. A packet for an idle socket
is written at once; while the socket is busy, later ones wait. Ordinary packets (`sio.emit`, acks) take the
same way, so the order on the wire is the order of the calls. Reading and pings are ours, too: engine.io's
cost two tasks a packet, and one for each page that only waits.

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
from engineio import packet
from engineio.async_drivers.asgi import WebSocket
from engineio.exceptions import EngineIOError

from chat_app.failures import contained, describe
from chat_app.ui.live.pings import Pings
from chat_app.ui.live.send_queue import AsgiWriter, DirectWriter, Packet, SendQueue
from chat_app.ui.live.uvicorn_protocol import EXTENSION

log = logging.getLogger(__name__)

# Socket.io's packet for a disconnect, which a page sends when it is left or closed. A close frame says
# nothing of the page: a browser without a network closes in order too, and the server may hear of it late.
GOODBYE = "41"
PING, PONG = "2", "3"  # engine.io's


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
    """Take over the server's websockets; before the first connection.

    A socket is closed once more than `max_bytes` wait for it, or when a packet must wait although the socket
    has been busy for more than `max_stall` seconds. One that stops reading while nothing waits is closed
    because it answers no ping.
    """
    eio = sio.eio
    if list(eio.transports) != ["websocket"]:
        raise ValueError("needs transports=['websocket']: polling has another reader of the queue")
    live = LiveSockets(max_bytes, max_stall)
    # Not more often than it may take to answer.
    pings = Pings(max(eio.ping_interval, eio.ping_timeout), partial(live.push, packet=PING), live.abort)
    eio.start_service_task = False
    connect = eio.handlers["connect"]

    async def connect_without_pings(eio_sid: str, environ: dict[str, Any]) -> Any:
        socket: Any = eio.sockets[eio_sid]
        socket.last_ping, socket.schedule_ping = None, _do_nothing
        return await connect(eio_sid, environ)

    eio.on("connect", connect_without_pings)
    eio._async = {**eio._async, "websocket": partial(_LiveWebSocket, live, pings)}
    return live


def _do_nothing() -> None:
    """Stand in for engine.io's own pings."""


class _LiveWebSocket(WebSocket):
    """engine.io's view of one websocket, with a queue of ours."""

    def __init__(self, live: LiveSockets, pings: Pings, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.live, self.pings = live, pings
        self.eio: Any = handler.__self__
        self.reader: asyncio.Task[Any] | None = None  # while it waits
        self.lost = True  # until the page says that it goes
        self.queue = SendQueue(live.max_bytes, live.max_stall)
        self.queue.ended.add_done_callback(self._stop_reading)

    async def __call__(self, environ: dict[str, Any]) -> Literal[""]:
        self.asgi_receive, self.asgi_send = environ["asgi.receive"], environ["asgi.send"]
        sid, sockets = self.eio.sid, self.eio.server.sockets
        try:
            await self._serve(sid, environ)
        finally:
            self.live.open.pop(sid, None)
            sockets.pop(sid, None)
            self.pings.remove(sid)
            self.queue.abandon()
            for callback in self.live.closed_callbacks:
                with contained("What follows the end of a websocket failed."):
                    callback(sid, self.lost)
            self._let_go(environ)
        return ""

    async def _serve(self, sid: str, environ: dict[str, Any]) -> None:
        """Do what engine.io's handler does, until either side ends it."""
        try:
            await self._take_over_queue()
            await environ["asgi.send"]({"type": "websocket.accept"})
            self.eio.connected = self.eio.upgraded = True
            self.live.open[sid] = self.queue
            self.pings.add(sid)
            self.queue.open(self._writer(environ))
            # Cancelled by us, or by who wants it to end, which it does then.
            with contextlib.suppress(OSError, ValueError, asyncio.CancelledError):
                await self._read(sid)
            await self.queue.join()
            await self.close()
        finally:
            await self.eio.close(wait=False, abort=True, reason=self.eio.server.reason.TRANSPORT_CLOSE)

    async def _read(self, sid: str) -> None:
        """Take in what the page says. ValueError: it is no packet."""
        longest = self.eio.server.max_http_buffer_size
        while len(said := await self.wait()) <= longest:
            if said == PONG:
                self.pings.note_answer(sid)
            else:
                await self._take(said, packet.Packet(encoded_packet=said))

    async def _take(self, said: str | bytes, what: packet.Packet) -> None:
        """Have a packet taken in; one that cannot be costs itself only."""
        if isinstance(said, str) and said.startswith(GOODBYE):
            self.lost = False
        with contained("A packet of a page could not be taken in."), contextlib.suppress(EngineIOError):
            await self.eio.receive(what)

    async def wait(self) -> str | bytes:
        if self.queue.ended.done() or self.eio.closed:  # by either side
            raise OSError
        self.reader = asyncio.current_task()
        try:
            return await super().wait()
        finally:
            self.reader = None

    def _stop_reading(self, _: asyncio.Future[bool]) -> None:
        """Go on as if the peer had gone; granian also closes only when nobody receives."""
        if self.reader is not None:
            self.reader.cancel()

    async def close(self) -> None:
        if self.queue.ended.result():
            with contextlib.suppress(Exception):
                await asyncio.wait_for(super().close(), self.live.max_stall)

    def _let_go(self, environ: dict[str, Any]) -> None:
        """Leave nothing of the connection to the garbage collector, which looks rarely: no rings."""
        self.eio = self.handler = self.asgi_send = self.asgi_receive = None
        # engine.io makes a class a connection, and a class is a ring.
        for name in ("__init__", "read"):
            setattr(type(environ["wsgi.input"]), name, None)

    def _writer(self, environ: dict[str, Any]) -> DirectWriter | AsgiWriter:
        # Taken out, because the connection would keep itself.
        if protocol := environ["asgi.scope"].get("extensions", {}).pop(EXTENSION, None):
            return DirectWriter(protocol, self.queue.flush)
        return AsgiWriter(environ["asgi.send"], self.queue.flush)

    async def _take_over_queue(self) -> None:
        queue, self.eio.queue = self.eio.queue, self.queue
        while not queue.empty():  # the handshake
            await self.queue.put(queue.get_nowait())
