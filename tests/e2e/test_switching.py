"""Going from channel to channel: the newest choice wins, whenever the answers to older ones come."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.people import People, Person, fresh

LOAD = re.compile("load_chat|on_load_internal")  # what a page says when it has gone to another address
# Notes each heading that the page shows from now on.
NOTE_HEADINGS = """() => {
    const heading = () => document.querySelector('h1')?.innerText ?? '';
    window.headings = [heading()];
    new MutationObserver(() => heading() !== window.headings.at(-1) && window.headings.push(heading()))
        .observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


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


def test_a_channel_that_was_left_does_not_come_back_when_its_answer_is_late(person: People):
    ada = person("Ada", signed_up=False)
    gate = Gate(ada.page)
    ada.sign_up()
    last, middle = fresh("last"), fresh("middle")
    ada.create_channel(last)
    ada.create_channel(middle)
    ada.open_channel(last)
    ada.page.evaluate(NOTE_HEADINGS)
    gate.is_closed = True
    choose(ada, "general")
    choose(ada, middle)
    until(ada.page, lambda: len(gate.held) == 2)
    gate.held[0]()
    expect(ada.heading).to_have_text("general")
    gate.held[1]()
    expect(ada.heading).to_have_text(middle)

    assert ada.page.evaluate("window.headings") == [last, "general", middle]


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
