"""Signing up, in and out."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import PASSWORD, People, Person, fresh
from tests.support.server import Server

ANOTHER = "another horse"
# The browser's own words about an answer that the test means to get.
REFUSED = "Failed to load resource"


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name)


def test_a_stranger_signs_up_and_is_in_general(person: People):
    ada = person("Ada", signed_up=False)
    ada.sign_up()

    expect(ada.heading).to_have_text("general")
    expect(ada.button("Account")).to_contain_text(ada.username)
    expect(ada.composer).to_be_focused()


def test_an_error_stands_beside_its_field_and_takes_nothing_away(person: People):
    ada = person("Ada", signed_up=False)
    ada.go("/register")
    field(ada.page, "Username").fill("Ada Lovelace")
    field(ada.page, "Display name").fill("Ada L.")
    field(ada.page, "Password").fill(PASSWORD)
    ada.button("Create account").click()

    expect(field(ada.page, "Username")).to_have_attribute("aria-invalid", "true")
    expect(field(ada.page, "Username")).to_be_focused()
    expect(field(ada.page, "Username")).to_have_accessible_description(re.compile("3 to 32 characters"))
    expect(field(ada.page, "Password")).to_have_attribute("aria-invalid", "false")
    expect(field(ada.page, "Username")).to_have_value("Ada Lovelace")
    expect(field(ada.page, "Display name")).to_have_value("Ada L.")
    expect(field(ada.page, "Password")).to_have_value(PASSWORD)

    ada.enter(PASSWORD, "Create account")
    ada.arrive()
    expect(ada.button("Account")).to_contain_text("Ada L.")


def test_every_wrong_field_is_named_at_once_and_the_first_has_the_focus(person: People):
    ada = person("Ada", signed_up=False)
    ada.go("/register")
    field(ada.page, "Password").fill("short")
    ada.button("Create account").click()

    expect(field(ada.page, "Username")).to_be_focused()
    expect(field(ada.page, "Password")).to_have_attribute("aria-invalid", "true")
    expect(field(ada.page, "Password")).to_have_accessible_description(re.compile("8 to 64 characters"))


def test_a_taken_username_is_said_beside_the_field(person: People):
    ada = person("Ada")
    eve = person("Eve", signed_up=False)
    eve.go("/register")
    eve.username = ada.username.upper()
    eve.enter(PASSWORD, "Create account")

    expect(field(eve.page, "Username")).to_be_focused()
    expect(field(eve.page, "Username")).to_have_accessible_description(re.compile("taken"))


def test_a_wrong_password_gets_the_same_sentence_as_an_unknown_name(person: People):
    ada = person("Ada")
    eve = person("Eve", signed_up=False)

    def refusal(username: str) -> str:
        eve.username = username
        eve.go("/login")
        expect(eve.page.get_by_role("alert")).to_be_empty()
        eve.enter(ANOTHER, "Sign in")
        expect(eve.page.get_by_role("alert")).to_contain_text("do not match")
        expect(field(eve.page, "Username")).to_have_value(username)
        return eve.page.get_by_role("alert").inner_text()

    assert refusal(ada.username) == refusal("nobody-at-all")


def test_the_error_of_another_visit_is_gone(person: People):
    eve = person("Eve", signed_up=False)
    eve.go("/login")
    eve.enter(ANOTHER, "Sign in")
    expect(eve.page.get_by_role("alert")).to_contain_text("do not match")
    eve.page.get_by_role("link", name="Create an account").click()
    expect(eve.button("Create account")).to_be_visible()
    eve.page.get_by_role("link", name="Sign in").click()

    expect(eve.button("Sign in")).to_be_visible()
    expect(eve.page.get_by_role("alert")).to_be_empty()


def test_signing_in_again_leads_to_the_chat(person: People):
    ada = person("Ada")
    ada.sign_out()
    ada.sign_in()

    expect(ada.button("Account")).to_contain_text(ada.username)


def test_a_password_of_64_characters_of_any_script_works_whole(person: People):
    password = "né" * 31 + "猫😀"
    ada = person("Ada", signed_up=False)
    ada.sign_up(password)
    ada.sign_out()
    ada.go("/login")
    ada.enter(password[:-1] + "x", "Sign in")
    expect(ada.page.get_by_role("alert")).to_contain_text("do not match")

    ada.enter(password, "Sign in")
    ada.arrive()


def test_signing_out_ends_every_tab_of_the_session_at_once(person: People):
    ada = person("Ada")
    second = ada.tab()
    second.goto(ada.url + "/chat")
    expect(second.get_by_role("log", name="Messages")).to_be_visible()

    ada.sign_out()

    expect(second).to_have_url(re.compile("/login/?\\?next="))
    second.goto(ada.url + "/chat")
    expect(second).to_have_url(re.compile("/login$"))


def test_a_tab_that_was_signed_out_elsewhere_says_so_and_signing_in_leads_back(person: People):
    [ada] = person.together("Ada")
    channel = ada.heading.inner_text()
    second = ada.tab()
    second.goto(ada.page.url)
    expect(second.get_by_role("log", name="Messages")).to_be_visible()
    ada.sign_out()
    expect(second.get_by_role("status")).to_have_text(re.compile("^You were signed out"))

    again = Person(ada.username, ada.url, ada.context, second)
    again.enter(PASSWORD, "Sign in")
    again.is_in(channel)
    expect(ada.page.get_by_text("You were signed out")).to_have_count(0)  # who signs out knows


def test_signing_out_in_one_browser_leaves_another_signed_in(person: People):
    ada = person("Ada")
    elsewhere = person("Ada", signed_up=False)
    elsewhere.username = ada.username
    elsewhere.sign_in()

    ada.sign_out()

    elsewhere.say("still here")
    elsewhere.sees("still here")


def test_a_reload_and_a_second_tab_keep_one_signed_in(person: People):
    ada = person("Ada")
    ada.page.reload()
    expect(ada.button("Account")).to_contain_text(ada.username)
    second = ada.tab()
    second.goto(ada.url)

    expect(second.get_by_role("button", name="Account")).to_contain_text(ada.username)


def test_a_restarted_server_keeps_one_signed_in(own_server: Callable[..., Server], person: People):
    server = own_server()
    ada = person("Ada", at=server)
    ada.tolerate("WebSocket", REFUSED, "Transport Error")
    server.kill()
    server.start()
    ada.page.reload()

    expect(ada.button("Account")).to_contain_text(ada.username)


def test_who_is_signed_in_is_led_from_the_entrance_to_the_chat(person: People):
    ada = person("Ada")
    for path in ("/", "/login", "/register"):
        ada.go(path)

        expect(ada.page).to_have_url(re.compile("/chat"))
        expect(ada.log).to_be_visible()


def test_a_stranger_is_led_to_the_sign_in(person: People):
    eve = person("Eve", signed_up=False)
    for path in ("/", "/chat", "/chat?channel=general"):
        eve.go(path)

        expect(eve.page).to_have_url(re.compile(r"/login(\?next=|$)"))
        expect(eve.button("Sign in")).to_be_visible()


def test_a_link_is_followed_after_signing_in_and_after_signing_up(person: People):
    ada, bob, eve = person("Ada"), person("Bob"), person("Eve", signed_up=False)
    name = fresh("linked")
    ada.create_channel(name)
    ada.say("come and see")
    ada.sees("come and see")
    found = ada.message("come and see").get_attribute("data-id")
    link = f"/chat?channel={name}&message={found}"
    bob.sign_out()
    for somebody in (bob, eve):
        somebody.go(link)
        expect(somebody.button("Sign in")).to_be_visible()
    bob.enter(PASSWORD, "Sign in")
    eve.page.get_by_role("link", name="Create an account").click()
    expect(eve.button("Create account")).to_be_visible()
    eve.enter(PASSWORD, "Create account")
    for somebody in (bob, eve):
        expect(somebody.log.locator("[data-target]")).to_contain_text("come and see")
        expect(somebody.page).to_have_url(re.compile(rf"/chat/?\?channel={name}&message={found}$"))


def test_no_link_leads_from_the_sign_in_to_another_site(person: People):
    ada = person("Ada")
    for evil in ("https://evil.test/chat", "//evil.test/chat", "/\\evil.test/chat"):
        ada.context.clear_cookies()
        ada.go(f"/login?next={quote(evil, safe='')}")
        ada.enter(PASSWORD, "Sign in")
        ada.arrive()
        assert ada.page.url.startswith(ada.url + "/chat")


@pytest.mark.parametrize("status", [429, 0])
def test_a_session_that_could_not_be_opened_is_told_of_and_tried_again(person: People, status: int):
    ada, eve = person("Ada"), person("Eve", signed_up=False)
    ada.sign_out()
    for somebody, path, button in ((ada, "/login", "Sign in"), (eve, "/register", "Create account")):
        somebody.tolerate("429", "ERR_FAILED")
        refuse = (lambda route: route.fulfill(status=status)) if status else (lambda route: route.abort())
        somebody.page.route("**/api/session", refuse)
        somebody.go(path)
        somebody.enter(PASSWORD, button)
        alert = somebody.page.get_by_role("alert").filter(has_text="could not be signed in")
        expect(alert).to_be_visible()
        expect(somebody.button("Sign in")).to_be_visible()
        somebody.page.unroute("**/api/session")
        somebody.enter(PASSWORD, "Sign in")
        somebody.arrive()


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(person: People):
    ada = person("Ada", signed_up=False)
    ada.sign_up()

    session = ada.cookie()
    assert (session.get("httpOnly"), session.get("sameSite")) == (True, "Lax")
    assert "chat_session" not in ada.page.evaluate("document.cookie")
    kept = ada.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert (session.get("value") or "nothing") not in kept


def test_the_next_person_in_the_same_tab_sees_nothing_of_the_first(person: People):
    ada = person("Ada")
    ada.create_channel("adas-diary", private=True)
    ada.say("dear diary")
    ada.sees("dear diary")
    ada.composer.fill("half a secret")
    ada.sign_out()

    bob = Person("bob-" + ada.username[4:], ada.url, ada.context, ada.page, ada.errors)
    bob.sign_up()

    expect(bob.button("Account")).to_contain_text(bob.username)
    expect(bob.composer).to_have_value("")
    expect(bob.page.locator("body")).not_to_contain_text("diary")
    bob.go("/chat?channel=adas-diary")
    expect(bob.heading).to_have_text("general")
    expect(bob.page.locator("body")).not_to_contain_text("dear diary")


# -- where there is nothing yet, and where there is nothing at all ---------------------------------


def test_a_fresh_server_asks_for_the_first_account_and_says_what_it_is(
    own_server: Callable[..., Server], person: People
):
    ada = person("Ada", signed_up=False, at=own_server())
    ada.go("/")
    expect(ada.page.get_by_role("heading", name="Nobody is here yet")).to_be_visible()
    ada.page.get_by_role("link", name="Create the first account").click()
    expect(ada.page.get_by_role("heading", name="Create the first account")).to_be_visible()
    expect(ada.page.get_by_text("The first account administers this installation.")).to_be_visible()
    ada.enter(PASSWORD, "Create account")
    ada.arrive()
    told = ada.page.get_by_text("You administer this installation")
    expect(told).to_be_visible()
    ada.page.reload()
    expect(ada.log).to_be_visible()
    expect(told).to_be_hidden()


def test_an_address_of_nothing_is_a_page_with_a_way_back(person: People):
    ada = person("Ada")
    answer = ada.page.goto(ada.url + "/nothing-here")
    assert answer
    assert answer.status == 404
    ada.tolerate("404")
    expect(ada.page.get_by_role("heading", name="Nothing here")).to_be_visible()
    ada.page.get_by_role("link", name="Go to the chat").click()
    ada.arrive()
