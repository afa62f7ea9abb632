"""What one websocket has yet to send, and the way into it."""

import asyncio
import contextlib
import struct
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from chat_app.ui.live.uvicorn_protocol import UvicornProtocol

Message = dict[str, Any]
OVERHEAD = 256  # bytes that a waiting packet takes beside its data, about


class Packet:
    """Text or bytes for any number of sockets; put into a websocket's frame once."""

    __slots__ = ("_frame", "data")

    def __init__(self, data: str | bytes) -> None:
        self.data = data
        self._frame = b""

    @property
    def message(self) -> Message:
        """For an ASGI `send`."""
        return {"type": "websocket.send", "text" if isinstance(self.data, str) else "bytes": self.data}

    @property
    def frame(self) -> bytes:
        """A whole message of the websocket protocol, as a server sends it (RFC 6455, 5.2)."""
        if not self._frame:
            is_text = isinstance(self.data, str)
            # Half a character is no text: sent as it is, it would make every browser hang up.
            payload = self.data.encode(errors="replace") if isinstance(self.data, str) else self.data
            kind, size = 0x81 if is_text else 0x82, len(payload)
            if size < 126:
                head = struct.pack("!BB", kind, size)
            elif size < 1 << 16:
                head = struct.pack("!BBH", kind, 126, size)
            else:
                head = struct.pack("!BBQ", kind, 127, size)
            self._frame = head + payload
        return self._frame

    def __len__(self) -> int:
        return OVERHEAD + len(self.data)


class SocketWriter(Protocol):
    """The way into an accepted websocket."""

    @property
    def idle(self) -> bool:
        """Whether what is written now goes at once; when it becomes so, the queue is told."""
        ...

    @property
    def busy_since(self) -> float:
        """When it last ceased to be idle, by the event loop's clock."""
        ...

    def write(self, packet: Packet) -> None: ...

    def abort(self) -> None:
        """End the connection without what is under way."""
        ...


class DirectWriter:
    """Straight into the connection, a frame at a time: a few microseconds a socket."""

    def __init__(self, protocol: UvicornProtocol, on_idle: Callable[[], None]) -> None:
        self._protocol = protocol
        protocol.on_writable = on_idle

    @property
    def idle(self) -> bool:
        return self._protocol.writable.is_set()

    @property
    def busy_since(self) -> float:
        return self._protocol.paused_at

    def write(self, packet: Packet) -> None:
        if not self._protocol.transport.is_closing():
            self._protocol.transport.write(packet.frame)

    def abort(self) -> None:
        self._protocol.on_writable = None
        self._protocol.transport.abort()


class AsgiWriter:
    """Through any server's ASGI `send`, one at a time: it promises no order between two."""

    def __init__(self, send: Callable[[Message], Awaitable[None]], on_idle: Callable[[], None]) -> None:
        self._send, self._on_idle = send, on_idle
        self._flight: asyncio.Task[None] | None = None
        self.busy_since = 0.0

    @property
    def idle(self) -> bool:
        return self._flight is None

    def write(self, packet: Packet) -> None:
        loop = asyncio.get_running_loop()
        self._flight, self.busy_since = loop.create_task(self._fly(packet)), loop.time()

    async def _fly(self, packet: Packet) -> None:
        with contextlib.suppress(Exception):  # the socket is closed; its own handler notices and ends
            await self._send(packet.message)
        self._flight = None
        self._on_idle()

    def abort(self) -> None:
        if self._flight is not None:
            self._flight.cancel()


class SendQueue:
    """Stands in for an engine.io socket's queue."""

    def __init__(self, max_bytes: int, max_stall: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._max_bytes, self._max_stall = max_bytes, max_stall
        self._writer: SocketWriter | None = None  # until the websocket is accepted
        self._waiting: OrderedDict[object, Packet] = OrderedDict()  # oldest first
        self._bytes, self._closed = 0, False  # of the waiting; whether nothing more is taken
        # Closed, and all sent (True) or given up (False).
        self.ended: asyncio.Future[bool] = self._loop.create_future()

    def open(self, writer: SocketWriter) -> None:
        """Begin to send: the websocket is accepted."""
        self._writer = writer
        self.flush()

    def push(self, key: object, packet: Packet) -> None:
        """Send now if the socket is idle, else wait; a waiting packet with the same key gives way."""
        if self._closed:
            return
        writer = self._writer
        if writer is not None and not self._waiting and writer.idle:
            writer.write(packet)
            return
        self._bytes += len(packet) - len(self._waiting.pop(key, ()))
        # Last, not in the old one's place: nothing overtakes what was pushed before it.
        self._waiting[key] = packet
        stalled = writer is not None and self._loop.time() - writer.busy_since > self._max_stall
        if self._bytes > self._max_bytes or stalled:
            self.abandon()

    def holds(self, key: object) -> bool:
        """Whether a packet with this key waits."""
        return key in self._waiting

    def flush(self) -> None:
        """Send what waits, oldest first, as long as it goes at once; then end, if closed."""
        while self._writer is not None and self._writer.idle and not self.ended.done():
            if self._waiting:
                packet = self._waiting.popitem(last=False)[1]
                self._bytes -= len(packet)
                self._writer.write(packet)
            else:
                if self._closed:
                    self.ended.set_result(True)
                return

    def close(self) -> None:
        """Take nothing more; what waits is still sent, or given up after `max_stall` seconds."""
        self._closed = True
        self.flush()
        timer = self._loop.call_later(self._max_stall, self.abandon)
        self.ended.add_done_callback(lambda _: timer.cancel())

    def abandon(self) -> None:
        """Forget what waits, and the socket."""
        self._closed = True
        self._waiting.clear()
        if not self.ended.done():
            self.ended.set_result(False)
            if self._writer is not None:
                self._writer.abort()
        self._writer = None

    # This and `join` are all that engine.io asks of its queue.
    async def put(self, packet: Any) -> None:
        if packet is None:
            self.close()
        else:
            self.push(object(), Packet(packet.encode()))

    async def join(self) -> None:
        self.close()
        await asyncio.shield(self.ended)
