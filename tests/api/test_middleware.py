"""What holds for every request: errors, ids, sizes, types, limits."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chat_app.api.app import make_api, mount_beside
from chat_app.cli.openapi import openapi
from chat_app.realtime.event_streams import Stream
from chat_app.services.accounts import profiles
from chat_app.settings import get_settings
from tests.api.conftest import Caller, is_problem, new_hub
from tests.api.openapi.test_document import operations
from tests.conftest import Database, start_afresh


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1", "/api/v2/users/me", "/api", "/api/v1/users/me/"]
)
def test_unknown_address_is_not_found(client: TestClient, path: str) -> None:
    assert is_problem(client.get(path), 404, "not_found")


def test_other_method_is_refused_with_those_allowed(client: TestClient) -> None:
    answer = client.delete("/api/v1/channels")
    assert is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_what_is_no_json_is_malformed(ann: Caller) -> None:
    for body in (b"{", b"", b"\xff\xfe", b'{"name": "a" "b"}'):
        answer = ann.post("/channels", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == (422 if body == b"" else 400)
        assert is_problem(answer, answer.status_code, "invalid" if body == b"" else "bad_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_other_types_of_body_are_refused(ann: Caller, kind: str) -> None:
    answer = ann.post("/channels", content=b'{"name": "town"}', headers={"Content-Type": kind})
    assert is_problem(answer, 415, "unsupported_media_type")


def test_form_route_takes_no_json(client: TestClient) -> None:
    answer = client.post("/api/v1/auth/token", json={"username": "ann", "password": "x"})
    assert is_problem(answer, 415, "unsupported_media_type")


def test_type_may_have_parameters(ann: Caller) -> None:
    kind = "application/json; charset=utf-8"
    answer = ann.post("/channels", content=b'{"name": "town"}', headers={"Content-Type": kind})
    assert answer.status_code == 201


def test_large_body_is_refused_unread(ann: Caller) -> None:
    assert is_problem(ann.post("/channels", {"name": "x" * 70_000}), 413, "too_large")


def test_large_body_in_pieces_is_refused_too(ann: Caller) -> None:
    sent = []

    def pieces() -> Iterator[bytes]:
        yield b'{"name": "'
        for number in range(1000):
            sent.append(number)
            yield b"x" * 1024

    answer = ann.post("/channels", content=pieces(), headers={"Content-Type": "application/json"})
    assert is_problem(answer, 413, "too_large")


@pytest.mark.parametrize("given", ["abc-1.2_3", "A" * 64])
def test_request_id_of_the_client_comes_back(client: TestClient, given: str) -> None:
    assert client.get("/api/v1/health", headers={"X-Request-Id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "A" * 65, "with space", "new\tline", '"><script>'])
def test_other_request_ids_are_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/api/v1/health", headers={"X-Request-Id": given})
    assert len(answer.headers["x-request-id"]) == 32


def test_log_line_has_the_request_id(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "chat_app.requests"):
        client.get(
            "/api/v1/users/me?secret=1", headers={"X-Request-Id": "abc", "Authorization": "Bearer hidden"}
        )
    (line,) = [record.getMessage() for record in caplog.records if record.name == "chat_app.requests"]
    assert line.startswith("request_id=abc GET /api/v1/users/me 401 ")
    assert "hidden" not in line


def test_break_down_tells_nothing_of_what_is_inside(
    ann: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(profiles, "own", broken)
    answer = ann.get("/users/me", headers={"X-Request-Id": "abc"})
    assert is_problem(answer, 500, "internal_error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "request_id=abc failed" in caplog.text
    assert "the secret inside" in caplog.text


def test_every_answer_tells_what_is_left(ann: Caller, client: TestClient) -> None:
    for answer in (ann.get("/users/me"), client.get("/api/v1/nothing"), client.get("/api/v1/users/me")):
        assert answer.headers["ratelimit-limit"] == "1000000"
        assert 0 < int(answer.headers["ratelimit-remaining"]) < 1_000_000
        assert 0 <= int(answer.headers["ratelimit-reset"]) <= 60
    before = int(ann.get("/users/me").headers["ratelimit-remaining"])
    assert int(ann.get("/users/me").headers["ratelimit-remaining"]) == before - 1


@pytest.fixture
def strict(sqlite: Database, settings: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Return a client of a server that allows four requests."""
    settings.setenv("REQUESTS_PER_WINDOW", "4")
    start_afresh()
    with TestClient(make_api(new_hub())) as client:
        yield client


