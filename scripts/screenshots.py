"""Pictures of the pages: `python -m scripts.screenshots` makes those of the README in docs/screenshots.

With a directory as argument it puts pictures of every part of the page there instead, in three sizes,
light and dark. Needs what the tests need.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from chat_app.cli.build import build_pages
from chat_app.cli.processes import ROOT
from tests.e2e.conftest import SWITCHES, chromium_program
from tests.e2e.people import DESKTOP, PASSWORD, PHONE, TABLET, Person
from tests.support.server import Server

PEOPLE = {"maya": "Maya Chen", "jonas": "Jonas Weber", "amara": "Amara Okafor", "rosa": "Rosa Ortega"}
YESTERDAY = [
    ("amara", "The release notes are ready for a last look: https://example.org/notes/2-4"),
    ("rosa", "Reading them now."),
    ("rosa", "Only one thing: the part about imports should say that old files still work."),
    ("amara", "Good point, added."),
]
TODAY = [
    ("jonas", "Good morning! The build for 2.4 passed on all three machines."),
    ("jonas", "I would like to start the rollout at two, so that everybody is around."),
    ("maya", "Two is fine for me. Who watches the dashboards?"),
    ("amara", "I do, together with Rosa.\nIf anything looks odd we stop at 10 % and talk here."),
    ("rosa", "The plan, in short:\n1. 10 % at two\n2. half an hour of quiet\n3. everybody by four"),
    ("maya", "Love it. Short, and nothing happens after four."),
]
NOW = [
    ("jonas", "Support has the answers for the first questions, too."),
    ("amara", "Then we are ready. See you at two!"),
]


def main() -> None:
    """Make the pictures."""
    build_pages()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    target = folder or ROOT / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with lively_server() as (server, browser, cookies):
        if folder is None:
            for name, size, scheme in [
                ("chat-light", (1280, 800), "light"),
                ("chat-dark", (1280, 800), "dark"),
                ("phone", (390, 780), "light"),
            ]:
                with maya_at(browser, server, cookies, size, scheme) as maya:
                    show_talk(maya)
                    maya.page.screenshot(path=target / f"{name}.png")
            return
        for width, size in (("1440", DESKTOP), ("768", TABLET), ("360", PHONE)):
            for scheme in ("light", "dark"):
                with maya_at(browser, server, cookies, size, scheme) as maya:
                    photograph_everything(maya, target, f"{width}-{scheme}")


@contextmanager
def lively_server() -> Iterator[tuple[Server, Browser, list]]:
    """Start a server with people on it who talk; give the cookies of one of them too."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=SWITCHES.split())
        server = Server(Path(folder))
        server.start()
        try:
            people = {username: come(browser.new_context(), server, username) for username in PEOPLE}
            talk(server, people)
            yield server, browser, people["maya"].context.cookies()
        finally:
            browser.close()
            server.stop()


def come(context: BrowserContext, server: Server, username: str) -> Person:
    """Somebody signs up."""
    somebody = Person(username, server.url, context, context.new_page())
    somebody.go("/register")
    somebody.page.get_by_role("textbox", name="Display name").fill(PEOPLE[username])
    somebody.enter(PASSWORD, "Create account")
    somebody.arrive()
    return somebody


def talk(server: Server, people: dict[str, Person]) -> None:
    """They make channels and talk; something stays unread for Maya."""
    at = datetime.now(UTC)
    times = [at - timedelta(days=1, minutes=9 - number) for number in range(len(YESTERDAY))]
    times += [at - timedelta(minutes=14 - 2 * number) for number in range(len(TODAY))]
    said = [*YESTERDAY, *TODAY]
    server.seed("release", [text for _, text in said], times, [author for author, _ in said])
    maya, jonas = people["maya"], people["jonas"]
    for somebody in people.values():
        somebody.join_channel("release")
    maya.button("Change topic").click()
    maya.dialog.get_by_role("textbox", name="Topic").fill("Version 2.4 goes out on Thursday")
    maya.dialog.get_by_role("button", name="Save").click()
    maya.create_channel("design", "Pictures, colours, words")
    maya.create_channel("hiring", private=True)
    maya.create_channel("support", "What people ask us")
    jonas.create_channel("music", "What plays while we work")
    jonas.join_channel("support")
    maya.open_channel("release")
    for text in ("A question about invoices", "Solved, it was the old address.", "Anybody seen this before?"):
        jonas.say(text)
    jonas.open_channel("release")
    for author, text in NOW:
        people[author].say(text)
        maya.sees(text)


