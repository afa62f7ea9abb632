"""Behind nginx, configured as docs/deploy.md says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import API, PAGES
from tests.e2e.people import PASSWORD, People, Person
from tests.e2e.test_connection import NO_CONNECTION, assert_kept_as_long_as_they_hold
from tests.support.hosts import CONFIGURATIONS, certificate, nginx
from tests.support.server import HOST, Server, free_port, serving

IN_FRONT, STATIC = CONFIGURATIONS
NAME = "chat.example.org"


@pytest.fixture(scope="module", params=["1", "0"], ids=["trusted", "not-trusted"])
def hops(request: pytest.FixtureRequest) -> str:
    return request.param


@dataclass
class Front:
    """What nginx stands in front of, where it is found with TLS and without, and how it is set."""

    server: Server
    url: str
    plain: int
    configuration: str


@pytest.fixture(scope="module")
def front(front_end: Path, tmp_path_factory: pytest.TempPathFactory, hops: str) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    chain, key = certificate(folder, HOST)
    plain, secure = free_port(), free_port()
    with serving(folder, TRUSTED_PROXY_HOPS=hops, SIGN_IN_TRIES="3") as server:
        ours = {
            "listen 80;": f"listen {HOST}:{plain};",
            "listen 443 ssl;": f"listen {HOST}:{secure} ssl;",
            "127.0.0.1:3000": f"{HOST}:{server.port}",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(chain),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
        }
        yield Front(server, f"https://{HOST}:{secure}", plain, with_ours(IN_FRONT, ours))


@pytest.fixture
def proxied(front: Front, tmp_path: Path) -> Iterator[tuple[Server, str, int]]:
    """Return a server, its address by nginx with TLS, and the port of nginx without."""
    with nginx(front.configuration, tmp_path, front.plain):
        yield front.server, front.url, front.plain


def with_ours(documented: str, ours: dict[str, str]) -> str:
    """Return the documented configuration with a test's own ports and paths."""
    for theirs, mine in ours.items():
        assert theirs in documented, f"docs/deploy.md has no {theirs!r} any more"
        documented = documented.replace(theirs, mine)
    return documented


@pytest.mark.parametrize("hops", ["1"], indirect=True, scope="module")
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


@pytest.mark.parametrize("hops", ["0"], indirect=True, scope="module")
def test_a_proxy_that_is_not_trusted_cannot_say_that_it_was_https(
    browser: Browser, proxied: tuple[Server, str, int]
) -> None:
    server, url, _ = proxied
    people = People(browser, server, url=url)
    ada = people("Ada", signed_up=False, ignore_https_errors=True)
    ada.tolerate("WebSocket")
    ada.go("/chat/")  # not /chat, which leads there by http
    expect(ada.reconnecting).to_be_visible()
    fill_in_without_a_connection(ada)
    people.leave()


def fill_in_without_a_connection(somebody: Person) -> None:
    """On the form for an account one is told in time, and pressing its button takes nothing away."""
    somebody.tolerate("WebSocket")
    somebody.go("/register/")  # not /register, which may lead there by http
    expect(somebody.page.get_by_text(NO_CONNECTION)).to_be_visible(timeout=5000)
    somebody.enter(PASSWORD, "Create account")
    expect(somebody.page.get_by_text(NO_CONNECTION)).to_be_visible()
    expect(somebody.page.get_by_role("textbox", name="Username")).to_have_value(somebody.username)
    expect(somebody.page.get_by_role("textbox", name="Password")).to_have_value(PASSWORD)


@pytest.mark.parametrize("hops", ["1"], indirect=True, scope="module")
def test_while_the_proxy_lets_no_websocket_through_a_form_says_so_and_works_once_it_does(
    browser: Browser, front: Front, tmp_path: Path
) -> None:
    people = People(browser, front.server, url=front.url)
    for header in ("Upgrade", "Host", "X-Forwarded-Proto"):
        without, times = re.subn(rf" *proxy_set_header {header} .*\n", "", front.configuration)
        assert times == 1, header
        with nginx(without, tmp_path, front.plain) as reload:
            ada = people("Ada", signed_up=False, ignore_https_errors=True)
            fill_in_without_a_connection(ada)
            reload(front.configuration)
            expect(ada.page.get_by_text(NO_CONNECTION)).to_be_hidden()
            expect(ada.page.get_by_role("textbox", name="Password")).to_have_value(PASSWORD)
            ada.button("Create account").click()
            ada.arrive()
            ada.page.close()  # nginx would wait for its connection
    people.leave()


@pytest.mark.parametrize("hops", ["1"], indirect=True, scope="module")
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
        bob.tolerate("status of 404")
        bob.go("/nothing/here")
        expect(bob.heading).to_have_text("Nothing here")
        bob.page.get_by_role("link", name="To the chat").click()
        bob.sees("from pages of nginx")
        people.leave()
        with httpx.Client(base_url=f"http://{HOST}:{port}") as anybody:
            assert_kept_as_long_as_they_hold(anybody)