def test_each_token_has_its_own_limit(strict: TestClient) -> None:
    people = []
    for name in ("ann", "bob"):
        body = {"username": name, "password": "correct horse"}
        people.append(Caller(strict, strict.post("/api/v1/auth/register", json=body).json()))
    ann, bob = people
    token = ann.with_token("read")
    assert [ann.get("/users/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert bob.get("/users/me").status_code == 200
    assert token.get("/users/me").status_code == 200, "the first by its address, which is not used up yet"
    assert [token.get("/users/me").status_code for _ in range(5)] == [200, 200, 200, 200, 429]


def test_limits_of_requests_are_those_of_the_settings(sqlite: Database, settings: pytest.MonkeyPatch) -> None:
    for name, value in {
        "REQUEST_WINDOW_SECONDS": "1000000",
        "BODY_MAX": "1024",
        "EVENT_STREAMS_MAX": "1",
    }.items():
        settings.setenv(name, value)
    start_afresh()
    api = make_api(new_hub())
    with TestClient(api) as client:
        body = {"username": "ann", "password": "correct horse"}
        made = client.post("/api/v1/auth/register", json=body)
        assert made.status_code == 201
        assert 900_000 < int(made.headers["ratelimit-reset"]) <= 1_000_000
        longer = client.post("/api/v1/auth/register", json={**body, "display_name": "x" * 1024})
        assert is_problem(longer, 413, "too_large")
        assert "1,024 bytes" in longer.json()["detail"]
        api.state.streams._streams.add(Stream(int(made.json()["user"]["id"]), "another"))
        ann = Caller(client, made.json())
        refused = ann.get("/events")
        assert is_problem(refused, 429, "too_many")
        assert (refused.headers["ratelimit-limit"], refused.headers["retry-after"]) == ("1", "60")


def test_strangers_are_limited_by_address(strict: TestClient) -> None:
    headers = [{"Authorization": f"Bearer chat_pat_{number}"} for number in range(4)]
    assert [strict.get("/api/v1/users/me", headers=each).status_code for each in headers] == [401] * 4
    answer = strict.get("/api/v1/health")
    assert is_problem(answer, 429, "too_many")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert (answer.headers["ratelimit-limit"], answer.headers["ratelimit-remaining"]) == ("4", "0")


def test_only_trusted_proxies_tell_the_address(strict: TestClient, settings: pytest.MonkeyPatch) -> None:
    def ask(number: int) -> int:
        address = {"X-Forwarded-For": f"spoofed, 10.0.0.{number}"}
        return strict.get("/api/v1/users/me", headers=address).status_code

    assert [ask(number) for number in range(5)] == [401, 401, 401, 401, 429]
    settings.setenv("TRUSTED_PROXY_HOPS", "1")
    start_afresh()
    assert [ask(number) for number in range(5)] == [401] * 5
    assert [ask(9) for _ in range(5)] == [401, 401, 401, 401, 429]


def test_one_address_has_one_limit_however_the_proxy_spells_it(
    strict: TestClient, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("TRUSTED_PROXY_HOPS", "1")
    settings.setenv("SIGN_IN_TRIES", "3")
    start_afresh()

    def ask(spelled: str, method: str = "GET", path: str = "/users/me", **options: Any) -> int:
        return strict.request(
            method, f"/api/v1{path}", headers={"X-Forwarded-For": spelled}, **options
        ).status_code

    neighbours = [f"2001:db8:0:1::{number}" for number in range(3)] + ["[2001:DB8::1:0:0:0:9]:4711"]
    assert [ask(each) for each in [*neighbours, "2001:db8:0:1:ffff::"]] == [401, 401, 401, 401, 429]
    spellings = ["192.0.2.1", "192.0.2.1:80", "::ffff:192.0.2.1", "[::ffff:c000:201]:9"]
    wrong = {"username": "ann", "password": "wrong horse"}
    tries = [ask(each, "POST", "/auth/login", json=wrong) for each in spellings]
    assert tries == [401, 401, 401, 429]
    assert ask("192.0.2.1") == 429, "all of them were requests of one address, too"
    assert ask("192.0.2.2") == 401


FRIEND, STRANGER = "https://friend.example", "https://stranger.example"


def preflight(client: TestClient, origin: str, method: str = "PATCH", headers: str = "authorization"):
    """Return what a browser asks for a page of that origin before the page's own request."""
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return client.options("/api/v1/users/me", headers={"Origin": origin, **asked})


@pytest.fixture
def shared(sqlite: Database, settings: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Return a client of a server that lets pages of one other origin in, and allows four requests."""
    settings.setenv("ALLOWED_ORIGINS", FRIEND)
    settings.setenv("REQUESTS_PER_WINDOW", "4")
    start_afresh()
    with TestClient(make_api(new_hub())) as client:
        yield client


def test_page_of_a_named_origin_may_ask_and_read(shared: TestClient) -> None:
    answer = preflight(shared, FRIEND)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, FRIEND)
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert {"x-request-id", "ratelimit-limit"} <= {*answer.headers}
    for status in (401, 401, 401, 429):  # what the frame refuses by itself can be read too
        answer = shared.get("/api/v1/users/me", headers={"Origin": FRIEND})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == FRIEND
        assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]


def test_page_of_a_strange_origin_is_refused_with_a_problem(shared: TestClient) -> None:
    answer = preflight(shared, STRANGER)
    assert is_problem(answer, 403, "forbidden")
    assert (answer.headers["ratelimit-limit"], answer.headers["ratelimit-remaining"]) == ("4", "3")
    assert "access-control-allow-origin" not in answer.headers
    answer = shared.get("/api/v1/health", headers={"Origin": STRANGER})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("method", "headers"), [("TRACE", "authorization"), ("GET", "x-strange")])
def test_page_of_a_named_origin_may_not_ask_just_anything(
    shared: TestClient, method: str, headers: str
) -> None:
    assert is_problem(preflight(shared, FRIEND, method, headers), 403, "forbidden")


def test_options_that_are_no_preflight_are_no_method(client: TestClient) -> None:
    assert is_problem(client.options("/api/v1/users/me"), 405, "method_not_allowed")


def test_answer_of_nothing_has_no_type(ann: Caller) -> None:
    town = ann.channel("town")
    answers = [
        ann.post(f"/channels/{town}/typing"),
        ann.delete(f"/channels/{town}"),
        ann.post("/auth/logout"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.content) == (204, b"")
        assert "content-type" not in answer.headers
        assert "x-request-id" in answer.headers


CHANGING = {"date", "x-request-id", "ratelimit-remaining", "ratelimit-reset"}
ASKED = ["/api/v1/health", "/api/openapi.json", "/api/docs", "/api/v1/nothing", "/api/v1/users/abc"]
ASKED += [path for method, path, _ in operations(json.loads(openapi())) if method == "get"]


@pytest.mark.parametrize("token", [True, False])
def test_what_answers_to_get_answers_to_head_alike_but_for_the_body(
    client: TestClient, ann: Caller, settings: pytest.MonkeyPatch, token: bool
) -> None:
    settings.setenv("EVENT_STREAM_SECONDS", "0")
    get_settings.cache_clear()
    general = ann.get("/channels").json()["items"][0]["id"]
    ids = {"channel_id": general, "message_id": "1", "user_id": ann.id, "bot_id": "1"}
    headers = {"Authorization": f"Bearer {ann.access_token}"} if token else {}
    for path in ASKED:
        at = path.format_map(ids)
        got, told = client.get(at, headers=headers), client.head(at, headers=headers)
        assert (told.status_code, told.content) == (got.status_code, b""), path
        alike = [
            {name: value for name, value in each.headers.items() if name not in CHANGING}
            for each in (got, told)
        ]
        assert alike[0] == alike[1], path


def test_head_of_a_stream_is_answered_at_once_and_leaves_nothing(
    client: TestClient, api: FastAPI, ann: Caller
) -> None:
    answer = ann("HEAD", "/events")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert not api.state.streams._streams


def test_head_reads_and_does_not_write(client: TestClient, ann: Caller) -> None:
    assert ann.with_token("read")("HEAD", "/users/me").status_code == 200
    assert ann.with_token("write")("HEAD", "/users/me").status_code == 403
    assert ann("HEAD", "/auth/logout").status_code == 405
    assert ann.get("/users/me").status_code == 200
    assert client.post("/api/v1/health").headers["allow"] == "GET, HEAD"


def test_head_that_breaks_down_is_answered(ann: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(profiles, "own")
    assert (ann("HEAD", "/users/me").status_code, ann("HEAD", "/users/me").content) == (500, b"")


def test_health_tells_of_each_part(api: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    down = client.get("/api/v1/health")
    parts = {"database": "ok", "storage": "ok"}
    assert (down.status_code, down.json()) == (503, {"status": "down", **parts, "realtime": "down"})
    monkeypatch.setattr(type(api.state.hub), "is_healthy", True)
    well = client.get("/api/v1/health")
    assert (well.status_code, well.json()) == (200, {"status": "ok", **parts, "realtime": "ok"})


def test_health_tells_when_the_database_is_down(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(**_: object) -> None:
        raise OSError("no database")

    monkeypatch.setattr("chat_app.services.health.transaction", down)
    answer = client.get("/api/v1/health")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")


def test_pages_are_beside_the_api(api: FastAPI) -> None:
    async def page(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a page"})

    client = TestClient(mount_beside(api)(page))
    assert client.get("/apiary").text == "a page"
    assert client.get("/api/v1/nothing").json()["code"] == "not_found"
    assert "x-request-id" not in client.get("/").headers
