"""A page whose connection does not come up says so; one that comes back to a newer server is loaded anew."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.people import PASSWORD, People, Person
from tests.support.server import Server

NO_CONNECTION = "There is no connection to the server."
NEWER = "There is a newer version of this page."


def assert_kept_as_long_as_they_hold(pages: httpx.Client) -> None:
    """Return what browsers are told to keep of what a host of the pages answers."""
    page = pages.get("/login", follow_redirects=True)
    (script, *_) = re.findall(r'"(/assets/[^"]+\.js)"', page.text)
    for path, status in [
        ("/login", 200),
        ("/emojis.json", 200),
        ("/nothing", 404),
        ("/assets/gone-0a1b.js", 404),
    ]:
        answer = pages.get(path, follow_redirects=True)
        assert answer.status_code == status, path
        assert "max-age" not in answer.headers.get("cache-control", "no-cache"), path
    assert page.headers["cache-control"] == "no-cache"
    assert pages.get(script).headers["cache-control"] == "public, max-age=31536000, immutable"
    again = pages.get(page.url.path, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")


def test_pages_are_asked_for_each_time_and_their_parts_are_kept(server: Server) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as anybody:
        assert_kept_as_long_as_they_hold(anybody)


def test_a_form_that_is_sent_before_the_page_can_send_it_tells_nobody_the_password(
    person: Callable[..., Person],
) -> None:
    ada = person("Ada", signed_up=False)
    ada.page.route("**/assets/*.js", lambda route: route.abort())
    ada.tolerate("Failed to load resource")
    ada.page.goto(ada.url + "/login")  # which does not come alive
    ada.page.get_by_role("textbox", name="Username").fill(ada.username)
    ada.page.get_by_role("textbox", name="Password").fill(PASSWORD)
    ada.button("Sign in").click()
    assert "password" not in ada.page.url


def test_without_a_connection_the_form_says_so_and_works_once_it_is_back(
    browser: Browser, own_server: Callable[..., Server]
) -> None:
    server = own_server()
    people = People(browser, server)
    ada = people("Ada", signed_up=False)
    ada.tolerate("WebSocket", "Failed to load resource")
    ada.go("/register")
    ada.page.get_by_role("textbox", name="Username").fill(ada.username)
    ada.page.get_by_role("textbox", name="Password").fill(PASSWORD)
    sentence = ada.page.get_by_text(NO_CONNECTION)
    expect(sentence).to_be_hidden()
    server.kill()
    expect(sentence).to_be_visible(timeout=5000)
    for _ in range(2):
        ada.button("Create account").click()
    server.start()
    expect(sentence).to_be_hidden()
    expect(ada.page.get_by_role("textbox", name="Username")).to_have_value(ada.username)
    expect(ada.page.get_by_role("textbox", name="Password")).to_have_value(PASSWORD)
    ada.button("Create account").click()
    ada.arrive()
    people.leave()


# Notes the connections of a page, so that they can be cut.
SOCKETS = """(() => {
    const Original = window.WebSocket;
    window.sockets = [];
    window.WebSocket = class extends Original {
        constructor(...given) { super(...given); window.sockets.push(this); }
    };
})()"""


def connect_again(page: Page) -> None:
    """Cut the connection of a page made with SOCKETS; returns when it has a new one."""
    before = page.evaluate("window.sockets.forEach(socket => socket.close()), window.sockets.length")
    page.wait_for_function(
        "before => window.sockets.length > before && window.sockets.at(-1).readyState === 1", arg=before
    )


def test_a_page_that_comes_back_to_a_newer_build_is_loaded_anew_when_nothing_is_written_in_it(
    person: People,
) -> None:
    ada = person("Ada", signed_up=False)
    ada.tolerate("WebSocket")
    ada.page.add_init_script(SOCKETS)
    ada.sign_up()

    def answer_with_another_build(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=re.sub(r"/manifest-[\w-]+\.js", "/manifest-0a1b2c.js", answer.text())
        )

    def is_the_same() -> bool:
        return ada.page.evaluate("window.isTheSame === true")

    ada.page.evaluate("window.isTheSame = true")
    with ada.page.expect_response(ada.url + "/chat/"):
        connect_again(ada.page)
    ada.say("the build is still the same")
    ada.sees("the build is still the same")
    assert is_the_same()
    ada.page.route(
        "**/chat/",
        lambda route: (
            route.continue_() if route.request.is_navigation_request() else answer_with_another_build(route)
        ),
    )
    ada.composer.fill("half a sen")
    connect_again(ada.page)
    expect(ada.page.get_by_role("status").filter(has_text=NEWER)).to_be_visible()
    assert is_the_same()
    ada.composer.fill("")
    connect_again(ada.page)
    ada.page.wait_for_function("window.isTheSame !== true")
    ada.arrive()
    expect(ada.page.get_by_text(NEWER)).to_be_hidden()
