"""The documentation is whole, and true."""

import json
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from chat_app.cli.openapi import openapi
from chat_app.cli.processes import ROOT
from tests.api.conftest import Caller

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(settings: pytest.MonkeyPatch) -> dict:
    return json.loads(openapi())


def operations(document: dict) -> list[tuple[str, str, dict]]:
    """Every method of every path."""
    return [
        (method, path, operation)
        for path, found in document["paths"].items()
        for method, operation in found.items()
        if method in METHODS
    ]


def test_committed_document_is_the_served_one(settings: pytest.MonkeyPatch) -> None:
    committed = (ROOT / "docs" / "openapi.json").read_text()
    assert committed == openapi(), "python -m chat_app openapi writes it anew"


def test_document_is_served(client: TestClient, api: FastAPI) -> None:
    served = client.get("/api/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"].startswith("3.1")
    assert served.json() == api.openapi()


def test_every_route_of_the_contract_is_there(document: dict) -> None:
    contract = """
        POST /auth/register | POST /auth/login | POST /auth/token | POST /auth/refresh | POST /auth/logout
        | GET /users/me | PATCH /users/me | GET /users | GET /users/{} | GET /channels | POST /channels
        | GET /channels/{} | PATCH /channels/{} | DELETE /channels/{} | POST /channels/{}/join
        | POST /channels/{}/leave | GET /channels/{}/members | POST /channels/{}/members
        | DELETE /channels/{}/members/{} | GET /channels/{}/presence | GET /channels/{}/messages
        | POST /channels/{}/messages | POST /channels/{}/read | GET /messages/{} | PATCH /messages/{}
        | DELETE /messages/{} | PUT /messages/{}/reactions/{} | DELETE /messages/{}/reactions/{}
        | GET /search | GET /health | GET /events
    """
    wanted = {each.strip() for each in contract.split("|")}
    there = {
        f"{method.upper()} {re.sub('{[a-z_]+}', '{}', path.removeprefix('/api/v1'))}"
        for method, path, _ in operations(document)
    }
    assert wanted - there == set()


def test_every_operation_is_named_tagged_and_described(document: dict) -> None:
    found = operations(document)
    ids = [operation["operationId"] for _, _, operation in found]
    assert len(set(ids)) == len(ids) > 30
    tags = {tag["name"] for tag in document["tags"]}
    for method, path, operation in found:
        assert set(operation["tags"]) <= tags, path
        assert operation["description"].endswith("."), (method, path)
        assert re.fullmatch("[a-z]+[A-Za-z]*", operation["operationId"])


def test_every_operation_tells_its_errors(document: dict) -> None:
    for method, path, operation in operations(document):
        answers = operation["responses"]
        expected = {"429", "500", "503"} | ({"507"} if method != "get" else set())
        if "security" in operation:
            expected |= {"401", "403"}
        if "requestBody" in operation:
            expected |= {"400", "413", "415", "422"}
        if "{" in path:
            expected |= {"404"}
        assert expected <= answers.keys(), (method, path)
        for status, answer in answers.items():
            answer = (
                document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                if "$ref" in answer
                else answer
            )
            assert {"X-Request-Id", "RateLimit-Limit"} <= answer["headers"].keys()
            if int(status) >= 400 and (path, status) != ("/api/v1/health", "503"):
                (kind, content), *_ = answer["content"].items()
                assert kind == "application/problem+json"
                assert content["example"]["status"] == int(status)


def test_everything_but_the_entrance_and_health_needs_a_token(document: dict) -> None:
    without = {
        operation["operationId"] for _, _, operation in operations(document) if "security" not in operation
    }
    assert without == {"register", "login", "token", "refresh", "getHealth"}
    schemes = document["components"]["securitySchemes"]
    assert schemes["SignIn"]["flows"]["password"]["tokenUrl"] == "/api/v1/auth/token"
    for _, _, operation in operations(document):
        assert operation.get("security", [{"SignIn": []}, {"AccessToken": []}]) == [
            {"SignIn": []},
            {"AccessToken": []},
        ]


def test_schemas_and_their_fields_have_descriptions_and_examples(document: dict) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    for body in ("Registration", "Credentials", "NewChannel", "NewMessage", "NewToken", "NewBot"):
        assert any("examples" in field for field in schemas[body]["properties"].values()), body
    for shape in ("UserPublic", "ChannelPublic", "MessagePublic", "MemberPublic", "NewAccessToken"):
        example = schemas[shape]["examples"][0]
        assert example.keys() == schemas[shape]["properties"].keys()


def test_every_event_has_its_schema(document: dict) -> None:
    stream = document["paths"]["/api/v1/events"]["get"]["responses"]["200"]["content"]["text/event-stream"]
    names = {each["properties"]["event"]["const"] for each in stream["itemSchema"]["oneOf"]}
    wanted = "message.posted message.edited message.deleted message.reacted"
    wanted += " member.joined member.left presence.changed typing"
    assert set(wanted.split()) <= names
    for each in stream["itemSchema"]["oneOf"]:
        name = each["properties"]["data"]["contentSchema"]["$ref"].rpartition("/")[2]
        assert name in document["components"]["schemas"]


def test_limits_in_the_document_are_those_of_the_settings(settings: pytest.MonkeyPatch) -> None:
    from chat_app.settings import get_settings

    settings.setenv("MESSAGE_MAX", "123")
    settings.setenv("PAGE_SIZE", "40")
    settings.setenv("PAGE_SIZE_MAX", "60")
    get_settings.cache_clear()
    described = json.loads(openapi())
    text = described["components"]["schemas"]["NewMessage"]["properties"]["text"]
    assert text["description"].startswith("At most 123 ")
    sizes = {
        path: each["description"]
        for _, path, operation in operations(described)
        for each in operation.get("parameters", ())
        if each["name"] == "limit"
    }
    assert sizes == {
        "/api/v1/channels/{channel_id}/messages": "40 unless given; more than 60 gives 60.",
        "/api/v1/search": "20 unless given; more than 60 gives 60.",
    }


def test_swagger_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) == 4
    for asset in assets:
        if not asset.startswith("data:"):
            assert asset.startswith("/api/docs/")
            assert client.get(asset).status_code == 200
    assert "http" not in page.text + client.get("/api/docs/start.js").text
    assert client.get("/api/docs/other.js").status_code == 404


def test_swagger_keeps_no_password_in_the_browser(client: TestClient) -> None:
    """Told to remember who signed in, it writes the password as it was typed into localStorage."""
    assert "persistAuthorization" in client.get("/api/docs/swagger-ui-bundle.js").text
    assert "persistAuthorization" not in client.get("/api/docs/start.js").text


def test_no_route_is_left_without_documentation(api: FastAPI, document: dict) -> None:
    hidden = ("/api/docs", "/api/session")
    routes = [route for router in api.state.routers for route in router.routes if isinstance(route, Route)]
    paths = {route.path for route in routes if not route.path.startswith(hidden)}
    assert paths == document["paths"].keys()


def test_what_is_answered_is_what_is_documented(ann: Caller, document: dict) -> None:
    schemas = document["components"]["schemas"]
    town = ann.channel("town")
    message = ann.say(town, "hello")
    assert message.keys() == schemas["MessagePublic"]["properties"].keys()
    assert ann.get(f"/channels/{town}").json().keys() == schemas["ChannelPublic"]["properties"].keys()
    assert ann.user.keys() == schemas["UserPublic"]["properties"].keys()
