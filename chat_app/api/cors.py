"""Pages of other origins: what they may ask, and what their browsers let them read of the answers (CORS).

In two parts. `Readable` is around everything, so that refusals too can be read; `Preflights` is inside
`middleware.RequestMiddleware`, so that what it answers has all that every answer has.
"""

from typing import Any

from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from chat_app.api.openapi import document
from chat_app.errors import Forbidden, Sentence
from chat_app.settings import get_settings

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HEADERS = ("Authorization", "Content-Type", "Last-Event-ID", "X-Request-Id")


def rules() -> dict[str, Any]:
    """Return what either part allows, and to which pages."""
    return {
        "allow_origins": get_settings().allowed_origins,
        "allow_credentials": True,
        "allow_methods": METHODS,
        "allow_headers": HEADERS,
        "expose_headers": (*document.HEADERS, "Location", "Retry-After"),
    }


class Readable(CORSMiddleware):
    """Tells browsers who may read an answer; leaves preflights to `Preflights`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.simple_response(scope, receive, send, request_headers=Headers(scope=scope))
        else:
            await self.app(scope, receive, send)


class Preflights(CORSMiddleware):
    """Answers what a browser asks before it sends a page's request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_preflight(scope):
            await self.preflight_response(Headers(scope=scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer that the page may.

        Raises:
            Forbidden: it may not.
        """
        answer = super().preflight_response(request_headers)
        if answer.status_code == 200:
            return answer
        if not self.is_allowed_origin(request_headers["origin"]):
            raise Forbidden("This page may not use that server.")
        raise Forbidden(
            Sentence(
                "Pages of other origins may send {methods}, with these headers: {headers}.",
                methods=", ".join(METHODS),
                headers=", ".join(HEADERS),
            )
        )


def _is_preflight(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "OPTIONS":
        return False
    return {"origin", "access-control-request-method"} <= {*Headers(scope=scope)}
