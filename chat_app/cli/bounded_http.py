"""uvicorn's HTTP, within bounds: a client may be neither endless nor endlessly slow.

Until a request is in whole, little of it is kept and a deadline runs. Behind that the application has its own
bounds. Without these, one client could fill the memory with a header, or hold connections for nothing.
"""

from asyncio import TimerHandle, Transport
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 1 << 16  # of the request line and all headers; proxies pass on a quarter of it at most
HEADERS = 100
SECONDS = 20.0  # in which a request has to come in whole
SLOWEST = 4096  # bytes a second: one of so long a body that this takes longer has that time too


class BoundedHttp(HttpToolsProtocol):
    """A connection on which requests come, one after another.

    One on which nothing comes is ended too: after `SECONDS` before the first request, by uvicorn between two.
    What becomes a websocket leaves here with its request.
    """

    seconds = SECONDS
    _timer: TimerHandle | None = None
    _since = 0.0  # when the timer was set
    _in_head, _is_in = False, True  # where in a request; whether all has come of the last that began
    _unread = 0  # bytes that have come and not become anything so far
    _head, _body = 0, 0  # bytes of this request
    _refusal = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unread += len(data)
        super().data_received(data)
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            self._stop_waiting()
        elif self._unread > HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._is_in and not self._unread:
            self._stop_waiting()
        elif self._timer is None:
            self._wait()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing came since the last answer, says uvicorn. A request that has begun has its own deadline."""
        if self._is_in:
            super().timeout_keep_alive_handler()

    # -- what the parser finds ------------------------------------------------------------------

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._is_in, self._head, self._body = True, False, 0, 0

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._count(len(name) + len(value))

    def on_headers_complete(self) -> None:
        self._unread, self._in_head = 0, False
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread, self._body = 0, self._body + len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unread, self._is_in = 0, True
        super().on_message_complete()

    def _count(self, size: int) -> None:
        self._unread = 0
        self._head += size
        if self._head > HEAD_BYTES or len(self.headers) > HEADERS:
            self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise ValueError(self._refusal.phrase)  # which ends the parser and comes to `send_400_response`

    # -- ends -----------------------------------------------------------------------------------

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, or more than one may be; then close."""
        if self._refusal is HTTPStatus.BAD_REQUEST:
            super().send_400_response(msg)
        else:
            self._refuse(self._refusal)

    def _refuse(self, status: HTTPStatus) -> None:
        self._stop_waiting()
        if self._in_head and not self._is_answering():
            head = f"HTTP/1.1 {status} {status.phrase}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(head.encode())
        self.transport.close()

    def _is_answering(self) -> bool:
        cycle: Any = self.cycle  # none before the first request
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._since = self.loop.time()
        self._timer = self.loop.call_later(self.seconds, self._look)

    def _look(self) -> None:
        """End the connection, whose time is over, unless it is not its client that is late."""
        left = self._since + self.seconds + self._body / SLOWEST - self.loop.time()
        if self._is_in and self._is_answering():
            self._timer, self._unread = None, 0
        elif left > 0 or self.flow.read_paused:
            self._timer = self.loop.call_later(left if left > 0 else self.seconds, self._look)
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
