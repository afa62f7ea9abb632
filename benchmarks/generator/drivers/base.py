"""What a driver does for each kind of server.

A driver knows how to reach one kind of server and to fill its database; it knows nothing of rates, windows
or clocks. `on_data(person, at, payload)` is called once for each frame, with the moment at which it was read;
the recorder finds the markers in it. A sender's own message counts as a delivery too, so a marker has to
come to every person connected.
"""

import base64
import hashlib
import hmac
import json
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, ClassVar

from benchmarks.generator.http1 import Answer, Http
from benchmarks.generator.wire import OnData, SocketIo

SECRET = "bench-secret-bench-secret-bench-secret"  # which the servers are started with
DAY = 86400


def signed_token(claims: dict[str, Any]) -> str:
    """Return a token with these claims, good for a day, as the servers would make it."""

    def part(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    at = int(time.time())
    head = part(b'{"alg":"HS256","typ":"JWT"}')
    body = part(json.dumps({**claims, "iat": at, "exp": at + DAY}).encode())
    signature = hmac.new(SECRET.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{part(signature)}"


@dataclass
class Client(ABC):
    """One open page."""

    socket: SocketIo

    @abstractmethod
    def send(self, text: str) -> None:
        """Send a text to the channel now, and wait for nothing."""

    async def close(self) -> None:
        """Close the page."""
        await self.socket.close()


@dataclass
class Rest(ABC):
    """A client of the REST calls, in one channel, on a connection of its own."""

    http: Http
    token: str
    path: str  # of the channel's messages

    @abstractmethod
    def items(self, body: bytes) -> list[Any]:
        """Return the messages of an answer, from the oldest to the newest."""

    @abstractmethod
    def place(self, item: Any) -> int:
        """Return the number by which a page before this message is asked for."""

    @abstractmethod
    def written(self, text: str) -> dict[str, str]:
        """Return what is posted to say a text."""

    async def post(self, text: str) -> Answer:
        """Post to the channel."""
        body = json.dumps(self.written(text)).encode()
        return await self.http.request("POST", self.path, self.token, body)

    async def read(self, limit: int = 50, before: int | None = None) -> Answer:
        """Read the newest messages, or those before one."""
        earlier = "" if before is None else f"&before={before}"
        return await self.http.request("GET", f"{self.path}?limit={limit}{earlier}", self.token)

    async def pages(self) -> AsyncIterator[bytes]:
        """Give the pages of the channel's history, the newest first."""
        before = None
        while True:
            status, body = await self.read(100, before)
            assert status == 200, (status, body[:200])
            if not (items := self.items(body)):
                return
            yield body
            before = self.place(items[0])

    def close(self) -> None:
        """End the connection."""
        self.http.close()


class Driver(ABC):
    """Speaks to a server that listens on a port and keeps its data in the database at a URL."""

    repeats: ClassVar[bool] = False  # as the recorder means it

    def __init__(self, port: int, url: str) -> None:
        self.port, self.url = port, url

    @abstractmethod
    def fill(self, name: str, people: int, *, members: int | None = None, messages: int = 0) -> None:
        """Have at least so many people, and a channel with members (all, unless said) and messages.

        What is there already stays. Not measured.
        """

    @abstractmethod
    async def connect(self, person: int, on_data: OnData, channel: str) -> Client:
        """Open a page of a person, signed in, that shows the channel."""

    @abstractmethod
    async def rest(self, person: int, channel: str) -> Rest:
        """Return a client of the REST calls, for a person."""
