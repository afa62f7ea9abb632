"""Around every request to the API: its id, limits, size, log line, and an answer when something breaks."""

import logging
import re
import sys
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.api import identity, problems
from chat_app.services.limits import Left, Limit
from chat_app.settings import get_settings

REQUEST_ID = re.compile("[A-Za-z0-9._-]{1,64}")
TOO_LARGE = "The request is larger than {most:,} bytes."

log = logging.getLogger("chat_app.requests")


class Frame:
    """ASGI middleware. `limit` counts the requests of each token, or address without one."""

    def __init__(self, app: ASGIApp, limit: Limit) -> None:
        self._app = app
        self._limit = limit
        self._tokens = identity.Tokens()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        exchange = Exchange(scope, receive, send, self._tokens.key(scope))
        try:
            self._count(exchange)
            exchange.check_length()
            await self._app(scope, exchange.receive, exchange.send)
        except problems.ChatError as error:
            await exchange.answer(error)
        except Exception:
            log.exception("request_id=%s failed", exchange.request_id)
            if exchange.status:  # half of an answer is out: only an end that breaks off tells that
                raise
            await exchange.answer(problems.Broken())
        finally:
            self._tokens.note(scope, exchange.status)
            exchange.log()

    def _count(self, exchange: "Exchange") -> None:
        try:
            self._limit.hit(exchange.key)
        finally:
            exchange.left = self._limit.left(exchange.key)


class Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, key: tuple[str, str]) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self.key = key
        self.headers = Headers(scope=scope)
        self.request_id = _accepted(self.headers.get("x-request-id", ""))
        self.left: Left | None = None
        self.status = 0
        self._began = time.perf_counter()
        self._read = 0
        scope.setdefault("state", {})["request_id"] = self.request_id

    def check_length(self) -> None:
        """Refuse a request that says it is too large, before any of it is read."""
        length = self.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > get_settings().body_max:
            raise problems.TooLarge(TOO_LARGE.format(most=get_settings().body_max))

    async def receive(self) -> Message:
        """The next part of the request; refuses one that turns out too large."""
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > get_settings().body_max:
            # The framework passes this exception on to its handler; any other it would hide.
            raise HTTPException(413, TOO_LARGE.format(most=get_settings().body_max))
        return message

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            if self.status == 204:  # of nothing there is no type, as the framework has it
                del headers["Content-Type"]
            for name, value in self._own_headers().items():
                headers.setdefault(name, value)
        await self._send(message)

    async def answer(self, error: problems.ChatError) -> None:
        """Answer with a problem document."""
        await problems.render(error, self.request_id)(self._scope, self._receive, self.send)

    def log(self) -> None:
        """One line for the request."""
        took = (time.perf_counter() - self._began) * 1000
        where = self._scope["method"], self._scope.get("raw_path", b"").decode("ascii", "replace")
        log.info("request_id=%s %s %s %s %.1fms", self.request_id, *where, self.status, took)

    def _own_headers(self) -> dict[str, str]:
        own = {"X-Request-Id": self.request_id, "X-Content-Type-Options": "nosniff"}
        if self.left is not None:
            own["RateLimit-Limit"] = str(self.left.limit)
            own["RateLimit-Remaining"] = str(self.left.remaining)
            own["RateLimit-Reset"] = str(self.left.reset)
        return own


def log_to_stderr() -> None:
    """Write the log lines of requests, once however often it is asked for."""
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)


def _accepted(request_id: str) -> str:
    """The client's own id where it is short and plain, else a new one."""
    return request_id if REQUEST_ID.fullmatch(request_id) else uuid4().hex