@contextmanager
def maya_at(
    browser: Browser, server: Server, cookies: list, size: tuple[int, int], scheme: str
) -> Iterator[Person]:
    """Maya with a screen of that size."""
    viewport = ViewportSize(width=size[0], height=size[1])
    options = {"viewport": viewport, "color_scheme": scheme, "locale": "en-GB", "reduced_motion": "reduce"}
    context = browser.new_context(**options, device_scale_factor=2 if size[0] < 500 else 1)
    context.add_cookies(cookies)
    yield Person("maya", server.url, context, context.new_page())
    context.close()


def show_talk(maya: Person) -> None:
    """Open the channel with the conversation."""
    maya.go("/chat?channel=release")
    maya.sees(NOW[-1][1])
    expect(maya.page.get_by_role("separator", name="Today")).to_have_count(1)


def photograph_everything(maya: Person, folder: Path, suffix: str) -> None:
    """Every part of the page."""

    def take(name: str) -> None:
        maya.page.wait_for_timeout(300)  # for what slides
        maya.page.screenshot(path=folder / f"{name}-{suffix}.png")

    show_talk(maya)
    take("channel")
    maya.go("/chat?channel=design")
    expect(maya.log).to_contain_text("Say hello")
    take("empty")
    for drawer, label in (("channels", "Show channels"), ("people", "Show people")):
        if maya.button(label).is_visible():
            maya.button(label).click()
            take(f"drawer-{drawer}")
            maya.page.keyboard.press("Escape")
    bring_out(maya, "Show channels")
    maya.button("Account").click()
    take("menu")
    maya.page.keyboard.press("Escape")
    for name in ("Create channel", "Browse channels", "Invite people", "Leave channel"):
        bring_out(maya, "Show channels" if name.endswith("channel") or "Browse" in name else "Show people")
        if not maya.button(name).is_visible():
            maya.page.keyboard.press("Escape")
            bring_out(maya, "Show people")
        maya.button(name).click()
        if name == "Create channel":
            maya.dialog.get_by_role("textbox", name="Channel name").fill("Équipe des ventes")
            maya.dialog.get_by_role("button", name="Create", exact=True).click()
            expect(maya.dialog).to_contain_text("equipe-des-ventes")
        take("dialog-" + name.lower().replace(" ", "-"))
        maya.page.keyboard.press("Escape")
        expect(maya.dialog).to_be_hidden()
    maya.page.keyboard.press("Control+k")
    maya.dialog.get_by_role("textbox", name="Search").fill("re")
    expect(maya.dialog.locator(".search-result").first).to_be_visible()
    take("search")
    maya.page.keyboard.press("Escape")
    bring_out(maya, "Show channels")
    maya.choose("Keyboard shortcuts")
    take("shortcuts")
    maya.go("/chat?channel=music")
    expect(maya.button("Join")).to_be_visible()
    take("visiting")
    maya.go("/nothing-here")
    take("nothing-here")
    sign_in_pages(maya.page, maya.url, take)


def bring_out(maya: Person, label: str) -> None:
    """Open the drawer, where it is one."""
    if maya.button(label).is_visible() and maya.button(label).get_attribute("aria-expanded") != "true":
        maya.button(label).click()
        maya.page.wait_for_timeout(250)


def sign_in_pages(page: Page, url: str, take) -> None:
    """Take pictures of the pages for a user who is not signed in."""
    page.context.clear_cookies()
    page.goto(url + "/login")
    page.get_by_role("textbox", name="Username").fill("maya")
    page.get_by_role("textbox", name="Password").fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    take("login")
    page.goto(url + "/register")
    page.get_by_role("button", name="Create account", exact=True).click()
    expect(page.get_by_role("textbox", name="Username")).to_be_focused()
    take("register")


if __name__ == "__main__":
    main()
