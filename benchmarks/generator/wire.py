"""Just enough of the client's side of engine.io 4 and socket.io 5 over a websocket."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.machine import now

OnData = Callable[[int, float, bytes], None]  # who, when, what
PATIENCE = 60  # seconds
LARGEST_FRAME = 4 << 20


class SocketIo(WSListener):
    """One socket. Events go to `on_data` as they are; answers, and joining a namespace, are waited for."""

    def __init__(self, index: int, on_data: OnData, namespace: str) -> None:
        loop = asyncio.get_running_loop()
        self.index, self.on_data = index, on_data
        self.closed: asyncio.Future[None] = loop.create_future()
        self._namespace = "" if namespace == "/" else f"{namespace},"
        self._opened: asyncio.Future[None] = loop.create_future()
        self._joined: asyncio.Future[None] = loop.create_future()
        self._answers: dict[int, asyncio.Future[list[Any]]] = {}
        self._asked = 0

    @classmethod
    async def open(
        cls,
        url: str,
        index: int,
        on_data: OnData,
        *,
        auth: Any = None,
        namespace: str = "/",
        headers: Mapping[str, str] | None = None,
    ) -> "SocketIo":
        """Connect, and join the namespace."""
        client = cls(index, on_data, namespace)
        extra = dict(headers or {})
        await ws_connect(
            lambda: client, url, extra_headers=extra, enable_auto_ping=False, max_frame_size=LARGEST_FRAME
        )
        async with asyncio.timeout(PATIENCE):
            await client._opened
            client._send(f"40{client._namespace}{'' if auth is None else json.dumps(auth)}")
            await client._joined
        return client

    def emit(self, event: str, data: Any) -> None:
        """Send an event that is answered, or not, whenever the server likes."""
        self._emit(event, data, "")

    async def call(self, event: str, data: Any) -> list[Any]:
        """Send an event and return its answer."""
        self._asked += 1
        answer = self._answers[self._asked] = asyncio.get_running_loop().create_future()
        self._emit(event, data, str(self._asked))
        return await asyncio.wait_for(answer, PATIENCE)

    async def close(self) -> None:
        """Say goodbye, as a page does that is closed; returns when the server has heard it."""
        self._send("1")
        self._transport.send_close()
        self._transport.disconnect()
        await asyncio.wait_for(self.closed, PATIENCE)

    def drop(self) -> None:
        """End the connection without a word."""
        self._transport.disconnect()

    def _emit(self, event: str, data: Any, answer: str) -> None:
        self._send(f"42{self._namespace}{answer}{json.dumps([event, data], separators=(',', ':'))}")

    def _send(self, text: str) -> None:
        self._transport.send(WSMsgType.TEXT, text.encode())

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the connection."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take a frame, by engine.io's type of packet and socket.io's."""
        at = now()
        if frame.msg_type == WSMsgType.PING:
            return transport.send_pong(frame.get_payload_as_bytes())
        if frame.msg_type == WSMsgType.CLOSE:
            return transport.disconnect()
        payload = frame.get_payload_as_bytes()
        if payload[:2] == b"42":
            self.on_data(self.index, at, payload)
        elif payload == b"2":
            transport.send(WSMsgType.TEXT, b"3")
        else:
            self._take_answer(payload)

    def _take_answer(self, payload: bytes) -> None:
        kind, text = payload[:2], payload[2:].decode()
        if kind == b"43":
            number, _, answer = text.removeprefix(self._namespace).partition("[")
            if waiting := self._answers.pop(int(number), None):
                waiting.set_result(json.loads(f"[{answer}"))
        elif kind == b"40":
            self._joined.set_result(None)
        elif kind == b"44":
            self._joined.set_exception(PermissionError(text))
        elif payload[:1] == b"0":
            self._opened.set_result(None)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Note the end of the connection."""
        self.closed.set_result(None)
