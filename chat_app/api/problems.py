"""Errors as `application/problem+json` (RFC 9457), rendered in one place: ours and the framework's own."""

import re
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from chat_app.errors import ChatError, FieldError, Invalid, NotFound, TooMany, TryLater

MEDIA_TYPE = "application/problem+json"
# Written out, because Python's own phrases for some of them change with its version.
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
    507: "Insufficient Storage",
}
NOTHING_HERE = "There is nothing at this address."


class Malformed(ChatError):
    """The request cannot be read at all."""


class MethodNotAllowed(ChatError):
    status = 405
    code = "method_not_allowed"


class TooLarge(ChatError):
    status = 413
    code = "too_large"


class UnsupportedMediaType(ChatError):
    status = 415
    code = "unsupported_media_type"


class Broken(ChatError):
    """Our fault; says nothing of what is inside."""

    status = 500
    code = "internal_error"

    def __init__(self) -> None:
        super().__init__(
            "Something went wrong on our side. Please try again; the request id helps us to find it."
        )


def install(api: FastAPI) -> None:
    """Answer every error that a route, or the framework, raises."""
    api.add_exception_handler(ChatError, _chat_error)
    api.add_exception_handler(RequestValidationError, _validation_error)
    api.add_exception_handler(HTTPException, _http_exception)


def render(error: ChatError, request_id: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the problem document of an error."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[error.status],
        "status": error.status,
        "detail": error.message,
        "code": error.code,
        "request_id": request_id,
    }
    fields = _fields(error)
    if fields:
        body["errors"] = [{"field": each.field, "message": each.message} for each in fields]
    return JSONResponse(body, error.status, {**_headers(error), **(headers or {})}, media_type=MEDIA_TYPE)


def _fields(error: ChatError) -> tuple[FieldError, ...]:
    if isinstance(error, Invalid):
        return error.errors
    field = getattr(error, "field", "")
    return (FieldError(field, error.message),) if field else ()


def _headers(error: ChatError) -> dict[str, str]:
    if isinstance(error, TryLater):
        seconds = str(max(1, ceil(error.retry_after)))
        headers = {"Retry-After": seconds}
        if isinstance(error, TooMany):
            headers |= {"RateLimit-Limit": str(error.limit), "RateLimit-Remaining": "0"}
            headers |= {"RateLimit-Reset": seconds}
        return headers
    return {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}


async def _chat_error(request: Request, error: Any) -> JSONResponse:
    return render(error, request.state.request_id)


async def _validation_error(request: Request, error: Any) -> JSONResponse:
    return render(_from_validation(error), request.state.request_id)


async def _http_exception(request: Request, error: Any) -> JSONResponse:
    headers = {"Allow": ", ".join(_allowed(request))} if error.status_code == 405 else None
    return render(_from_http(error, request), request.state.request_id, headers)


def _from_validation(error: RequestValidationError) -> ChatError:
    """Return what is wrong with the parts of a request, as one of our errors."""
    wrong = error.errors()
    if any(each["type"] == "json_invalid" for each in wrong):
        return Malformed("The body is not valid JSON.")
    if any(each["loc"][0] == "path" for each in wrong):
        return NotFound(NOTHING_HERE)
    return Invalid(*(FieldError(_field(each["loc"]), _sentence(each)) for each in wrong))


def _field(where: tuple[Any, ...]) -> str:
    """Return the field's name, with a dot between the parts of one that lies deeper; `body` for the whole."""
    return ".".join(map(str, where[1:])) or str(where[0])


def _sentence(wrong: dict[str, Any]) -> str:
    if wrong["type"] == "missing":
        return "This is required."
    if wrong["type"] == "extra_forbidden":
        return "There is no such field."
    said = re.sub("^(Value error, |Input )", "", wrong["msg"])
    return said[:1].upper() + said[1:].rstrip(".") + "."


def _from_http(error: HTTPException, request: Request) -> ChatError:
    if error.status_code == 404:
        return NotFound(NOTHING_HERE)
    if error.status_code == 405:
        return MethodNotAllowed(f"This address does not answer to {request.method}.")
    if error.status_code == 413:
        return TooLarge(str(error.detail))
    return Malformed("The request cannot be read.") if error.status_code < 500 else Broken()


def _allowed(request: Request) -> list[str]:
    """Return the methods that some route at the request's address answers to."""
    routes = [route for router in request.app.state.routers for route in router.routes]
    at_address = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    methods: set[str] = {method for route in at_address for method in route.methods}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))  # see `middleware.Exchange.scope`
