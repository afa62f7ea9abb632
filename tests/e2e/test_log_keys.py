"""The keyboard among the messages: one stop of the Tab key, arrows to go on, single keys to act."""

import re
from contextlib import closing
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, Person, fresh
from tests.support.server import Server
from tests.support.serving import Person as Client

NAME = "document.activeElement.innerText || document.activeElement.ariaLabel"
WITHIN_LOG = "document.activeElement.closest('.log') !== null"


@pytest.fixture
def ada(person: People, server: Server) -> Person:
    """Somebody who has said something in a log full of links, quotes, reactions and code."""
    code = "```python\n" + "value = 1  # " + "and so on, " * 40 + "\n```"
    said = [f"see https://example.org/{number}" for number in range(8)] + [code]
    server.seed(name := fresh("keys"), said, authors=["grace"])
    ada = person("Ada")
    with closing(Client(server, ada.username, again=True)) as client:
        (channel,) = [each["id"] for each in client("GET", "/channels")["items"] if each["name"] == name]
        client("POST", f"/channels/{channel}/join")
        of_grace = client("GET", f"/channels/{channel}/messages")["items"]
        answer = {"text": "an answer", "reply_to": of_grace[6]["id"]}
        client("POST", f"/channels/{channel}/messages", answer)
        client.say(channel, "my own words, with https://example.org/mine")
        client("PUT", f"/messages/{of_grace[7]['id']}/reactions/{quote('🚀')}")
    ada.open_channel(name)
    ada.sees("an answer", "my own words")
    expect(ada.log.locator(".reaction")).to_have_count(1)
    expect(ada.message("my own words")).to_be_in_viewport()
    ada.page.mouse.move(5, 5)  # the message under it would have its buttons out
    ada.composer.focus()
    return ada


def presses_to_leave(page: Page, key: str) -> int:
    """How often Tab is pressed, one way or the other, until the focus is out of the log."""
    for count in range(1, 20):
        page.keyboard.press(key)
        if not page.evaluate(WITHIN_LOG):
            return count
    raise AssertionError("Tab does not lead out of the log.")


def test_the_log_is_one_stop_of_the_tab_key(ada: Person):
    ada.page.keyboard.press("Shift+Tab")
    expect(ada.message("my own words")).to_be_focused()
    assert presses_to_leave(ada.page, "Shift+Tab") == 1
    ada.page.keyboard.press("Tab")
    expect(ada.message("my own words")).to_be_focused()
    assert presses_to_leave(ada.page, "Tab") == 1
    expect(ada.composer).to_be_focused()


def test_a_message_with_the_focus_is_named_by_whose_it_is_and_what_it_says(ada: Person):
    ada.page.keyboard.press("Shift+Tab")
    own = re.compile(rf"^{ada.username}, \d+:\d\d.*, my own words, with https://example.org/mine$")
    expect(ada.message("my own words")).to_be_focused()
    expect(ada.message("my own words")).to_have_accessible_name(own)
    ada.page.keyboard.press("ArrowUp")
    expect(ada.message("an answer")).to_have_accessible_name(re.compile(r"example.org/6.*an answer"))
    ada.page.keyboard.press("ArrowUp")
    ada.page.keyboard.press("ArrowUp")
    expect(ada.message("example.org/7")).to_have_accessible_name(re.compile("🚀 1$"))


def test_arrows_home_end_and_pages_go_through_the_messages(ada: Person):
    keys, newest = ada.page.keyboard, ada.message("my own words")
    keys.press("Shift+Tab")
    keys.press("ArrowUp")
    expect(ada.message("an answer")).to_be_focused()
    keys.press("Home")
    expect(ada.message("example.org/0")).to_be_focused()
    expect(ada.message("example.org/0")).to_be_in_viewport()
    keys.press("End")
    expect(newest).to_be_focused()
    keys.press("PageUp")
    expect(newest).not_to_be_focused()
    keys.press("PageDown")
    expect(newest).to_be_focused()
    keys.press("ArrowDown")
    expect(ada.composer).to_be_focused()


def test_enter_leads_to_what_a_message_has_and_escape_back_to_writing(ada: Person):
    keys, row = ada.page.keyboard, ada.message("an answer")
    keys.press("Shift+Tab")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(row.get_by_role("button", name=ada.username)).to_be_focused()
    stops = []
    while ada.page.evaluate(WITHIN_LOG):
        stops.append(ada.page.evaluate(NAME))
        keys.press("Tab")
    assert stops[0] == ada.username
    assert "example.org/6" in stops[1]
    assert stops[-1] == "Delete message"
    row.get_by_role("button", name=ada.username).focus()
    keys.press("ArrowDown")
    expect(ada.message("my own words")).to_be_focused()
    keys.press("Enter")
    keys.press("Escape")
    expect(ada.composer).to_be_focused()


def test_single_keys_act_on_the_message(ada: Person):
    keys, editor = ada.page.keyboard, ada.page.get_by_role("textbox", name="Edit message")
    mine = ada.message("my own words")
    keys.press("Shift+Tab")
    expect(mine).to_be_focused()
    keys.press("e")
    expect(editor).to_be_focused()
    expect(editor).to_have_value(re.compile("^my own words"))
    keys.type(" E R Del")  # in a field they are letters
    keys.press("Escape")
    expect(ada.composer).to_be_focused()
    keys.press("Shift+Tab")
    expect(mine).to_be_focused()
    keys.press("+")
    expect(ada.dialog.get_by_role("textbox", name="Search emoji")).to_be_focused()
    keys.type("rocket")
    expect(ada.dialog.locator("[data-emoji]").first).to_have_accessible_name("rocket")
    keys.press("Enter")
    expect(ada.log.locator(".reaction")).to_have_count(2)
    expect(mine.get_by_role("button", name="Add reaction", exact=True)).to_be_focused()
    keys.press("ArrowUp")
    expect(ada.message("an answer")).to_be_focused()
    keys.press("r")
    expect(ada.page.locator(".replying")).to_contain_text("an answer")
    expect(ada.composer).to_be_focused()
    expect(ada.composer).to_have_value("")
    keys.press("Escape")
    expect(ada.page.locator(".replying")).to_have_count(0)
    keys.press("Shift+Tab")
    expect(mine).to_be_focused()
    keys.press("Delete")
    expect(mine).to_have_count(0)
    expect(ada.button("Undo")).to_be_focused()


def test_single_keys_do_nothing_to_what_one_may_not_change(ada: Person, person: People):
    bob = person("Bob")
    name = ada.heading.inner_text()
    bob.join_channel(name)
    bob.composer.focus()
    keys = bob.page.keyboard
    keys.press("Shift+Tab")
    expect(bob.message("my own words")).to_be_focused()
    expect(bob.button("Reply")).to_be_visible()
    keys.press("Delete")
    expect(bob.message("my own words")).to_be_focused()
    keys.press("e")  # what no button takes is a letter
    expect(bob.composer).to_be_focused()
    expect(bob.composer).to_have_value("e")
