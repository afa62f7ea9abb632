"""How routes are made: which bodies they take, and which errors they document."""

from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import suppress
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, cast

from fastapi import APIRouter, Request, Response, params
from fastapi.routing import APIRoute

from chat_app.api.problems import MEDIA_TYPE, TITLES, Broken, UnsupportedMediaType
from chat_app.backends import outages
from chat_app.errors import FieldError, Invalid
from chat_app.services.transactions import in_thread, in_writing_thread
from chat_app.text.cleaning import as_text, is_text

READING = frozenset({"GET", "HEAD"})
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
# What each of them means, and the `code` and `detail` of an example.
ERRORS = {
    400: ("The request cannot be read.", "bad_request", "The body is not valid JSON."),
    401: (
        "No token, or one that no longer works.",
        "signed_out",
        "Your session has ended. Please sign in again.",
    ),
    403: ("The caller is known, and may not do that.", "forbidden", "Join #sales-team first."),
    404: (
        "Absent, or not visible to the caller: the two look the same.",
        "not_found",
        "There is no such channel, or it is private.",
    ),
    409: ("Taken.", "conflict", "There is already a channel with this name."),
    413: ("The request is too large.", "too_large", "The request is larger than 65,536 bytes."),
    415: (
        "The body is of another type than this takes.",
        "unsupported_media_type",
        "Send the body as `Content-Type: application/json`.",
    ),
    422: ("A field is invalid; `errors` says which, and what would do.", "invalid", "Write something first."),
    429: (
        "Too often; `Retry-After` says in how many seconds to try again.",
        "too_many",
        "That was too often. Please try again in 7 seconds.",
    ),
    500: ("Something went wrong on the server's side.", "internal_error", Broken().message),
    503: (
        "The database cannot do it just now; `Retry-After` says in how many seconds to try again.",
        "unavailable",
        outages.AWAY,
    ),
    507: ("There is no space left to store anything.", "storage_full", outages.FULL),
}


class Route(APIRoute):
    """A route that works on the threads for what it does, and refuses bodies of a type it does not take, and
    strings in them that are no text.

    Only JSON can bring those: what stands in addresses, headers and forms is decoded to text.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        super().__init__(path, _on_its_threads(endpoint, more.get("methods") or ()), **more)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Check the body first."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle
        taken = FORM if isinstance(self.body_field.field_info, params.Form) else JSON

        async def checked(request: Request) -> Response:
            _check_type(request, taken)
            if taken == JSON:
                await _check_strings(request)
            return await handle(request)

        return checked


def _on_its_threads(endpoint: Callable[..., Any], methods: Iterable[str]) -> Callable[..., Any]:
    if iscoroutinefunction(endpoint):
        return endpoint
    run = in_thread if READING.issuperset(methods) else in_writing_thread

    @wraps(endpoint)
    async def on_its_threads(**given: Any) -> Any:
        return await run(endpoint, **given)

    return on_its_threads


def new_router(tag: str) -> APIRouter:
    """Return a router below /api/v1 whose routes are documented under a tag."""
    return APIRouter(prefix="/api/v1", tags=[tag], route_class=Route)


def error_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of answers that are problems."""
    return {status: {"description": ERRORS[status][0], "content": _problem(status)} for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    _, code, detail = ERRORS[status]
    example: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
    }
    example |= {"code": code, "request_id": "0d6f1d1c5a5c4b4e9f2f6a2f8f1c7a11"}
    if status == 422:
        example["errors"] = [{"field": "text", "message": detail}]
    schema = {"$ref": f"#/components/schemas/{'InvalidProblem' if status == 422 else 'Problem'}"}
    return {MEDIA_TYPE: {"schema": schema, "example": example}}


def _check_type(request: Request, taken: str) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if sent != taken and (sent or has_body):
        raise UnsupportedMediaType(f"Send the body as `Content-Type: {taken}`.")


async def _check_strings(request: Request) -> None:
    body: Any = None
    with suppress(ValueError, RecursionError):  # it is no JSON, which the framework says
        body = await request.json()
    if wrong := [*_no_text(body)]:
        raise Invalid(*(FieldError(as_text(where), "This is not text.") for where in wrong))


def _no_text(body: Any) -> Iterator[str]:
    """Yield where strings stand in the body that are no text, names of fields among them."""
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, str) and not is_text(value):
            yield where or "body"
        elif isinstance(value, dict):
            fields = cast(dict[str, Any], value)
            waiting += [(where, name) for name in fields]
            waiting += [(f"{where}.{name}" if where else name, part) for name, part in fields.items()]
        elif isinstance(value, list):
            waiting += [(f"{where}.{number}", part) for number, part in enumerate(cast(list[Any], value))]
