"""A small HTTP/1.1 client, one request at a time: the generator must not be what is slow."""

import asyncio
from typing import cast

Answer = tuple[int, bytes]  # status and body
HOST = "127.0.0.1"


class Http(asyncio.Protocol):
    """One connection to a server on this machine, which says how long its answers are."""

    def __init__(self, port: int) -> None:
        self._host = f"{HOST}:{port}"
        self._received = bytearray()
        self._whole = 0  # bytes of the answer that is coming, once its head is there
        self._body = 0  # where its body begins
        self._answer: asyncio.Future[Answer] | None = None

    @classmethod
    async def open(cls, port: int) -> "Http":
        """Connect."""
        _, connection = await asyncio.get_running_loop().create_connection(lambda: cls(port), HOST, port)
        return connection

    def request(self, method: str, path: str, token: str, body: bytes = b"") -> asyncio.Future[Answer]:
        """Write a request now; the future is its answer.

        Raises (the future):
            OSError: the connection ended.
        """
        self._answer = asyncio.get_running_loop().create_future()
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {token}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._transport.write(head.encode() + b"\r\n" + body)
        return self._answer

    def close(self) -> None:
        """End the connection."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the request that waits."""
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer, and give it when it is whole."""
        received = self._received
        received += data
        if not self._whole:
            end = received.find(b"\r\n\r\n")
            if end < 0:
                return
            self._body = end + 4
            self._whole = self._body + length_in(bytes(received[:end]))
        if len(received) >= self._whole:
            answer = int(received[9:12]), bytes(received[self._body : self._whole])
            received.clear()
            self._whole = 0
            if self._answer and not self._answer.done():
                self._answer.set_result(answer)


def length_in(head: bytes) -> int:
    """Return how long the body is that a head announces."""
    _, found, after = head.lower().partition(b"content-length:")
    assert found, head
    return int(after.partition(b"\r\n")[0])
