"""How routes are made: which bodies they take, and which errors they tell of."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response, params
from fastapi.routing import APIRoute

from chat_app.api.problems import MEDIA_TYPE, TITLES, Broken, UnsupportedMediaType

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
# What each of them means, and the `code` and `detail` of an example.
REFUSALS = {
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
}


class Route(APIRoute):
    """A route that refuses bodies of a type it does not take."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Check the type first."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle
        taken = FORM if isinstance(self.body_field.field_info, params.Form) else JSON

        async def checked(request: Request) -> Response:
            _check_type(request, taken)
            return await handle(request)

        return checked


def router(tag: str) -> APIRouter:
    """A router below /api/v1 whose routes are documented under a tag."""
    return APIRouter(prefix="/api/v1", tags=[tag], route_class=Route)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of answers that are problems."""
    return {status: {"description": REFUSALS[status][0], "content": _problem(status)} for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    _, code, detail = REFUSALS[status]
    example = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
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
