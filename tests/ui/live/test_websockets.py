"""Websockets of a socket.io server whose way to its clients is in the test's hands."""

import asyncio
import gc
import json
import weakref
from typing import Any

import pytest
import socketio
from uvicorn import Config
from uvicorn.server import ServerState

from chat_app.ui.live.send_queue import OVERHEAD, Packet
from chat_app.ui.live.sockets import LiveSockets, install
from chat_app.ui.live.uvicorn_protocol import EXTENSION, UvicornProtocol
from tests.support.asynchronous import ticks

MAX_STALL = 20.0
PING_SECONDS = 300.0
SOCKET = {
    "type": "websocket",
    "path": "/socket.io/",
    "query_string": b"EIO=4&transport=websocket",
    "headers": [(b"connection", b"Upgrade"), (b"upgrade", b"websocket")],
}


class Transport:
    """A connection's sending side."""

    def __init__(self) -> None:
        self.sent, self.aborted = b"", False

    def is_closing(self) -> bool:
        return self.aborted

    def write(self, data: bytes) -> None:
        self.sent += data

    def abort(self) -> None:
        self.aborted = True

    def get_extra_info(self, _name: str) -> None:
        return None

    def pause_reading(self) -> None:
        return None

    def close(self) -> None:
        return None


class Connection:
    """What is below a websocket, and takes whole frames."""

    def __init__(self) -> None:
        self.transport, self.writable, self.paused_at = Transport(), asyncio.Event(), 0.0
        self.on_writable: Any = None
        self.writable.set()


class Client:
    """A websocket of the server. `taken` is all it was sent, in order; it takes nothing while not `free`."""

    def __init__(self, server: "Server", below: Connection | None = None, send: Any = None) -> None:
        self.taken: list[dict[str, Any]] = []
        self.says: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.free = asyncio.Event()
        self.free.set()
        self.scope = {**SOCKET, "extensions": {EXTENSION: below} if below else {}}
        self.says.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(server.app(self.scope, self.says.get, send or self._take))
        self.sid = ""

    async def _take(self, message: dict[str, Any]) -> None:
        await self.free.wait()
        self.taken.append(message)

    async def connected(self) -> "Client":
        await ticks()
        self.sid = json.loads(self.texts()[0][1:])["sid"]
        await self.say("40")
        self.taken.clear()
        return self

    async def say(self, *texts: str) -> None:
        for text in texts:
            self.says.put_nowait({"type": "websocket.receive", "text": text})
        await ticks()

    async def go(self) -> None:
        """Go without a word; the server notices."""
        self.says.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await self.task

    def texts(self) -> list[str]:
        return [message["text"] for message in self.taken if message["type"] == "websocket.send"]


class Server:
    """A socket.io server; `closed` is what it was told of websockets that ended."""

    def __init__(self, max_bytes: int = 1 << 20) -> None:
        self.sio = socketio.AsyncServer(
            async_mode="asgi", transports=["websocket"], async_handlers=False, ping_interval=PING_SECONDS
        )
        self.live = install(self.sio, max_bytes=max_bytes, max_stall=MAX_STALL)
        self.app: Any = socketio.ASGIApp(self.sio)
        self.closed: list[tuple[str, bool]] = []
        self.live.on_closed(lambda sid, lost: self.closed.append((sid, lost)))

    async def client(self) -> Client:
        return await Client(self).connected()

    async def emit(self, client: Client, number: int) -> None:
        await self.sio.emit("m", number, to=self.sio.manager.sid_from_eio_sid(client.sid, "/"))


def packet(number: int) -> str:
    return f'42["m",{number}]'


async def test_a_websocket_is_accepted_before_it_is_sent_anything_and_is_open_until_it_ends() -> None:
    server = Server()
    client = Client(server)
    await ticks()
    assert [message["type"] for message in client.taken] == ["websocket.accept", "websocket.send"]
    sid = json.loads(client.texts()[0][1:])["sid"]
    assert list(server.live.open) == [sid]
    await client.go()
    assert server.live.open == {}


async def test_pushed_and_ordinary_packets_are_sent_in_the_order_of_the_calls() -> None:
    server = Server()
    client = await server.client()
    for number in range(12):
        if number % 3:
            server.live.push([client.sid], packet(number))
        else:
            await server.emit(client, number)
    await ticks(200)
    assert client.texts() == [packet(number) for number in range(12)]


