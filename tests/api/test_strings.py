"""Strings that are no text, or hardly any, in every field that the OpenAPI document knows of."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from fastapi.testclient import TestClient

from chat_app.cli.processes import ROOT
from tests.api.conftest import Caller, is_problem
from tests.api.openapi.test_document import operations

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
HALVES = ["\ud800", "a\udfffb", "\ude00\ud83d"]  # the last is a pair the wrong way around
# As addresses and forms spell them: the same halves, and bytes that are no UTF-8.
SPELLED = ["%ED%A0%80", "%FF", "%C3", "%00", "%u0041"]


@cache
def document() -> dict[str, Any]:
    return json.loads((ROOT / "docs" / "openapi.json").read_text())


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document()["components"]["schemas"][name] if name else schema


def bodies(media_type: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return method, address and schema of each body that an operation takes."""
    for method, path, operation in operations(document()):
        taken = operation.get("requestBody", {}).get("content", {})
        if media_type in taken:
            yield method.upper(), path, resolved(taken[media_type]["schema"])


def strings(media_type: str) -> list[tuple[str, str, dict[str, Any], str]]:
    """Return method, address, schema and name of each field of a body that takes a string."""
    return [
        (method, path, schema, field)
        for method, path, schema in bodies(media_type)
        for field, told in schema["properties"].items()
        if "string" in json.dumps(told) or "$ref" in told or "const" in told
    ]


def parameters(*places: str) -> list[tuple[str, str, str]]:
    """Return method, address and name of each parameter that stands there."""
    return [
        (method.upper(), path, parameter["name"])
        for method, path, operation in operations(document())
        for parameter in operation.get("parameters", ())
        if parameter["in"] in places
    ]


def example(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a body with every field."""
    fields = schema["properties"].items()
    return {name: (resolved(told).get("examples") or ["read"])[0] for name, told in fields}


def address(path: str, **named: str) -> str:
    """Return the address with ids that are nothing's, save those named."""
    ids = dict.fromkeys(("channel_id", "message_id", "bot_id", "user_id", "token_id"), "987654321")
    return path.removeprefix("/api/v1").format_map(ids | {"emoji": "x"} | named)


def test_there_are_fields_of_every_kind() -> None:
    assert len(strings(JSON)) > 18
    assert len(strings(FORM)) >= 4
    assert len(parameters("path")) > 20
    assert len(parameters("query")) > 5
    assert parameters("header")


def test_string_that_is_no_text_is_refused_in_every_field(ann: Caller) -> None:
    for method, path, schema, field in strings(JSON):
        for half in HALVES:
            for value in (half, [half], {"deep": [half]}, {half: 1}):
                body = {**example(schema), field: value}
                escaped = json.dumps(body).encode()
                raw = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
                for content in (escaped, raw):
                    answer = ann(method, address(path), content=content, headers={"Content-Type": JSON})
                    assert is_problem(answer, 422, "invalid"), (method, path, field, answer.text)
                    assert answer.json()["errors"][0]["field"].startswith(field)


def test_name_of_a_field_that_is_no_text_is_refused(ann: Caller) -> None:
    for method, path, schema in bodies(JSON):
        for body in ({**example(schema), "\ud800": 1}, "\ud800", ["\ud800"]):
            answer = ann(method, address(path), content=json.dumps(body), headers={"Content-Type": JSON})
            assert is_problem(answer, 422, "invalid"), (method, path, answer.text)


def test_zero_character_breaks_nothing_in_any_field(ann: Caller) -> None:
    general = ann.get("/channels").json()["items"][0]["id"]
    for method, path, schema, field in strings(JSON):
        at = address(path, channel_id=general)
        for value in ("\0", "a\0b", "\0" * 64):
            answer = ann(method, at, json={**example(schema), field: value})
            assert answer.status_code < 500, (method, path, field)


def test_form_with_bytes_that_are_no_text_breaks_nothing(client: TestClient) -> None:
    for method, path, _, field in strings(FORM):
        for spelled in SPELLED:
            content = f"username={field}&password=x&{field}={spelled}&{spelled}={spelled}"
            answer = client.request(method, path, content=content, headers={"Content-Type": FORM})
            assert answer.status_code in (401, 422), (path, field, spelled)


def test_address_with_bytes_that_are_no_text_breaks_nothing(ann: Caller) -> None:
    for method, path, name in parameters("path", "query"):
        for spelled in SPELLED:
            in_path = "{" + name + "}" in path
            at = address(path, **({name: spelled} if in_path else {}))
            answer = ann(method, at if in_path else f"{at}?{name}={spelled}&{spelled}")
            assert answer.status_code < 500, (method, at)


@pytest.mark.parametrize(
    "header", ["Authorization", "Last-Event-ID", "X-Request-Id", "X-Forwarded-For", "Content-Type"]
)
def test_header_with_bytes_that_are_no_text_breaks_nothing(client: TestClient, header: str) -> None:
    for value in (
        b"\xff",
        b"\xed\xa0\x80",
        b"Bearer \xed\xa0\x80",
        b"Bearer chat_pat_\xff",
        "é".encode("latin-1"),
    ):
        for method, path in (("GET", "/api/v1/events"), ("POST", "/api/v1/auth/login")):
            assert 400 <= client.request(method, path, headers={header.encode(): value}).status_code < 500


@pytest.mark.parametrize("body", [{"ticket": "\ud800"}, {"ticket": "é"}, {"ticket": "\0"}, {"\ud800": 1}])
def test_ticket_that_is_no_text_opens_no_session(client: TestClient, body: dict[str, Any]) -> None:
    answer = client.post("/api/session", content=json.dumps(body), headers={"Content-Type": JSON})
    assert answer.status_code in (401, 422)
    assert "set-cookie" not in answer.headers
