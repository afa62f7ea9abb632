"""Somebody at a browser, who uses the pages by the names that assistive technology reads out."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, TimeoutError, WebSocket, expect

from tests.support.server import Server

PASSWORD = "correct horse"
# A page shows before it does anything: its parts are in the built file. From then on they are React's.
ALIVE = """() => [...document.querySelectorAll("body *")].some((part) =>
    Object.keys(part).some((name) => name.startsWith("__reactFiber")))"""


def fresh(name: str) -> str:
    """Return a name that nothing has had, beginning with this one."""
    return f"{name}-{secrets.token_hex(3)}"


@dataclass
class Person:
    """Somebody with a browser of their own; what goes wrong in its pages is noted in `errors`."""

    username: str
    url: str
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)  # all that the server told the pages
    sockets: list[WebSocket] = field(default_factory=list)  # all that the pages opened
    _tolerated: list[str] = field(default_factory=list)

    # -- coming in -------------------------------------------------------------------------------

    def walk_in(self, server: Server) -> None:
        """Arrive in the chat with an account just made, without the pages for it."""
        token = server.admit(self.username, PASSWORD)
        self.context.add_cookies([{"name": server.cookie_name, "value": token, "url": server.url}])
        self.go("/chat")
        self.arrive()

    def sign_up(self, password: str = PASSWORD) -> None:
        """Make an account on the page for it, and arrive in the chat."""
        self.go("/register")
        self.enter(password, "Create account")
        self.arrive()

    def sign_in(self, password: str = PASSWORD) -> None:
        """Sign in on the page for it, and arrive in the chat."""
        self.go("/login")
        self.enter(password, "Sign in")
        self.arrive()

    def enter(self, password: str, button: str) -> None:
        """Fill in the form of the sign-in page and send it, once it can be sent."""
        self.page.wait_for_function(ALIVE)
        self.page.get_by_role("textbox", name="Username").fill(self.username)
        self.page.get_by_role("textbox", name="Password").fill(password)
        self.page.get_by_role("button", name=button, exact=True).click()

    def arrive(self) -> None:
        """Be in the chat, with a channel open."""
        self.page.wait_for_url(re.compile("/chat"))
        expect(self.page.get_by_role("log")).to_be_visible()

    def sign_out(self) -> None:
        """Leave by the account menu; the page loads anew."""
        with self.page.expect_event("load"):
            self.choose("Sign out")
        expect(self.button("Sign in")).to_be_visible()

    def go(self, path: str) -> None:
        """Open an address of the server, for example `/chat?channel=general`; it returns once it is alive."""
        self.page.goto(self.url + path)
        self.page.wait_for_function(ALIVE)

    def cookie(self) -> dict[str, Any]:
        """Return the session's cookie, as Playwright tells of it."""
        cookies: list[Any] = self.context.cookies()
        return next(each for each in cookies if "chat_session_" in each["name"])

    def tab(self) -> Page:
        """Another tab of the same browser, signed in as the first is."""
        return watched(self.context.new_page(), self.errors, self.heard, self.sockets)

    # -- what is on the page ---------------------------------------------------------------------

    @property
    def log(self) -> Locator:
        """The messages of the channel on show."""
        return self.page.get_by_role("log", name="Messages")

    @property
    def composer(self) -> Locator:
        """Where a message is written."""
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def heading(self) -> Locator:
        """The name of the channel on show."""
        return self.page.get_by_role("heading", level=1)

    @property
    def channels(self) -> Locator:
        """The list of one's channels."""
        return self.page.get_by_role("navigation", name="Channels")

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    @property
    def reconnecting(self) -> Locator:
        """The status while the connection is away."""
        return self.page.get_by_role("status", name="Reconnecting")

    def here(self, somebody: "Person") -> Locator:
        """Somebody in the list of who is here."""
        online = self.page.get_by_role("list", name="Online")
        return online.get_by_role("listitem").filter(has_text=somebody.username)

    def message(self, text: str) -> Locator:
        """Return the messages on show that contain a text."""
        return self.log.get_by_role("article").filter(has_text=text)

    def stored(self, text: str) -> Locator:
        """Those of them that came from the server: one's own are on show before they are stored."""
        return self.message(text).and_(self.page.locator("[data-seq]"))

    def channel(self, name: str) -> Locator:
        """Return a channel in the list of one's channels."""
        return self.channels.get_by_role("link", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """Return a button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    # -- what one does ---------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Send a message to the channel on show."""
        self.composer.fill(text)
        if self.page.evaluate("matchMedia('(pointer: coarse)').matches"):
            self.button("Send").tap()
        else:
            self.composer.press("Enter")

    def is_at(self, name: str) -> None:
        """Expect the channel in the heading and in the address, as it is with the click."""
        expect(self.heading).to_have_text(name)
        expect(self.page).to_have_url(re.compile(rf"\?channel={name}$"))

    def is_in(self, name: str) -> None:
        """Expect the channel on show, with its messages."""
        self.is_at(name)
        expect(self.log.locator(".arriving")).to_have_count(0)

    def sees(self, *texts: str) -> None:
        """Each of these messages is on show, once and stored; whatever was sent before it has come too."""
        for text in texts:
            expect(self.stored(text)).to_have_count(1)
            expect(self.message(text)).to_have_count(1)

    def act(self, text: str, button: str) -> None:
        """Point at the latest message with a text and press one of its buttons."""
        row = self.stored(text).last
        pressed = row.get_by_role("button", name=button, exact=True)
        for _ in range(5):
            self.point_at(row)
            with suppress(TimeoutError):
                return pressed.click(timeout=2_000)
        pressed.click()

    def point_at(self, row: Locator) -> None:
        """Have the mouse on a message; what comes in can move it away: then one points once more."""
        for _ in range(5):
            row.hover()
            with suppress(AssertionError):
                return expect(row.get_by_role("group", name="Message actions")).to_be_visible(timeout=2_000)

    def scroll_back(self) -> None:
        """Scroll up to the first row there is; at first a channel finds its place whatever one does."""
        for _ in range(5):
            self.log.evaluate("log => log.scrollTop = 0")
            with suppress(AssertionError):
                return expect(self.page.locator(".jump")).to_be_visible(timeout=2_000)

    def bring_out(self, button: str) -> None:
        """Where there is no room for it, bring out a drawer: `bring_out("Show channels")`."""
        expect(self.log).to_be_visible()
        if self.button(button).is_visible():
            self.button(button).click()

    def open_search(self) -> Locator:
        """By the keyboard; the field, which has the focus."""
        self.page.keyboard.press("Control+k")
        field = self.dialog.get_by_role("textbox", name="Search")
        expect(field).to_be_focused()
        return field

    def choose(self, item: str) -> None:
        """Choose from the account menu."""
        self.button("Account").click()
        expect(self.page.get_by_role("menu").locator(":focus")).to_have_count(1)
        self.page.get_by_role("menu").get_by_text(item, exact=True).click()

    def create_channel(self, name: str, topic: str = "", *, private: bool = False) -> None:
        """Make a channel, which opens."""
        self.button("Create channel").click()
        expect(self.dialog.get_by_role("textbox", name="Channel name")).to_be_focused()
        self.dialog.get_by_role("textbox", name="Channel name").fill(name)
        self.dialog.get_by_role("textbox", name="Topic").fill(topic)
        if private:
            self.dialog.get_by_role("checkbox").check()
        self.dialog.get_by_role("button", name="Create", exact=True).click()
        self.is_in(name)

    def join_channel(self, name: str) -> None:
        """Find a public channel and join it; it opens."""
        self.button("Browse channels").click()
        entry = self.dialog.get_by_role("listitem").filter(has_text=name)
        entry.get_by_role("button", name="Join").click()
        self.is_in(name)

    def open_channel(self, name: str) -> None:
        """Open one of one's channels."""
        self.channel(name).click()
        self.is_in(name)

    def leave_channel(self) -> None:
        """Leave the channel on show."""
        self.button("Leave channel").click()
        self.dialog.get_by_role("button", name="Leave", exact=True).click()

    def invite(self, somebody: "Person") -> None:
        """Bring somebody into the channel on show."""
        self.button("Invite people").click()
        expect(self.dialog.get_by_role("combobox", name="Username")).to_be_focused()
        self.dialog.get_by_role("combobox", name="Username").fill(somebody.username)
        self.dialog.get_by_role("button", name="Invite", exact=True).click()
        expect(self.dialog).to_be_hidden()

    def go_offline(self) -> None:
        """Lose the network. A page knows before its connection is cut, and hears what comes meanwhile."""
        self.context.set_offline(True)
        for socket in self.sockets:
            with suppress(TimeoutError):  # of a page that has gone nothing more is told
                if not socket.is_closed():
                    socket.wait_for_event("close", timeout=3_000)
        expect(self.reconnecting).to_be_visible()

    @contextmanager
    def holding(self, place: Locator) -> Iterator[None]:
        """Touch something, and rest the finger there for as long as this lasts."""
        middle = place.evaluate(
            "e => { const { x, y, width, height } = e.getBoundingClientRect();"
            " return { x: x + width / 2, y: y + height / 2 }; }"
        )
        touch = self.context.new_cdp_session(self.page)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [middle]})
        yield
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        touch.detach()

    # -- what went wrong -------------------------------------------------------------------------

    def tolerate(self, *parts: str) -> None:
        """Say that errors with these texts in them belong to what this test does."""
        self._tolerated += parts

    def unexpected_errors(self) -> list[str]:
        """Return what went wrong in the pages and was not tolerated."""
        return [error for error in self.errors if not any(part in error for part in self._tolerated)]


def watched(page: Page, errors: list[str], heard: list[str], sockets: list[WebSocket]) -> Page:
    """Return the page; note its errors, what it hears from the server, and its websockets in the lists."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location['url']})")

    def listen(socket: WebSocket) -> None:
        sockets.append(socket)
        socket.on("framereceived", lambda frame: heard.append(str(frame)))

    page.on("console", note)
    page.on("websocket", listen)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page