async def test_slow_sockets_get_the_newest_state_which_is_made_once_for_all_of_them() -> None:
    server = Server()
    slow, slower, quick = [await server.client() for _ in range(3)]
    everyone, made = [slow.sid, slower.sid, "gone", quick.sid], list[str]()

    def whole() -> str:
        made.append("whole")
        return packet(99)

    slow.free.clear()
    slower.free.clear()
    for number in (1, 2, 3):
        server.live.push_newest(everyone, "feed", packet(number), whole)
        await ticks()
    slow.free.set()
    slower.free.set()
    await asyncio.sleep(1)
    assert quick.texts() == [packet(1), packet(2), packet(3)]
    assert slow.texts() == slower.texts() == [packet(1), packet(99)]
    assert made == ["whole"]


async def test_closing_sends_what_was_pushed_before_and_nothing_that_is_pushed_after() -> None:
    server = Server()
    client = await server.client()
    client.free.clear()
    for number in (1, 2):
        server.live.push([client.sid], packet(number))
    server.live.close(client.sid)
    server.live.push([client.sid], packet(3))
    client.free.set()
    await client.task
    assert client.texts()[:2] == [packet(1), packet(2)]
    assert packet(3) not in client.texts()
    assert client.taken[-1]["type"] == "websocket.close"


async def test_a_socket_that_is_aborted_ends_without_what_waits() -> None:
    server = Server()
    client, other = await server.client(), await server.client()
    client.free.clear()
    for number in (1, 2):
        server.live.push([client.sid, other.sid], packet(number))
        await ticks()
    server.live.abort(client.sid)
    await client.task
    assert client.taken == []
    assert other.texts() == [packet(1), packet(2)]
    assert list(server.live.open) == [other.sid]


@pytest.mark.parametrize("do", [LiveSockets.close, LiveSockets.abort])
async def test_one_that_is_gone_is_no_trouble(do: Any) -> None:
    server = Server()
    client = await server.client()
    await client.go()
    do(server.live, client.sid)
    server.live.push([client.sid], packet(1))
    server.live.push_newest([client.sid], "feed", packet(1), lambda: packet(2))
    await ticks()
    assert client.texts() == []
    assert len(server.closed) == 1


@pytest.mark.parametrize(
    ("texts", "lost"), [(["41"], False), (["42[]", "41/_event,"], False), ([], True), (["2"], True)]
)
async def test_a_page_that_says_goodbye_is_not_lost(texts: list[str], lost: bool) -> None:
    server = Server()
    client = await server.client()
    await client.say(*texts)
    await client.go()
    assert server.closed == [(client.sid, lost)]


async def test_bytes_are_no_goodbye() -> None:
    server = Server()
    client = await server.client()
    client.says.put_nowait({"type": "websocket.receive", "bytes": b"41"})
    await client.go()
    assert server.closed == [(client.sid, True)]


@pytest.mark.parametrize("how", ["by packet", "by the server", "too much waits", "cancelled"])
async def test_the_end_of_a_websocket_is_reported_once_however_it_comes(how: str) -> None:
    server = Server(max_bytes=10 * OVERHEAD)
    client = await server.client()
    if how == "by packet":
        await client.say("1")
    elif how == "by the server":
        await server.sio.eio.disconnect(client.sid)
    elif how == "cancelled":
        client.task.cancel()
    else:
        client.free.clear()
        for number in range(20):
            server.live.push([client.sid], packet(number))
    await asyncio.gather(client.task, return_exceptions=True)
    assert server.closed == [(client.sid, True)]
    assert server.live.open == {}


async def test_a_page_that_answers_no_ping_is_lost_and_one_that_answers_stays() -> None:
    server = Server()
    silent, other = await server.client(), await server.client()
    await asyncio.sleep(PING_SECONDS + 1)
    assert (silent.texts(), other.texts()) == (["2"], ["2"])
    await other.say("3")
    await asyncio.sleep(PING_SECONDS)
    await silent.task
    assert server.closed == [(silent.sid, True)]
    assert list(server.live.open) == list(server.sio.eio.sockets) == [other.sid]
    await other.go()


@pytest.mark.parametrize("text", ["", "hello", "4" + "x" * 2_000_000])
async def test_a_page_that_says_what_is_no_packet_or_too_long_is_hung_up_on(text: str) -> None:
    server = Server()
    client = await server.client()
    await client.say(text)
    await client.task
    assert server.closed == [(client.sid, True)]
    assert client.taken[-1]["type"] == "websocket.close"


@pytest.mark.parametrize("text", ["7", "42{", '42["fails",1]'])
async def test_a_packet_that_cannot_be_taken_in_costs_itself_only(text: str) -> None:
    server = Server()

    async def fail(_sid: str, _data: Any) -> None:
        raise RuntimeError("the handler fails")

    server.sio.on("fails", fail)
    client = await server.client()
    await client.say(text)
    await server.emit(client, 1)
    await ticks()
    assert client.texts() == [packet(1)]
    await client.go()


