"""The OpenAPI document: what FastAPI finds out by itself, and what it cannot know."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from chat_app.api.openapi.examples import EXAMPLES
from chat_app.api.problems import TITLES
from chat_app.api.responses import InvalidProblem, Problem
from chat_app.api.routing import ERRORS, error_responses
from chat_app.schemas import (
    ChannelChanged,
    MembershipChanged,
    MessagePublic,
    PresenceChanged,
    Public,
    StreamOpened,
    StreamResynced,
    Typing,
)
from chat_app.version import VERSION

TITLE = "Chat en Vivo"
DESCRIPTION = """Live chat for a team. Whatever the page can do, a program can do here; each shows at the
other at once.

Sign in at `/auth/login`, send `Authorization: Bearer <access token>`, renew it at `/auth/refresh`. Programs
use a personal access token instead. Errors are `application/problem+json`: `code` is for programs, `detail`
for people. Ids are strings, times RFC 3339 in UTC.
"""
TAGS = {
    "auth": "Accounts, signing in and out.",
    "users": "People, and one's own profile.",
    "channels": "Channels: create, find, join, change.",
    "members": "Who is in a channel, and who of them is here.",
    "messages": "Post, read, edit, delete, react, search.",
    "events": "What happens, as it happens.",
    "tokens": "Personal access tokens.",
    "bots": "Accounts of programs.",
    "health": "Is it well?",
}
STREAM: dict[str, type[Public]] = {
    "stream.opened": StreamOpened,
    "stream.resynced": StreamResynced,
    "message.posted": MessagePublic,
    "message.edited": MessagePublic,
    "message.deleted": MessagePublic,
    "message.reacted": MessagePublic,
    "member.joined": MembershipChanged,
    "member.left": MembershipChanged,
    "channel.changed": ChannelChanged,
    "channel.deleted": ChannelChanged,
    "presence.changed": PresenceChanged,
    "typing": Typing,
}
HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "X-Request-Id": (
        "The request's id: the client's own where it sent one that is short and plain.",
        {"type": "string"},
    ),
    "RateLimit-Limit": (
        "Requests (or messages, where one is posted) a window allows; with 429, of the limit met.",
        {"type": "integer"},
    ),
    "RateLimit-Remaining": ("How many of them are left.", {"type": "integer"}),
    "RateLimit-Reset": ("Seconds until there is one more.", {"type": "integer"}),
}

OWN_HEADERS = {401: ["WWW-Authenticate"], **{status: ["Retry-After"] for status in (429, 503, 507)}}


def describe(api: FastAPI) -> dict[str, Any]:
    """Return the document, made once."""
    if not api.openapi_schema:
        document = get_openapi(
            title=TITLE,
            version=VERSION,
            description=DESCRIPTION,
            routes=api.routes,
            tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        )
        _add_schemas(document["components"]["schemas"])
        document["components"]["headers"] = {
            name: {"description": text, "schema": schema} for name, (text, schema) in HEADERS.items()
        }
        document["components"]["responses"] = _error_responses()
        for operations in document["paths"].values():
            for method, operation in operations.items():
                _complete(operation, method)
        api.openapi_schema = document
    return api.openapi_schema


def _add_schemas(schemas: dict[str, Any]) -> None:
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    extra = [Problem, InvalidProblem, *dict.fromkeys(STREAM.values())]
    _, made = models_json_schema(
        [(model, "serialization") for model in extra], ref_template="#/components/schemas/{model}"
    )
    for name, schema in made["$defs"].items():
        schemas.setdefault(name, schema)
    for name, example in EXAMPLES.items():
        schemas[name]["examples"] = [example]


def _complete(operation: dict[str, Any], method: str) -> None:
    for parameter in operation.get("parameters", ()):
        _take_null_out(parameter["schema"])
        if said := parameter["schema"].get("description"):
            parameter["description"] = said
    answers = {
        status: answer for status, answer in operation["responses"].items() if int(status) not in ERRORS
    }
    told = [int(status) for status in operation["responses"] if int(status) in ERRORS and status != "422"]
    if operation["operationId"] == "followEvents":
        answers["200"] = _stream()
    for answer in answers.values():
        answer["headers"] = {name: _header(name) for name in HEADERS}
    if operation["operationId"] == "createChannel":
        answers["201"]["headers"]["Location"] = _plain("The address of the new channel.")
    for status in {*told, *_common_errors(operation, method)}:
        answers[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    if operation["operationId"] == "getHealth":
        answers["503"] = {**operation["responses"]["503"], "headers": answers["200"]["headers"]}
    operation["responses"] = dict(sorted(answers.items()))


def _take_null_out(schema: dict[str, Any]) -> None:
    """Take out that a parameter may be null, as FastAPI has it: it is there or not."""
    if parts := [part for part in schema.pop("anyOf", ()) if part != {"type": "null"}]:
        schema.update(parts[0])


def _error_responses() -> dict[str, Any]:
    """Return the answers that are problems, which many routes have alike."""
    answers = {_name(status): (status, answer) for status, answer in error_responses(*ERRORS).items()}
    for status, answer in answers.values():
        names = [*HEADERS, *OWN_HEADERS.get(int(status), [])]
        answer["headers"] = {name: _header(name) for name in names}
    return {name: answer for name, (_, answer) in answers.items()}


def _name(status: int | str) -> str:
    return TITLES[int(status)].replace(" ", "")


def _common_errors(operation: dict[str, Any], method: str) -> list[int]:
    """Return the statuses of the errors that follow from what a route takes."""
    statuses = [429, 500, 503]
    if method != "get":
        statuses += [507]
    if "security" in operation:
        statuses += [401, 403]
    if "requestBody" in operation:
        statuses += [400, 413, 415, 422]
    elif any(each["in"] != "path" or each["name"] == "emoji" for each in operation.get("parameters", ())):
        statuses += [422]
    return statuses


def _header(name: str) -> dict[str, Any]:
    if name in HEADERS:
        return {"$ref": f"#/components/headers/{name}"}
    return _plain({"Retry-After": "Seconds to wait.", "WWW-Authenticate": "`Bearer`."}[name])


def _plain(text: str) -> dict[str, Any]:
    return {"description": text, "schema": {"type": "string"}}


def _stream() -> dict[str, Any]:
    """Return each event of the stream with the schema of its data, which is JSON on one line."""
    events = [
        {
            "type": "object",
            "required": ["event", "data"],
            "properties": {
                "event": {"const": name},
                "id": {"type": "string"},
                "data": {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "contentSchema": {"$ref": f"#/components/schemas/{model.__name__}"},
                },
            },
        }
        for name, model in STREAM.items()
    ]
    return {"description": "Events.", "content": {"text/event-stream": {"itemSchema": {"oneOf": events}}}}
