"""Push one encoded socket.io packet to many websockets, cheaply and in order.

`install(sio)` gives every websocket an `_Outbox` in place of engine.io's queue. A packet for an idle
socket goes to the ASGI server at once; while that send is under way, later ones wait. Ordinary packets
(`sio.emit`, acks, pings) take the same way, so the order on the wire is the order of the calls. One send
a socket at a time: granian promises no order between two.

granian starts a send when it is called and returns a future-like object, so nothing need be awaited. A
middleware that wraps `send` in a coroutine (Starlette's does) hides that: wrap the outermost application
in `expose_send`. Without it, or under another server, all works the same, at the price of one task a
packet. For the event loop's thread only.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, Literal

import socketio
from engineio.async_drivers.asgi import WebSocket

Message = dict[str, Any]
ASGIApp = Callable[[Message, Any, Any], Awaitable[None]]
RAW_SEND = "live_sockets.send"
OVERHEAD = 256  # bytes that a waiting message takes beside its text, about


def expose_send(app: ASGIApp) -> ASGIApp:
    """Wrap the outermost ASGI application so that the server's own `send` is found below any middleware."""

    async def outermost(scope: Message, receive: Any, send: Any) -> None:
        await app({**scope, RAW_SEND: send}, receive, send)

    return outermost