async def test_nothing_is_kept_of_a_websocket_that_could_not_be_accepted() -> None:
    server = Server()

    async def refuse(_message: dict[str, Any]) -> None:
        raise OSError("it has gone")

    client = Client(server, send=refuse)
    with pytest.raises(OSError, match="it has gone"):
        await client.task
    assert (server.live.open, server.sio.eio.sockets) == ({}, {})
    await asyncio.sleep(3 * PING_SECONDS)


async def test_who_fails_over_the_end_of_a_websocket_keeps_it_from_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, told = Server(), list[str]()

    def fail(_sid: str, _lost: bool) -> None:
        raise RuntimeError("cannot be told")

    server.live.on_closed(fail)
    server.live.on_closed(lambda sid, _: told.append(sid))
    client = await server.client()
    await client.go()
    assert told == [client.sid]
    assert "What follows the end of a websocket failed." in caplog.text


async def test_a_server_that_takes_no_closing_message_is_not_waited_for_without_end() -> None:
    server = Server()
    client = await server.client()
    began = asyncio.get_running_loop().time()
    server.live.close(client.sid)  # idle, so this is the end
    client.free.clear()
    await client.task
    await asyncio.sleep(2 * MAX_STALL)
    client.free.set()
    await asyncio.sleep(1)
    assert server.closed == [(client.sid, True)]
    assert asyncio.get_running_loop().time() - began < 4 * MAX_STALL
    assert "websocket.close" not in [message["type"] for message in client.taken]


@pytest.mark.parametrize("direct", [True, False])
async def test_a_client_that_went_is_not_left_to_the_garbage_collector(direct: bool) -> None:
    server, below = Server(), Connection() if direct else None
    client = Client(server, below)
    await ticks()
    kept = weakref.ref(below or client)
    gc.disable()
    try:
        await client.go()
        del client, below
        await ticks()
        assert kept() is None
    finally:
        gc.enable()


def test_a_server_that_also_polls_is_refused() -> None:
    sio = socketio.AsyncServer(async_mode="asgi", transports=["polling", "websocket"])
    with pytest.raises(ValueError, match="polling has another reader"):
        install(sio)


async def test_frames_go_straight_into_the_connection_where_it_is_in_reach() -> None:
    server, below = Server(), Connection()
    client, transport = Client(server, below), below.transport
    await ticks()
    (sid,) = server.live.open
    transport.sent = b""
    server.live.push([sid], packet(1))
    assert transport.sent == Packet(packet(1)).frame  # at once, and not through `send`
    assert client.texts() == []
    assert client.scope["extensions"] == {}  # the connection does not keep itself


async def idle(_scope: Any, receive: Any, send: Any) -> None:
    """Return an application that accepts, and waits."""
    await receive()
    await send({"type": "websocket.accept"})
    await receive()


def uvicorn_connection() -> tuple[UvicornProtocol, Any]:
    """Return a connection of uvicorn that has asked for a websocket."""
    config = Config(idle, log_config=None, ws_ping_interval=None, lifespan="off")
    protocol, transport = UvicornProtocol(config, ServerState(), {}), Transport()
    protocol.connection_made(transport)  # pyright: ignore[reportArgumentType]
    protocol.data_received(
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    scope: Any = protocol.scope
    return protocol, scope


async def test_an_application_finds_the_connection_below_its_websocket() -> None:
    protocol, scope = uvicorn_connection()
    assert scope["extensions"][EXTENSION] is protocol
    assert "websocket.http.response" in scope["extensions"]  # uvicorn's own are still there


async def test_a_connection_reports_when_it_takes_more_and_knows_since_when_it_did_not() -> None:
    protocol, _ = uvicorn_connection()
    protocol.pause_writing()
    protocol.resume_writing()  # nobody asked to be told
    reports: list[bool] = []
    protocol.on_writable = lambda: reports.append(protocol.writable.is_set())
    await asyncio.sleep(5)
    protocol.pause_writing()
    assert protocol.paused_at == asyncio.get_running_loop().time()
    assert (protocol.writable.is_set(), reports) == (False, [])
    protocol.resume_writing()
    assert reports == [True]


async def test_a_connection_that_is_lost_reports_nothing_more() -> None:
    protocol, _ = uvicorn_connection()
    await ticks()
    protocol.on_writable = lambda: None
    protocol.connection_lost(OSError("gone"))
    await ticks()
    assert protocol.on_writable is None
