"""Clients of the API, in the same process; each test runs on both databases unless it asks for one."""

import itertools
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chat_app.api.app import make_api
from chat_app.cli.openapi import NoPages
from chat_app.realtime.hub import Hub
from chat_app.realtime.presence import Presence
from chat_app.services.live_source import LiveSource
from chat_app.services.transactions import in_thread

PASSWORD = "correct horse"


def new_hub() -> Hub:
    """Return a hub without pages."""
    return Hub(LiveSource(), NoPages(), in_thread, Presence(away_after=300, grace=0))


class Caller:
    """Somebody with an access token. Their requests go below /api/v1."""

    def __init__(self, client: TestClient, signed_in: dict[str, Any]) -> None:
        self._client = client
        self.access_token: str = signed_in["access_token"]
        self.refresh_token: str = signed_in.get("refresh_token", "")
        self.user: dict[str, Any] = signed_in.get("user", {})
        self.id: str = self.user.get("id", "")

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.access_token}", **options.pop("headers", {})}
        return self._client.request(method, f"/api/v1{path}", headers=headers, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return self("POST", path, **({"json": json} if json is not None else {}), **options)

    def patch(self, path: str, json: Any) -> httpx.Response:
        return self("PATCH", path, json=json)

    def put(self, path: str) -> httpx.Response:
        return self("PUT", path)

    def delete(self, path: str) -> httpx.Response:
        return self("DELETE", path)

    def channel(self, name: str, *members: "Caller", private: bool = False) -> str:
        """Return the id of a new channel with these people in it."""
        made = self.post("/channels", {"name": name, "private": private})
        assert made.status_code == 201, made.text
        for member in members:
            assert (
                self.post(f"/channels/{made.json()['id']}/members", {"user_id": member.id}).status_code == 201
            )
        return made.json()["id"]

    def say(self, channel_id: str, text: str, **more: Any) -> dict[str, Any]:
        """Return the message that was posted."""
        posted = self.post(f"/channels/{channel_id}/messages", {"text": text, **more})
        assert posted.status_code == 201, posted.text
        return posted.json()

    def with_token(self, *scopes: str) -> "Caller":
        """Return the same person with a personal access token."""
        made = self.post("/tokens", {"name": "a program", "scopes": list(scopes)})
        return Caller(self._client, {"access_token": made.json()["token"], "user": self.user})


@pytest.fixture(scope="session")
def api() -> FastAPI:
    """Return the application, without limits that a test meets by chance."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("REQUESTS_PER_WINDOW", "1000000")
        settings.setenv("DATA_DIR", "/nonexistent")
        from chat_app.settings import get_settings

        get_settings.cache_clear()
        made = make_api(new_hub())
        get_settings.cache_clear()
    return made


@pytest.fixture
def client(api: FastAPI, database: object, settings: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Return a client that is nobody yet."""
    with TestClient(api, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def people(client: TestClient) -> "People":
    return People(client)


class People:
    """Lets people in: `ann = people("ann")`."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._count = itertools.count(1)

    def __call__(self, username: str = "") -> Caller:
        name = username or f"person-{next(self._count)}"
        made = self._client.post("/api/v1/auth/register", json={"username": name, "password": PASSWORD})
        assert made.status_code == 201, made.text
        return Caller(self._client, made.json())


@pytest.fixture
def admin(people: People) -> Caller:
    """Return the first account, who administers."""
    return people("admin")


@pytest.fixture
def ann(admin: Caller, people: People) -> Caller:
    return people("ann")


@pytest.fixture
def bob(ann: Caller, people: People) -> Caller:
    return people("bob")


def is_problem(answer: httpx.Response, status: int, code: str, field: str = "") -> bool:
    """Whether the answer is that problem document, whole."""
    body = answer.json()
    named = [each["field"] for each in body.get("errors") or []]
    return (
        (answer.status_code, body["status"], body["code"]) == (status, status, code)
        and answer.headers["content-type"] == "application/problem+json"
        and bool(body["title"] and body["detail"])
        and body["request_id"] == answer.headers["x-request-id"]
        and (not field or field in named)
    )
