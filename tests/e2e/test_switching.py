"""Going from channel to channel: the newest choice wins, whenever the answers to older ones come."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.people import PHONE, People, Person, fresh
from tests.support.server import Server
from tests.support.serving import Person as Client

LOAD = re.compile("load_chat|on_load_internal")  # what a page says when it has gone to another address
# Notes each heading that the page shows from now on.
NOTE_HEADINGS = """() => {
    const heading = () => document.querySelector('h1')?.innerText ?? '';
    window.headings = [heading()];
    new MutationObserver(() => heading() !== window.headings.at(-1) && window.headings.push(heading()))
        .observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
# Before any of it is answered.
BACK_AND_FORWARD = """() => new Promise((done, fail) => {
    setTimeout(() => fail(new Error("The address does not change.")), 10_000);
    const before = location.search;
    history.back();
    const timer = setInterval(() => {
        if (location.search === before) return;
        clearInterval(timer);
        history.forward();
        done();
    });
})"""


class Gate:
    """Between a page and its server: holds back what the page says of addresses that it has gone to."""

    def __init__(self, page: Page) -> None:
        self.is_closed = False
        self.held: list[Callable[[], None]] = []
        page.route_web_socket(re.compile("/_event"), self._between)

    def _between(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def said(frame: str | bytes) -> None:
            if self.is_closed and LOAD.search(str(frame)):
                self.held.append(lambda: server.send(frame))
            else:
                server.send(frame)

        socket.on_message(said)
        server.on_message(socket.send)


def choose(somebody: Person, name: str) -> None:
    """Choose a channel; the page goes to its address, whatever it shows yet."""
    somebody.channel(name).click()
    expect(somebody.page).to_have_url(re.compile(rf"\?channel={name}$"))


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Let the page's events be heard until something holds."""
    for _ in range(1000):
        if condition():
            return
        page.wait_for_timeout(10)
    pytest.fail("it did not come about")


def are_one(somebody: Person, name: str) -> None:
    """Page, address, title, list and composer agree on the channel."""
    somebody.is_at(name)
    expect(somebody.page).to_have_title(re.compile(f"#{name} "))
    expect(somebody.composer).to_have_attribute("placeholder", f"Message #{name}")
    current = somebody.channels.locator("a[aria-current=page]")
    expect(current).to_have_text(re.compile(name))


def test_a_channel_is_there_with_the_click_and_nothing_of_another_comes_into_it(
    person: People, server: Server
) -> None:
    ada = person("Ada", signed_up=False)
    gate = Gate(ada.page)
    ada.sign_up()
    last, middle = fresh("last"), fresh("middle")
    ada.create_channel(last)
    ada.say("said in the last one")
    ada.sees("said in the last one")
    ada.create_channel(middle)
    ada.open_channel(last)
    ada.sees("said in the last one")
    ada.page.evaluate(NOTE_HEADINGS)
    gate.is_closed = True
    choose(ada, "general")
    choose(ada, middle)
    ada.page.keyboard.type("typed at once")
    ada.page.keyboard.press("Enter")
    are_one(ada, middle)
    expect(ada.message("said in the last one")).to_have_count(0)
    expect(ada.message("typed at once")).to_be_visible()
    until(ada.page, lambda: len(gate.held) == 2)
    gate.held[0]()
    until(ada.page, lambda: server.stored(middle) == [(1, "typed at once")])
    expect(ada.message("typed at once")).to_have_count(1)
    gate.held[1]()
    ada.sees("typed at once")
    are_one(ada, middle)

    assert ada.page.evaluate("window.headings") == [last, "general", middle]


def test_what_comes_into_a_channel_between_the_click_that_leaves_it_and_the_server_is_unread(
    person: People, client: Client
) -> None:
    bob = person("Bob", signed_up=False)
    gate = Gate(bob.page)
    bob.sign_up()
    channel = client.channel()
    name = client("GET", f"/channels/{channel}")["name"]
    bob.join_channel(name)
    client.say(channel, "seen")
    bob.sees("seen")
    gate.is_closed = True
    choose(bob, "general")
    until(bob.page, lambda: len(gate.held) == 1)
    client.say(channel, "not seen")
    gate.held[0]()
    bob.is_in("general")
    expect(bob.channel(name)).to_have_accessible_description("1 unread")
    gate.is_closed = False
    bob.open_channel(name)
    expect(bob.log.locator("[data-new] + article")).to_contain_text("not seen")


def test_back_forward_and_reload_lead_to_the_channel_of_the_address(person: People, server: Server) -> None:
    [ada] = person.together("Ada")
    first, second = fresh("first"), fresh("second")
    ada.create_channel(first)
    ada.create_channel(second)
    ada.say("to be found")
    ada.sees("to be found")
    message_id = ada.stored("to be found").get_attribute("data-id")
    ada.go(f"/chat?channel={first}")
    are_one(ada, first)
    ada.open_channel(second)
    ada.page.go_back()
    are_one(ada, first)
    ada.say("said after Back")
    ada.sees("said after Back")
    assert server.stored(first) == [(1, "said after Back")]
    ada.page.go_forward()
    are_one(ada, second)
    ada.sees("to be found")
    ada.page.go_back()
    ada.page.reload()
    are_one(ada, first)
    ada.open_channel("general")
    ada.page.evaluate(BACK_AND_FORWARD)
    are_one(ada, "general")

    # A message of a channel that the address does not name: the page is where the message is.
    ada.go(f"/chat?message={message_id}")
    ada.sees("to be found")
    expect(ada.page).to_have_url(re.compile(rf"channel={second}&message={message_id}$"))
    expect(ada.heading).to_have_text(second)
    ada.open_channel(first)
    ada.page.go_back()
    expect(ada.heading).to_have_text(second)
    ada.say("said after Back to a message")
    ada.sees("said after Back to a message")


def test_back_on_a_phone_closes_what_is_open_and_stays_in_the_channel(person: People):
    [ada] = person.together("Ada")
    before = ada.heading.inner_text()
    ada.open_channel("general")
    page = ada.page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    ways = {
        "Show channels": ada.button("Create channel"),
        "Show people": page.get_by_role("list", name="Online"),
        "Search messages": ada.dialog,
        "Emoji": ada.dialog,
    }
    for button, shown in ways.items():
        ada.button(button).click()
        expect(shown).to_be_visible()
        page.go_back()
        expect(shown).to_be_hidden()
        ada.is_in("general")
    ada.button("Show channels").click()
    ada.button("Account").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(ada.button("Create channel")).to_be_visible()
    page.keyboard.press("Escape")  # closed otherwise, so Back goes on to the channel before
    expect(ada.button("Create channel")).to_be_hidden()
    page.go_back()
    ada.is_in(before)
    ada.button("Show channels").click()
    ada.channel("general").click()
    ada.is_in("general")
    page.go_back()
    ada.is_in(before)


def test_each_press_of_a_key_counts_from_the_newest_choice(person: People):
    [ada] = person.together("Ada")
    names = [fresh(f"k{number}") for number in range(3)]  # in the list: general, k0, k1, k2, talk
    for name in names:
        ada.create_channel(name)
    for name in names:
        expect(ada.channel(name)).to_be_visible()
    ada.open_channel("general")
    for _ in range(3):
        ada.page.keyboard.press("Alt+ArrowDown")
    ada.is_in(names[2])
    ada.page.keyboard.press("Alt+ArrowUp")
    ada.page.keyboard.press("Alt+ArrowUp")
    ada.is_in(names[0])
    ada.say("said where the page is")
    ada.sees("said where the page is")
    ada.page.go_back()
    ada.is_in(names[1])