class _Outbox:
    """What one socket has yet to send; stands in for the engine.io socket's queue."""

    def __init__(self, max_bytes: int, max_stall: float, hang_up: Callable[[], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._max_bytes, self._max_stall, self._hang_up = max_bytes, max_stall, hang_up
        self.send: Callable[[Message], Any] | None = None  # None until the websocket is accepted
        self._waiting: OrderedDict[object, Message] = OrderedDict()  # oldest first
        self._bytes, self._closed = 0, False  # of the waiting; whether nothing more is taken
        self.flight: Any = None  # the send under way, or one that ended unnoticed
        self._watched, self._since = False, 0.0  # whether its end will be noticed; when it began
        # Closed, and all sent (True) or given up (False).
        self.ended: asyncio.Future[bool] = self._loop.create_future()

    def push(self, key: object, message: Message) -> None:
        """Send now if the socket is idle, else wait; a waiting message with the same key gives way."""
        if self._closed:
            return
        if self.send is not None and not self._waiting and (self.flight is None or self.flight.done()):
            self._start(self.send, message)
            return
        self._bytes += _size(message) - _size(self._waiting.pop(key, None))
        # Last, not in the old one's place: nothing overtakes what was pushed before it.
        self._waiting[key] = message
        self._watch()
        stalled = self._watched and self._loop.time() - self._since > self._max_stall
        if self._bytes > self._max_bytes or stalled:
            self.give_up()

    def holds(self, key: object) -> bool:
        """Whether a message with this key waits."""
        return key in self._waiting

    def _start(self, send: Callable[[Message], Any], message: Message) -> None:
        flight = send(message)
        if not hasattr(flight, "done"):  # a coroutine, or granian's answer for a closed transport
            flight = self._loop.create_task(_settle(flight))
        self.flight, self._watched, self._since = flight, False, self._loop.time()

    def _watch(self) -> None:
        if self.flight is not None and not self._watched:
            # Once: granian keeps one callback only, and for ever, so it must not refer to the flight.
            self._watched = True
            self.flight.add_done_callback(self.next)

    def next(self, landed: Any) -> None:
        """The send under way is over, or there was none: start the oldest that waits, or end."""
        if landed is not self.flight or self.ended.done():
            return
        self.flight = None
        if self._waiting and self.send is not None:
            message = self._waiting.popitem(last=False)[1]
            self._bytes -= _size(message)
            self._start(self.send, message)
            if self._waiting or self._closed:
                self._watch()
        elif self._closed:
            self.ended.set_result(True)

    def close(self) -> None:
        """Take nothing more; what waits is still sent, or given up after `max_stall` seconds."""
        self._closed = True
        if self.flight is None or self.flight.done():
            self.next(self.flight)
        self._watch()
        timer = self._loop.call_later(self._max_stall, self.give_up)
        self.ended.add_done_callback(lambda _: timer.cancel())

    def give_up(self) -> None:
        """Forget what waits, and the socket."""
        self._closed = True
        self._waiting.clear()
        if not self.ended.done():
            self.ended.set_result(False)
        self._hang_up()

    # This and `join` are all that engine.io asks of its queue.
    async def put(self, packet: Any) -> None:
        if packet is None:
            self.close()
            return
        data = packet.encode()
        kind = "text" if isinstance(data, str) else "bytes"
        self.push(object(), {"type": "websocket.send", kind: data})

    async def join(self) -> None:
        self.close()
        await asyncio.shield(self.ended)


def _size(message: Message | None) -> int:
    return OVERHEAD + len(message.get("text") or message["bytes"]) if message else 0


async def _settle(sending: Awaitable[None]) -> None:
    with contextlib.suppress(Exception):  # the socket is closed; its own handler notices and ends
        await sending


class LiveSockets:
    """The open websockets of one server, by engine.io session id."""

    def __init__(self, max_bytes: int, max_stall: float) -> None:
        self.max_bytes, self.max_stall = max_bytes, max_stall
        self.open: dict[str, _Outbox] = {}
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
        message = {"type": "websocket.send", "text": packet}
        for sid in eio_sids:
            if outbox := self.open.get(sid):
                outbox.push(object(), message)

    def push_newest(
        self, eio_sids: Iterable[str], key: object, packet: str, whole: Callable[[], str]
    ) -> None:
        """The same for a change of something that has a newest state.

        On a socket where a packet with the same key waits still, one with all of the newest state takes
        its place: a slow socket gets the newest state, never a queue of changes. `whole` makes that
        packet, at most once.
        """
        message = {"type": "websocket.send", "text": packet}
        instead: Message | None = None
        for sid in eio_sids:
            outbox = self.open.get(sid)
            if outbox is None:
                continue
            if outbox.holds(key):
                instead = instead or {"type": "websocket.send", "text": whole()}
                outbox.push(key, instead)
            else:
                outbox.push(key, message)

    def close(self, eio_sid: str) -> None:
        """End a socket after what was pushed to it."""
        if outbox := self.open.get(eio_sid):
            outbox.close()


def install(sio: socketio.AsyncServer, *, max_bytes: int = 1 << 20, max_stall: float = 20.0) -> LiveSockets:
    """Take over the sending side of the server's websockets; before the first connection.

    A socket is closed once more than `max_bytes` wait for it, or when a packet must wait for a send that
    began more than `max_stall` seconds ago. One that stops reading while nothing waits is engine.io's to
    close (missing pong).
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
        self.eio: Any = handler.__self__
        self.reader: asyncio.Task[Any] | None = None
        # Hanging up ends the handler as if the peer had gone.
        self.outbox = _Outbox(live.max_bytes, live.max_stall, lambda: self.reader and self.reader.cancel())

    async def __call__(self, environ: dict[str, Any]) -> Literal[""]:
        self.asgi_receive, self.asgi_send = environ["asgi.receive"], environ["asgi.send"]
        await self._take_over_queue()
        await self.asgi_send({"type": "websocket.accept"})
        self.live.open[self.eio.sid] = self.outbox
        try:
            self.outbox.send = environ["asgi.scope"].get(RAW_SEND, self.asgi_send)
            self.outbox.next(None)
            await self.handler(self)
        finally:
            del self.live.open[self.eio.sid]
            self._let_go(environ)
            for callback in self.live.closed_callbacks:
                callback(self.eio.sid)
        return ""

    async def _take_over_queue(self) -> None:
        queue = self.eio.queue
        self.eio.queue, self.eio.poll = self.outbox, self.poll
        while not queue.empty():  # the handshake
            await self.outbox.put(queue.get_nowait())

    def _let_go(self, environ: dict[str, Any]) -> None:
        """See to it that granian frees the connection now."""
        self.outbox.give_up()
        if (flight := self.outbox.flight) is not None:
            # It does so at once only if this is still under way when the application returns,
            asyncio.get_running_loop().call_later(1, flight.cancel)
        self.outbox.flight = self.outbox.send = self.asgi_send = self.asgi_receive = None
        # and nothing refers to its objects: engine.io makes a class a connection, which waits for the
        # garbage collector and would keep them.
        for name in ("__init__", "read"):
            setattr(type(environ["wsgi.input"]), name, None)

    async def poll(self) -> list[Any]:  # engine.io's writer task then closes the websocket
        await asyncio.shield(self.outbox.ended)
        return []

    async def wait(self) -> str | bytes:
        if self.outbox.ended.done():
            raise OSError
        self.reader = asyncio.current_task()
        return await super().wait()

    async def close(self) -> None:
        self.outbox.give_up()  # the reader too: granian closes only when nobody receives
        if self.outbox.ended.result():
            with contextlib.suppress(Exception):
                await asyncio.wait_for(super().close(), self.live.max_stall)
