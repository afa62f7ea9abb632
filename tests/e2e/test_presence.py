"""Who is here."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SWITCHES, chromium_program
from tests.e2e.people import People, Person, fresh
from tests.support.server import Server

AT_ONCE = 5_000  # ms, within which a person whose last tab was closed has to be gone


def test_whoever_is_here_by_any_tab_of_any_channel_stays_and_who_has_gone_is_gone_at_once(person: People):
    ada, bob, eve = person.together("Ada", "Bob", "Eve")
    for somebody in (ada, bob, eve):
        expect(ada.here(somebody)).to_be_visible()
    expect(bob.here(ada)).to_be_visible()
    changes = note_changes(ada.page)
    bob.page.reload()
    bob.say("back again")
    ada.sees("back again")
    second = bob.tab()
    second.goto(f"{bob.url}/chat?channel=general")
    expect(second.get_by_role("log", name="Messages")).to_be_visible()
    bob.page.close()
    eve.sign_out()
    expect(ada.here(eve)).to_have_count(0, timeout=AT_ONCE)  # Bob would be gone by now as well

    expect(ada.here(bob)).to_have_count(1)
    assert [gone for gone in changes() if bob.username in gone] == []
    second.close()
    expect(ada.here(bob)).to_have_count(0, timeout=AT_ONCE)
    expect(ada.here(ada)).to_be_visible()


def note_changes(page: Page) -> Callable[[], list[str]]:
    """From now on, note who is taken out of the list; the answer tells whom."""
    page.get_by_role("list", name="Online").evaluate(
        """list => {
            window.taken = [];
            new MutationObserver(all => all.forEach(change => change.removedNodes.forEach(
                node => window.taken.push(node.textContent)))).observe(list, { childList: true });
        }"""
    )
    return lambda: page.evaluate("window.taken")


class Chromium:
    """A browser of its own, as processes that a test may end without a word."""

    def __init__(self, folder: Path) -> None:
        self._address = folder / "DevToolsActivePort"
        switches = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        self._process = subprocess.Popen(
            [chromium_program(), *SWITCHES.split(), *switches],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def address(self) -> str:
        """Where it can be told what to do."""
        give_up = time.monotonic() + 30
        while not (self._address.exists() and self._address.read_text().strip()):
            assert time.monotonic() < give_up, "Chromium did not start."
            time.sleep(0.05)
        return "http://127.0.0.1:" + self._address.read_text().split()[0]

    def signal(self, number: signal.Signals) -> None:
        """To every process of it."""
        os.killpg(self._process.pid, number)

    def end(self) -> None:
        """Nothing of it is left."""
        if self._process.poll() is None:
            self.signal(signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Chromium]:
    started = Chromium(tmp_path / "profile")
    yield started
    started.end()


def somebody_in(chromium: Chromium, browser: Browser, server: Server) -> Person:
    """Somebody in the chat with that browser."""
    context = browser.browser_type.connect_over_cdp(chromium.address()).contexts[0]
    context.set_default_timeout(10_000)
    somebody = Person(
        fresh("bob"), server.url, context, context.pages[0] if context.pages else context.new_page()
    )
    somebody.walk_in(server)
    return somebody


def test_a_browser_that_falls_silent_disappears_in_the_time_of_the_setting_and_a_killed_one_at_once(
    own_server: Callable[..., Server], person: People, browser: Browser, chromium: Chromium
):
    server = own_server(OFFLINE_SECONDS="8", CLOSED_TAB_SECONDS="0.5")
    [ada] = person.together("Ada", at=server)
    bob = somebody_in(chromium, browser, server)
    bob.join_channel(ada.heading.inner_text())
    expect(ada.here(bob)).to_be_visible()
    chromium.signal(signal.SIGSTOP)  # its connections stay open, and nothing answers on them
    expect(ada.here(bob)).to_have_count(0, timeout=9_000)
    expect(ada.here(ada)).to_be_visible()
    chromium.signal(signal.SIGCONT)
    expect(ada.here(bob)).to_be_visible()
    chromium.signal(signal.SIGKILL)
    expect(ada.here(bob)).to_have_count(0, timeout=AT_ONCE)


def test_without_input_one_is_away_and_back_with_the_first(own_server: Callable[..., Server], person: People):
    server = own_server(AWAY_SECONDS="2")
    ada, bob = person.together("Ada", "Bob", at=server)
    expect(ada.here(bob)).to_contain_text("away")
    bob.page.mouse.move(300, 300)
    expect(ada.here(bob)).not_to_contain_text("away")
    expect(ada.here(bob)).to_contain_text("away")
    bob.page.keyboard.press("Shift")

    expect(ada.here(bob)).not_to_contain_text("away")
