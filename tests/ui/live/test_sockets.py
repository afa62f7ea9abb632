"""Pushing to websockets: straight into the connections of uvicorn, and through the `send` of granian."""

import base64
import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
# More than any kernel buffer holds: under way until the client reads.
BLOCK = 32 << 20


class Client:
    """A websocket client that reads only when told to."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        self.file = self.socket.makefile("rb")
        assert b"101" in self.file.readline()
        while self.file.readline() != b"\r\n":
            pass
        self.sid: str = json.loads(self.text()[1:])["sid"]
        self.send("40")
        assert self.text().startswith("40")
        self.acks = 0

    def send(self, text: str) -> None:
        data = text.encode()
        size = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0xFE, len(data))
        self.socket.sendall(b"\x81" + size + b"\0\0\0\0" + data)

    def text(self) -> str:
        """Return the next text message; EOFError when the connection ends."""
        head = self.file.read(2)
        if len(head) < 2 or head[0] == 0x88:
            raise EOFError
        size = head[1]
        if size >= 126:
            form, count = ("!H", 2) if size == 126 else ("!Q", 8)
            size = struct.unpack(form, self.file.read(count))[0]
        data = self.file.read(size)
        if len(data) < size:
            raise EOFError
        return data.decode()

    def number(self) -> Any:
        """Return what the next message carries."""
        text = self.text()
        assert text.startswith('42["m",'), text[:50]
        return json.loads(text[2:])[1]

    def do(self, *steps: list[Any]) -> dict[str, Any]:
        """Have the server take these steps; how things are then."""
        self.acks += 1
        self.send(f"42{self.acks}" + json.dumps(["do", list(steps)]))
        while not (text := self.text()).startswith(f"43{self.acks}["):
            pass
        return json.loads(text[text.index("[") :])[0]

    def until(self, condition: Callable[[dict[str, Any]], bool], *steps: list[Any]) -> dict[str, Any]:
        """Repeat the steps until the condition holds."""
        end = time.monotonic() + 20
        while not condition(state := self.do(*steps)):
            assert time.monotonic() < end, state
        return state

    def read_to_the_end(self) -> None:
        with pytest.raises((EOFError, ConnectionResetError)):
            self._read_for_ever()

    def _read_for_ever(self) -> None:
        while True:
            self.text()

    def close(self) -> None:
        self.file.close()
        self.socket.close()


Connect = Callable[[], Client]
Start = Callable[..., Connect]


COMMANDS = {
    "ours": [sys.executable, "-m", "tests.ui.live.fan_server"],
    "granian": [
        *[sys.executable, "-m", "granian", "--interface", "asgi", "--loop", "uvloop", "--host", "127.0.0.1"],
        *["--workers", "1", "--workers-kill-timeout", "5", "--log-level", "error"],
        "tests.ui.live.fan_server:app",
    ],
}


@pytest.fixture(params=["ours", "granian"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    servers: list[subprocess.Popen[bytes]] = []
    clients: list[Client] = []

    def run(**environment: str) -> Connect:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*COMMANDS[request.param], "--port", str(port)]
        servers.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}))
        _wait_for(servers[-1], port)

        def connect() -> Client:
            clients.append(Client(port))
            return clients[-1]

        return connect

    yield run
    for client in clients:
        client.close()
    for server in servers:
        server.terminate()
        server.wait(20)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError("the server ended while starting")


def test_pushed_and_ordinary_packets_arrive_in_the_order_they_were_sent(start: Start) -> None:
    connect = start()
    control, client = connect(), connect()
    for first in range(0, 1000, 100):
        numbers = range(first, first + 100)
        control.do(
            *[["emit", client.sid, n] if n % 3 else ["push", client.sid, n, n % 7 * 1000] for n in numbers]
        )
        assert [client.number() for _ in numbers] == list(numbers)


def test_a_slow_socket_gets_the_whole_newest_state_and_nothing_overtakes(start: Start) -> None:
    connect = start()
    control, client = connect(), connect()
    control.do(
        ["push", client.sid, "block", BLOCK],
        ["newest", client.sid, "k", "k1", 9, "whole1"],
        ["emit", client.sid, "e1"],
        ["newest", client.sid, "j", "j1", 9, "never"],
        ["newest", client.sid, "k", "k2", 9, "whole2"],
        ["emit", client.sid, "e2"],
        ["newest", client.sid, "k", "k3", 9, "whole3"],
        ["emit", client.sid, "e3"],
    )
    assert [client.number() for _ in range(6)] == ["block", "e1", "j1", "e2", "whole3", "e3"]
    control.do(["newest", client.sid, "k", "k4", 9, "never"])
    assert client.number() == "k4"


def test_closing_sends_what_was_pushed_before(start: Start) -> None:
    connect = start()
    control, client = connect(), connect()
    control.do(
        ["push", client.sid, "block", BLOCK],
        ["push", client.sid, "last", 9],
        ["close", client.sid],
        ["push", client.sid, "too late", 9],
    )
    assert [client.number(), client.number()] == ["block", "last"]
    client.read_to_the_end()


@pytest.mark.parametrize("how", ["packet", "end", "reset", "server"])
def test_a_closed_socket_is_told_of_once_and_never_raises(start: Start, how: str) -> None:
    connect = start()
    control, client = connect(), connect()
    if how == "packet":
        client.send("1")
    elif how == "end":
        client.socket.shutdown(socket.SHUT_RDWR)
    elif how == "reset":
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    else:
        control.do(["disconnect", client.sid], ["push", client.sid, 1, 9])
        client.read_to_the_end()
    state = control.until(
        lambda state: client.sid in state["closed"] and state["clients"] == 1,
        ["newest", client.sid, "k", 1, 5000, 1],
        ["push", client.sid, 1, 5000],
    )
    assert state["closed"].count(client.sid) == 1
    assert state["open"] == [control.sid]
    assert connect().sid


@pytest.mark.parametrize("how", ["goodbye", "going away", "without a code", "end", "silent"])
def test_one_that_ends_without_its_pages_goodbye_is_told_of_as_lost(start: Start, how: str) -> None:
    connect = start(**({"PING_INTERVAL": "0.5", "PING_TIMEOUT": "0.5"} if how == "silent" else {}))
    client = connect()
    if how == "goodbye":
        client.send("41")
    if how in ("goodbye", "going away"):
        client.socket.sendall(b"\x88\x82\0\0\0\0" + struct.pack("!H", 1001))
    elif how == "without a code":
        client.socket.sendall(b"\x88\x80\0\0\0\0")
    elif how == "end":
        client.socket.shutdown(socket.SHUT_RDWR)
    client.read_to_the_end()  # that of one that answers no pings comes from the server
    state = connect().until(lambda state: client.sid in state["closed"])
    assert (client.sid in state["lost"]) is (how != "goodbye")


@pytest.mark.parametrize("start", ["ours"], indirect=True)
def test_a_closed_connection_does_not_wait_for_the_garbage_collector(start: Start) -> None:
    connect = start()
    control = connect()
    before = control.do()["connections"]
    for _ in range(3):
        connect().socket.shutdown(socket.SHUT_RDWR)
        client = connect()
        control.do(["close", client.sid])
        client.read_to_the_end()
        client.close()
    control.until(lambda state: state["connections"] == before)


@pytest.mark.parametrize("why", ["size", "time"])
def test_one_who_never_reads_is_closed_and_the_others_go_on(
    start: Start, why: str, request: pytest.FixtureRequest
) -> None:
    connect = start(MAX_STALL="0.3" if why == "time" else "60")
    control, other = connect(), connect()
    before = control.do()["sockets"]
    client = connect()
    control.do(["push", client.sid, "block", BLOCK])
    step = ["push", client.sid, 1, 100_000] if why == "size" else ["newest", client.sid, "k", 1, 9, 1]
    state = control.until(
        lambda state: client.sid in state["closed"], step, ["newest", other.sid, "k", "still", 9, "still"]
    )
    assert other.number() == "still"
    assert state["closed"] == [client.sid]
    if request.node.callspec.params["start"] == "ours":
        # The connection itself is gone, though its client still does not read; granian keeps it.
        control.until(lambda state: state["sockets"] == before)
        client.read_to_the_end()
