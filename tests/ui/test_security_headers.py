"""What browsers are told with every answer: what to refuse, and what to keep."""

from typing import Any

import pytest
from starlette.datastructures import Headers

from chat_app.ui.security_headers import cache_control, security_headers, with_security_headers
from tests.conftest import start_afresh

KEPT, ASKED_FOR = "public, max-age=31536000, immutable", "no-cache"
START = "http.response.start"


async def answer(scope: dict[str, Any], *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a client gets of an application that sends these messages."""

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await with_security_headers(application)(scope, None, send)
    return sent


def policy() -> dict[str, str]:
    """Return the content security policy, by the name of each directive."""
    parts = [part.split(" ", 1) for part in security_headers()["Content-Security-Policy"].split("; ")]
    return dict(parts)


@pytest.mark.usefixtures("settings")
async def test_every_answer_over_http_carries_each_header_once_and_its_body_is_as_it_was() -> None:
    scope, body = {"type": "http", "path": "/chat"}, {"type": "http.response.body", "body": b"page"}
    start, rest = await answer(scope, {"type": START, "status": 200}, body)
    headers = Headers(raw=start["headers"])
    assert dict(headers) == {
        name.lower(): value for name, value in {**security_headers(), "Cache-Control": ASKED_FOR}.items()
    }
    assert len(headers.raw) == len(headers.keys())
    assert rest == {"type": "http.response.body", "body": b"page"}


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("name", ["Content-Security-Policy", "cache-control", "REFERRER-POLICY"])
async def test_an_answer_keeps_a_header_of_its_own(name: str) -> None:
    own = [(name.lower().encode(), b"as the application says")]
    start = {"type": START, "status": 200, "headers": own}
    (sent,) = await answer({"type": "http", "path": "/assets/a.js"}, start)
    headers = Headers(raw=sent["headers"])
    assert headers.getlist(name) == ["as the application says"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
async def test_what_is_not_http_passes_as_it_came(kind: str) -> None:
    message = {"type": START, "status": 200, "headers": []}
    assert await answer({"type": kind, "path": "/"}, message) == [
        {"type": START, "status": 200, "headers": []}
    ]


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/assets/entry-1a2b.js", 200, KEPT),
        ("/assets/entry-1a2b.js", 206, KEPT),
        ("/assets/entry-1a2b.js", 304, KEPT),
        ("/assets/gone-1a2b.js", 404, ASKED_FOR),
        ("/assets/broken-1a2b.js", 500, ASKED_FOR),
        ("/", 200, ASKED_FOR),
        ("/chat", 200, ASKED_FOR),
        ("/assets", 200, ASKED_FOR),
        ("/chat/assets/entry.js", 200, ASKED_FOR),
        ("/assets.html", 200, ASKED_FOR),
    ],
)
def test_only_files_that_name_their_content_and_are_there_are_kept(
    path: str, status: int, expected: str
) -> None:
    assert cache_control(path, status) == expected


@pytest.mark.usefixtures("settings")
def test_nothing_from_elsewhere_is_allowed_and_nobody_may_frame_a_page() -> None:
    ours = policy()
    assert [ours[name] for name in ("default-src", "base-uri", "form-action")] == ["'self'"] * 3
    assert [ours[name] for name in ("object-src", "frame-ancestors")] == ["'none'"] * 2
    connections = ours.pop("connect-src")
    assert connections == "'self' ws: wss:"
    allowed = {source for value in ours.values() for source in value.split()}
    assert allowed == {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:"}


def test_pages_may_reach_the_server_that_the_settings_name(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("API_URL", "https://backend.test")
    start_afresh()
    assert policy()["connect-src"] == "'self' ws: wss: https://backend.test"
