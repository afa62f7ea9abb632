"""Exported pages: any host of static files serves them, and they talk to a server elsewhere."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from chat_app.cli.processes import ROOT
from tests.e2e.conftest import API, OTHER, PAGES
from tests.e2e.people import PASSWORD, People, Spare, fresh
from tests.e2e.test_connection import NO_CONNECTION
from tests.support.hosts import static_host
from tests.support.server import HOST, Server, plain_environment, serving


@pytest.fixture(scope="module")
def pages_port(exported: Path) -> Iterator[int]:
    """Where a host of static files serves them."""
    with static_host(exported) as port:
        yield port


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory, pages_port: int) -> Iterator[Server]:
    """Return the server they talk to, which lets in the pages of one origin."""
    folder = tmp_path_factory.mktemp("backend")
    with serving(folder, ALLOWED_ORIGINS=f"http://{PAGES}:{pages_port}") as server:
        yield server


@pytest.fixture(scope="module")
def outside(browser_finding: Callable[[str], Browser], backend: Server) -> tuple[Browser, Spare]:
    """Return a Chromium that finds both, and browsers in it that tests have done with."""
    return browser_finding(f"MAP {API}:80 {HOST}:{backend.port}, MAP *.chat.test {HOST}"), {}


@pytest.fixture
def visitor(outside: tuple[Browser, Spare], backend: Server, pages_port: int) -> Iterator[People]:
    """Lets people in at the exported pages."""
    people = People(outside[0], backend, outside[1], url=f"http://{PAGES}:{pages_port}")
    yield people
    people.leave()


def test_two_people_talk_reload_follow_a_link_and_leave_on_exported_pages(visitor: People) -> None:
    ada, bob = visitor("Ada"), visitor("Bob", size=(360, 740))
    name = fresh("talk")
    ada.create_channel(name)
    bob.go(f"/chat?channel={name}")  # public, so its address opens it
    expect(bob.heading).to_have_text(name)
    ada.say("hello over there")
    bob.sees("hello over there")

    bob.page.reload()
    bob.sees("hello over there")
    expect(bob.heading).to_have_text(name)
    assert bob.page.url.startswith(bob.url), "The page left its host."
    bob.go("/chat")
    expect(bob.heading).to_have_text("general")
    bob.say("hello, everybody")
    ada.open_channel("general")
    ada.sees("hello, everybody")
    ada.page.reload()
    ada.sees("hello, everybody")

    ada.sign_out()
    ada.go("/")
    ada.page.wait_for_url(re.compile("/login"))
    ada.sign_in()
    ada.sees("hello, everybody")
    ada.sign_out()
    ada.go(f"/chat?channel={name}")
    expect(ada.button("Sign in")).to_be_visible()
    ada.enter(PASSWORD, "Sign in")
    expect(ada.heading).to_have_text(name)
    ada.sees("hello over there")


def test_every_page_can_be_opened_and_loaded_again(visitor: People) -> None:
    ada = visitor("Ada", signed_up=False)
    for path, button in (("/login", "Sign in"), ("/register", "Create account"), ("/", "Sign in")):
        ada.go(path)
        expect(ada.button(button)).to_be_visible()
        ada.page.reload()
        expect(ada.button(button)).to_be_visible()
        expect(ada.reconnecting).to_be_hidden()


def test_pages_of_another_origin_get_neither_websocket_nor_session(
    visitor: People, backend: Server, pages_port: int
) -> None:
    ada = visitor("Ada")
    cookie: Any = ada.cookie()
    assert (cookie["domain"], cookie["httpOnly"], cookie["sameSite"]) == (API, True, "Lax")
    stranger = visitor("Eve", signed_up=False, url=f"http://{OTHER}:{pages_port}")
    # Ada's own browser: the cookie is there and goes along, and still the page gets nothing.
    stranger.context.add_cookies([cookie])
    stranger.tolerate("WebSocket", "CORS", "Failed to load resource")
    stranger.go("/chat")
    expect(stranger.reconnecting).to_be_visible()
    asked = f"fetch('http://{API}/api/session', {{method: 'DELETE', credentials: 'include'}})"
    assert stranger.page.evaluate(f"{asked}.then(() => 'done', () => 'refused')") == "refused"
    read = f"fetch('http://{API}/api/v1/health').then(() => 'read', () => 'refused')"
    assert stranger.page.evaluate(read) == "refused"
    stranger.go("/login")
    expect(stranger.page.get_by_text(NO_CONNECTION)).to_be_visible(timeout=5000)
    assert not stranger.heard
    ada.page.reload()
    expect(ada.composer).to_be_visible()  # her session has not been ended


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_session_is_opened_and_ended_for_pages_that_may(
    backend: Server, pages_port: int, method: str
) -> None:
    for host, welcome in ((PAGES, True), (OTHER, False)):
        origin = {"Origin": f"http://{host}:{pages_port}"}
        answer = httpx.request(method, f"{backend.url}/api/session", headers=origin, json={"ticket": "x"})
        assert (answer.status_code != 403) is welcome
        wished = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
        preflight = httpx.options(f"{backend.url}/api/session", headers=origin | wished)
        assert (preflight.status_code == 200) is welcome
        allowed = preflight.headers.get("access-control-allow-origin")
        assert allowed == (origin["Origin"] if welcome else None)


def test_export_asks_where_the_server_is() -> None:
    command = [sys.executable, "-m", "chat_app", "export"]
    done = subprocess.run(command, cwd=ROOT, env=plain_environment(), capture_output=True, text=True)
    assert done.returncode != 0
    assert "API_URL=" in done.stderr


def test_own_pages_may_by_whatever_name_the_server_is_found(
    browser_finding: Callable[[str], Browser], own_server: Callable[..., Server]
) -> None:
    """On all networks: by the machine's name in the local one, for example."""
    server = own_server(HOST="0.0.0.0")
    people = People(browser_finding(f"MAP desk.lan {HOST}"), server, url=f"http://desk.lan:{server.port}")
    ada = people("Ada")
    ada.say("from the machine's name")
    ada.sees("from the machine's name")
    people.leave()
