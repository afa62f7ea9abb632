"""A private channel is for those who were invited."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, People, Person, fresh
from tests.support.server import Server


def notice(somebody: Person) -> str:
    """Return what the page says about an address that leads nowhere."""
    expect(somebody.page.get_by_role("alert")).to_be_visible()
    said = somebody.page.get_by_role("alert").inner_text()
    somebody.button("Dismiss").click()
    expect(somebody.page.get_by_role("alert")).to_have_count(0)
    return said


def test_who_is_not_a_member_sees_nothing_of_a_private_channel(person: People):
    ada, bob, eve = person("Ada"), person("Bob"), person("Eve")
    name, topic, secret = fresh("plan"), fresh("topic"), fresh("secret")
    ada.create_channel(name, topic, private=True)
    ada.invite(bob)
    bob.open_channel(name)
    ada.say(secret)
    bob.sees(secret)  # for a member all of it is there

    expect(eve.channel(name)).to_have_count(0)
    eve.button("Browse channels").click()
    expect(eve.dialog).to_be_visible()
    expect(eve.dialog.get_by_text(name)).to_have_count(0)
    eve.go(f"/chat?channel={name}")
    expect(eve.heading).to_have_text("general")
    told = notice(eve)
    eve.go("/chat?channel=no-such-channel")
    expect(eve.heading).to_have_text("general")
    assert notice(eve) == told, "The answer tells whether the channel exists."

    bob.say(f"{secret} live")
    ada.sees(f"{secret} live")
    word = fresh("nothing-to-see")
    eve.say(word)
    eve.sees(word)
    assert any(word in frame for frame in eve.heard), "What the page hears is not recorded."
    leaked = [frame for frame in eve.heard for word in (topic, secret) if word in frame]
    assert not leaked


def test_whoever_is_invited_is_found_while_their_name_is_typed(person: People):
    ada, bob = person("Ada"), person("Bob")
    ada.create_channel(fresh("secret"), private=True)
    ada.button("Invite people").click()
    field = ada.dialog.get_by_role("combobox", name="Username")
    field.press_sequentially(bob.username[1:])
    option = ada.dialog.locator(f"datalist option[value='{bob.username}']")
    expect(option).to_be_attached()
    field.fill(option.get_attribute("value") or "")
    field.press("Enter")
    expect(ada.dialog).to_be_hidden()
    expect(ada.here(bob)).to_be_visible()


def test_an_invitation_opens_a_private_channel_with_all_its_history(person: People):
    ada, eve = person("Ada"), person("Eve")
    name = fresh("club")
    ada.create_channel(name, private=True)
    ada.say("before Eve came")
    ada.sees("before Eve came")
    expect(eve.channel(name)).to_have_count(0)
    ada.invite(eve)

    expect(eve.channel(name)).to_be_visible()
    expect(eve.heading).to_have_text("general")  # told of it, not taken there
    eve.open_channel(name)
    eve.sees("before Eve came")
    eve.say("thank you")
    ada.sees("thank you")
    expect(ada.here(eve)).to_be_visible()


def test_inviting_a_name_that_nobody_has_is_said_beside_the_field(person: People):
    [ada] = person.together("Ada")
    ada.button("Invite people").click()
    field = ada.dialog.get_by_role("combobox", name="Username")
    field.fill("nobody-at-all")
    field.press("Enter")

    expect(field).to_have_accessible_description(re.compile("Nobody here has that username"))
    expect(field).to_be_focused()


def test_who_left_a_private_channel_is_a_stranger_to_it(person: People):
    ada, bob = person("Ada"), person("Bob")
    name = fresh("band")
    ada.create_channel(name, private=True)
    ada.invite(bob)
    bob.open_channel(name)
    bob.leave_channel()
    expect(bob.heading).to_have_text("general")
    bob.heard.clear()
    ada.say("without Bob")
    ada.sees("without Bob")
    bob.go(f"/chat?channel={name}")

    expect(bob.heading).to_have_text("general")
    expect(bob.channel(name)).to_have_count(0)
    assert not any("without Bob" in frame for frame in bob.heard)


def rest(somebody: Person) -> Callable[..., Any]:
    """Return the REST door for a user: `call("GET", "/channels")` gives what it answers."""
    request = somebody.context.request
    api = f"{somebody.url}/api/v1"
    account = {"username": somebody.username, "password": PASSWORD}
    token = request.post(f"{api}/auth/login", data=account).json()["access_token"]

    def call(method: str, path: str) -> Any:
        answer = request.fetch(api + path, method=method, headers={"Authorization": f"Bearer {token}"})
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    return call


def test_who_is_removed_is_out_at_once_in_every_tab_and_says_nothing_elsewhere(
    person: People, server: Server
) -> None:
    ada, bob = person("Ada"), person("Bob")
    name, word = fresh("crew"), fresh("word")
    ada.create_channel(name, private=True)
    ada.invite(bob)
    bob.open_channel(name)
    ada.say("all hands")
    bob.sees("all hands")
    second = bob.tab()
    second.goto(bob.page.url)
    expect(second.get_by_role("heading", level=1)).to_have_text(name)
    call = rest(ada)
    [channel] = [one["id"] for one in call("GET", "/channels")["items"] if one["name"] == name]
    members = call("GET", f"/channels/{channel}/members")["items"]
    [removed] = [one["user"]["id"] for one in members if one["user"]["username"] == bob.username]
    bob.page.bring_to_front()
    bob.composer.fill(f"{word} is for")
    call("DELETE", f"/channels/{channel}/members/{removed}")

    expect(bob.dialog).to_contain_text(f"You are no longer in {name}.")
    bob.page.keyboard.type(f" {word} few people")
    bob.page.keyboard.press("Enter")
    expect(bob.dialog.get_by_role("textbox")).to_have_value(f"{word} is for")
    bob.button("Go to #general").click()
    bob.is_in("general")
    expect(bob.composer).to_be_empty()
    expect(bob.composer).to_be_focused()
    assert server.stored(name) == [(1, "all hands")]
    assert not any(word in text for _, text in server.stored("general"))
    expect(second.get_by_role("dialog")).to_contain_text(f"You are no longer in {name}.")
    second.keyboard.press("Escape")
    for page in (bob.page, second):
        expect(page.get_by_role("heading", level=1)).to_have_text("general")
        expect(page.locator("body")).not_to_contain_text("all hands")
    expect(bob.channel(name)).to_have_count(0)
    expect(ada.here(bob)).to_have_count(0)
    bob.heard.clear()
    ada.say("without him")
    ada.sees("without him")
    bob.say(word)
    bob.sees(word)
    assert not any("without him" in frame for frame in bob.heard)


def test_no_page_is_shown_in_a_frame_and_none_takes_scripts_from_elsewhere(person: People) -> None:
    ada = person("Ada")
    ada.tolerate("frame-ancestors", "Framing", "script-src", "elsewhere.test")
    with ada.page.expect_response(f"{ada.url}/login*") as answered:
        ada.page.evaluate(
            "document.body.append(Object.assign(document.createElement('iframe'), {src: '/login'}))"
        )
    headers = answered.value.headers
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    expect(ada.page.frame_locator("iframe").get_by_role("button", name="Sign in")).to_have_count(0)
    refused = """() => new Promise((refused) => {
        document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused(blockedURI));
        setTimeout(() => refused("nothing"), 10_000);
        const script = document.createElement("script");
        script.src = "http://elsewhere.test/x.js";
        document.body.append(script);
    })"""
    assert ada.page.evaluate(refused) == "http://elsewhere.test/x.js"
