"""What a client can do to the server below any application: endless heads, and connections for nothing."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from chat_app.cli import bounded_http
from chat_app.cli.bounded_http import HEAD_BYTES, HEADERS, BoundedHttp
from chat_app.cli.serve import Server, configuration
from tests.support.server import HOST, free_port

PATIENCE = 10.0
GET = b"GET /a HTTP/1.1\r\nHost: x\r\n"


class App:
    """Answers each request with the size of its body, and a websocket with its end."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()  # until then an answer to /long goes on

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            raise RuntimeError("has none")
        self.asked.append(scope["path"])
        if scope["type"] != "http":
            await receive()
            return await send({"type": "websocket.close"})
        size, more = 0, True
        while more:
            part = await receive()
            size, more = size + len(part.get("body", b"")), part.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while scope["path"] == "/long" and not self.go_on.is_set():
            await send({"type": "http.response.body", "body": b".", "more_body": True})
            self.go_on.wait(0.01)
        await send({"type": "http.response.body", "body": b"%d bytes" % size})


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def port(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Return a server of it, with less patience than it has outside of tests."""
    monkeypatch.setattr(BoundedHttp, "seconds", 0.3)
    monkeypatch.setattr(bounded_http, "SLOWEST", 1000)
    port = free_port()
    config = configuration(app, HOST, port)
    config.timeout_keep_alive = 0.1  # pyright: ignore[reportAttributeAccessIssue]
    server = Server(config, lambda: None)
    thread = threading.Thread(target=server.run)
    thread.start()
    give_up = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < give_up
        time.sleep(0.005)
    yield port
    app.go_on.set()
    server.handle_exit(signal.SIGTERM, None)
    thread.join(PATIENCE)
    assert not thread.is_alive()


def connect(port: int) -> socket.socket:
    return socket.create_connection((HOST, port), PATIENCE)


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    heard = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            heard += part
    return heard


def pour(connection: socket.socket, piece: bytes, most: int) -> int:
    """Send a piece again and again until the server has had enough; how many bytes it took."""
    sent = 0
    with suppress(OSError):
        while sent < most:
            connection.sendall(piece)
            sent += len(piece)
    return sent


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        pytest.param(b"GET /", b"a" * 65536, id="an address"),
        pytest.param(GET + b"X: ", b"a" * 65536, id="a header"),
        pytest.param(GET, b"a" * 65536, id="a header's name"),
        pytest.param(GET, b"X: 1\r\n" * 1000, id="headers"),
        pytest.param(GET + b"X: ", b" " * 65536, id="spaces"),
        pytest.param(b"", b"\r\n" * 30000, id="nothing"),
        pytest.param(b"GET", b"T" * 65536, id="a method"),
        pytest.param(
            GET + b"Upgrade: websocket\r\nConnection: Upgrade\r\n", b"X: 1\r\n" * 1000, id="a handshake"
        ),
        pytest.param(
            b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: ",
            b"a" * 65536,
            id="a trailer",
        ),
        pytest.param(
            b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;",
            b"a" * 65536,
            id="an extension of a chunk",
        ),
    ],
)
def test_head_without_end_is_refused_while_it_comes(app: App, port: int, begin: bytes, piece: bytes) -> None:
    with closing(connect(port)) as connection:
        connection.sendall(begin)
        assert pour(connection, piece, 60_000_000) < 10_000_000
        answer(connection)
    assert len(app.asked) <= (1 if b"chunked" in begin else 0)


def test_head_that_is_too_large_is_told_so(app: App, port: int) -> None:
    for head in (
        GET + b"X: " + b"a" * HEAD_BYTES,
        GET + b"X: 1\r\n" * HEADERS,
        b"GET /" + b"a" * HEAD_BYTES + b" HTTP/1.1\r\n",
    ):
        with closing(connect(port)) as connection:
            connection.sendall(head + b"\r\n\r\n")
            assert answer(connection).startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert app.asked == []


def test_head_that_is_nearly_too_large_is_answered(app: App, port: int) -> None:
    for head in (GET + b"X: " + b"a" * (HEAD_BYTES - 1000) + b"\r\n", GET + b"X: 1\r\n" * (HEADERS - 2)):
        with closing(connect(port)) as connection:
            connection.sendall(head + b"Connection: close\r\n\r\n")
            assert answer(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\r\n", id="an empty line"),
        pytest.param(b"GET /a HT", id="half a line"),
        pytest.param(GET, id="half a head"),
        pytest.param(GET + b"Upgrade: websocket\r\nConnection: Upgrade\r\n", id="half a handshake"),
        pytest.param(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234", id="half a body"),
        pytest.param(GET + b"\r\n" + GET, id="half of a second one"),
        pytest.param(GET + b"\r\n", id="nothing after a first one"),
    ],
)
def test_connection_on_which_no_more_comes_is_ended(
    port: int, begin: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect(port)) as connection:
        connection.sendall(begin)
        began = time.monotonic()
        heard = answer(connection)
        assert time.monotonic() - began < PATIENCE
    assert (b" 408 " in heard) is begin.endswith((b"HT", b"x\r\n", b"Upgrade\r\n"))


@pytest.mark.parametrize(
    "begin", [b"GET /", GET + b"X: ", b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n", b""]
)
def test_request_that_comes_by_drops_is_ended(port: int, begin: bytes) -> None:
    drop = b"a" if begin else b"\r\n"
    with closing(connect(port)) as connection:
        connection.sendall(begin)
        connection.settimeout(0.02)
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                connection.sendall(drop)
                if not connection.recv(65536):
                    return
            except TimeoutError:
                continue
            except OSError:
                return
        pytest.fail("The server went on listening.")


def test_answer_that_goes_on_is_not_ended_by_what_is_sent_meanwhile(port: int) -> None:
    with closing(connect(port)) as connection:
        connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n\r\n")
        heard = b""
        while heard.count(b".") < 60:  # one each hundredth of a second: twice the server's patience in all
            part = connection.recv(65536)
            assert part, "The server ended it."
            heard += part


def test_large_body_on_a_slow_line_has_the_time_it_takes(port: int) -> None:
    with closing(connect(port)) as connection:
        connection.sendall(
            b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\nConnection: close\r\n\r\n"
        )
        for _ in range(20):
            connection.sendall(b"a" * 1000)
            time.sleep(0.03)  # twice the server's patience in all
        assert answer(connection).endswith(b"20000 bytes\r\n0\r\n\r\n")
