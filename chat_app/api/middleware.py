"""Around every request to the API: its id, limits, size, log line, and an answer when something breaks."""

import logging
import re
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.addresses import client_address
from chat_app.api import problems
from chat_app.api.dependencies import bearer, keep_claim
from chat_app.backends.limits import Left, Limit
from chat_app.backends.memory import on_reset
from chat_app.errors import SignedOut
from chat_app.services.accounts import access_tokens, sessions
from chat_app.services.accounts.refresh_tokens import ACCESS
from chat_app.settings import get_settings

MAX_TOKENS = 10_000  # that are remembered to have worked
REQUEST_ID = re.compile("[A-Za-z0-9._-]{1,64}")
TOO_LARGE = "The request is larger than {most:,} bytes."

log = logging.getLogger("chat_app.requests")


class Answered(Exception):
    """All has been sent of the answer to HEAD, whose route would go on with a body, perhaps for ever."""


class RequestMiddleware:
    """ASGI middleware. `limit` counts the requests of each token, or address without one."""

    def __init__(self, app: ASGIApp, limit: Limit) -> None:
        self._app = app
        self._limit = limit
        self._tokens = Tokens()
        on_reset(self._tokens.clear)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        exchange = Exchange(scope, receive, send, self._tokens.key(scope))
        try:
            self._count(exchange)
            exchange.check_length()
            await self._app(exchange.scope, exchange.receive, exchange.send)
        except Answered:
            pass
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


class Tokens:
    """Says whose requests are counted together: those of a token of ours, or of an address."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, None] = OrderedDict()  # digests of access tokens that worked

    def key(self, scope: Scope) -> tuple[str, str]:
        """Return what to count a request under. Keep what a token of ours says for the route."""
        token = bearer(Headers(scope=scope))
        if token.startswith(access_tokens.PREFIX):
            digest = access_tokens.digest(token)
            return ("token", digest) if digest in self._known else ("address", client_address(scope))
        try:
            claim = sessions.read_claim(token, ACCESS)
        except SignedOut:
            return "address", client_address(scope)
        keep_claim(scope, claim)
        return "session", claim.session_id

    def clear(self) -> None:
        """Forget which tokens have worked."""
        self._known.clear()

    def note(self, scope: Scope, status: int) -> None:
        """Remember a personal access token that was not refused."""
        token = bearer(Headers(scope=scope))
        if token.startswith(access_tokens.PREFIX) and status not in (0, 401, 429):
            self._known[access_tokens.digest(token)] = None
            if len(self._known) > MAX_TOKENS:
                self._known.popitem(last=False)


class Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, key: tuple[str, str]) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self.is_head = scope["method"] == "HEAD"
        self.key = key
        self.headers = Headers(scope=scope)
        self.request_id = _accepted(self.headers.get("x-request-id", ""))
        self.left: Left | None = None
        self.status = 0
        self._began = time.perf_counter()
        self._read = 0
        scope.setdefault("state", {})["request_id"] = self.request_id

    @property
    def scope(self) -> Scope:
        """Return the request as routes get it: what answers to GET answers to HEAD, without the body."""
        return {**self._scope, "method": "GET"} if self.is_head else self._scope

    def check_length(self) -> None:
        """Refuse a request that says it is too large, before any of it is read."""
        length = self.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > get_settings().body_max:
            raise problems.TooLarge(TOO_LARGE.format(most=get_settings().body_max))

    async def receive(self) -> Message:
        """Return the next part of the request; refuse one that turns out too large."""
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
        if self.is_head:
            await self._send({"type": "http.response.body"})
            raise Answered

    async def answer(self, error: problems.ChatError) -> None:
        """Answer with a problem document."""
        with suppress(Answered):
            await problems.render(error, self.request_id)(self._scope, self._receive, self.send)

    def log(self) -> None:
        """Write one line for the request."""
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
    """Return the client's own id where it is short and plain, otherwise a new one."""
    return request_id if REQUEST_ID.fullmatch(request_id) else uuid4().hex
