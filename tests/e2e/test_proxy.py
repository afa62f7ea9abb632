"""Behind nginx, configured as docs/deploy.md says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import API, PAGES
from tests.e2e.hosts import CONFIGURATIONS, certificate, nginx
from tests.e2e.people import People
from tests.e2e.server import HOST, Server, free_port

IN_FRONT, STATIC = CONFIGURATIONS
NAME = "chat.example.org"


@pytest.fixture(params=["1", "0"], ids=["trusted", "not-trusted"])
def hops(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def proxied(
    own_server: Callable[..., Server], tmp_path: Path, hops: str
) -> Iterator[tuple[Server, str, int]]:
    """A server, its address by nginx with TLS, and the port of nginx without."""
    server = own_server(TRUSTED_PROXY_HOPS=hops, SIGN_IN_TRIES="3")
    chain, key = certificate(tmp_path, HOST)
    plain, secure = free_port(), free_port()
    ours = {
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl;": f"listen {HOST}:{secure} ssl;",
        "127.0.0.1:3000": f"{HOST}:{server.port}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(chain),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
    }
    with nginx(with_ours(IN_FRONT, ours), tmp_path, plain):
        yield server, f"https://{HOST}:{secure}", plain


def with_ours(documented: str, ours: dict[str, str]) -> str:
    """The documented configuration with a test's own ports and paths."""
    for theirs, mine in ours.items():
        assert theirs in documented, f"docs/deploy.md has no {theirs!r} any more"
        documented = documented.replace(theirs, mine)
    return documented


@pytest.mark.parametrize("hops", ["1"], indirect=True)
def test_two_people_talk_through_a_proxy_with_tls(browser: Browser, proxied: tuple[Server, str, int]) -> None:
    server, url, plain = proxied
    people = People(browser, server, url=url)
    ada, bob = people("Ada", ignore_https_errors=True), people("Bob", ignore_https_errors=True)
    ada.say("hello through nginx")
    bob.sees("hello through nginx")
    bob.say("and back")
    ada.sees("and back")
    ada.page.reload()
    ada.sees("and back")
    assert httpx.get(f"{url}/login", verify=False).headers.get("location", url).startswith(url)
    cookie = ada.cookie()
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
    assert httpx.get(f"http://{HOST}:{plain}/chat").headers["location"] == f"https://{HOST}/chat"
    people.leave()


@pytest.mark.parametrize("hops", ["0"], indirect=True)
def test_a_proxy_that_is_not_trusted_cannot_say_that_it_was_https(
    browser: Browser, proxied: tuple[Server, str, int]
) -> None:
    server, url, _ = proxied
    people = People(browser, server, url=url)
    ada = people("Ada", signed_up=False, ignore_https_errors=True)
    ada.tolerate("WebSocket")
    ada.go("/chat/")  # not /chat, which leads there by http
    expect(ada.reconnecting).to_be_visible()
    people.leave()


@pytest.mark.parametrize("hops", ["1"], indirect=True)
def test_sign_ins_count_against_the_address_that_the_proxy_saw(proxied: tuple[Server, str, int]) -> None:
    """Whatever a client says of itself; and not against the proxy's, which would be everybody's."""
    _, url, _ = proxied

    def attempt(address: str, claimed: str) -> int:
        transport = httpx.HTTPTransport(verify=False, local_address=address)
        with httpx.Client(transport=transport, headers={"X-Forwarded-For": claimed}) as client:
            wrong = {"username": "ada", "password": "wrong horse"}
            return client.post(f"{url}/api/v1/auth/login", json=wrong).status_code

    statuses = [attempt("127.0.0.2", f"10.0.0.{number}") for number in range(4)]
    assert statuses == [401, 401, 401, 429]
    assert attempt("127.0.0.3", "127.0.0.2") == 401


def test_static_pages_of_nginx_find_their_server(
    browser_finding: Callable[[str], Browser],
    own_server: Callable[..., Server],
    exported: Path,
    tmp_path: Path,
) -> None:
    port = free_port()
    server = own_server(ALLOWED_ORIGINS=f"http://{PAGES}:{port}")
    ours = {"listen 80;": f"listen {HOST}:{port};", "/srv/chat/pages": str(exported)}
    with nginx(with_ours(STATIC, ours), tmp_path, port):
        rules = f"MAP {API}:80 {HOST}:{server.port}, MAP {PAGES} {HOST}"
        people = People(browser_finding(rules), server, url=f"http://{PAGES}:{port}")
        ada, bob = people("Ada"), people("Bob")
        ada.say("from pages of nginx")
        bob.page.reload()
        bob.sees("from pages of nginx")
        people.leave()
        assert httpx.get(f"http://{HOST}:{port}/nothing").status_code == 404
