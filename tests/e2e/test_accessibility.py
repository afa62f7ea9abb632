"""The pages for everybody: what axe finds, what is read out, what the keyboard can do, and how much moves."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.people import DESKTOP, PHONE, People, Person, fresh
from tests.support.server import Server

IS_PHONE = {"size": PHONE, "has_touch": True, "is_mobile": True}
GRAVE = ("serious", "critical")
ALSO = ("region",)  # no more than moderate, but there is no reason for it


def problems(page: Page, *rules: str) -> list[str]:
    """Return what axe finds grave on the page as it is, by all its rules or by some."""
    chosen = {"runOnly": list(rules)} if rules else None
    found: list[dict[str, Any]] = Axe().run(page, options=chosen).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {node['failureSummary'][-200:]}"
        for each in found
        for node in each["nodes"]
        if each["impact"] in GRAVE or each["id"] in ALSO
    ]


def test_axe_would_find_something(person: People):
    eve = person("Eve", signed_up=False)
    eve.go("/login")
    eve.button("Sign in").click()
    expect(
        eve.page.locator(".form-error")
    ).to_be_visible()  # so the page is alive, and stays as it is made now
    eve.page.evaluate(
        "document.querySelector('label').remove(); document.querySelector('h1').style.color = '#eee'"
    )

    assert {each.split(" ")[0] for each in problems(eve.page)} == {"label", "color-contrast"}


def assert_fine(page: Page, where: str) -> None:
    """In the light and in the dark, which differ in nothing but colours."""
    assert problems(page) == [], where
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    assert problems(page, "color-contrast") == [], f"{where}, in the dark"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).not_to_have_class(re.compile("dark"))


@pytest.mark.parametrize("options", [{"size": DESKTOP}, IS_PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_grave_anywhere(person: People, options: dict[str, Any]):
    bob = person("Bob")
    ada = person("Ada", signed_up=False, **options)
    for path in ("/login", "/register"):
        ada.go(path)
        button = ada.page.get_by_role("textbox", name="Password")
        button.fill("short")
        assert_fine(ada.page, path)
        ada.page.get_by_role("textbox", name="Username").fill("x")
        button.press("Enter")
        expect(ada.page.locator(".form-error, [aria-invalid=true]").first).to_be_visible()
        assert_fine(ada.page, f"{path} with errors")
    ada.sign_up()
    name = fresh("axe")
    ada.bring_out("Show channels")
    ada.create_channel(name, "A topic")
    bob.join_channel(name)
    talk(ada, bob)
    assert_fine(ada.page, "the chat")
    for what, show in views(ada, bob).items():
        show()
        assert_fine(ada.page, what)
        ada.page.keyboard.press("Escape")
        expect(ada.page.locator("dialog[open], .menu")).to_have_count(0)
        if ada.page.locator(".drawer[data-open=true]").count():  # which the menu stood in
            ada.page.keyboard.press("Escape")
        expect(ada.page.locator(".drawer[data-open=true]")).to_have_count(0)


def talk(ada: Person, bob: Person) -> None:
    """Every kind of message, somebody who writes, and something unread elsewhere."""
    quote, code = "> said before\n- one\n- two\n\n`code`", "```python\nreturn [1, 'two']  # all\n```"
    for text, part in ((quote, "said before"), (code, "return"), ("wrong", "wrong"), ("gone", "gone")):
        bob.say(text)
        bob.sees(part)
    bob.composer.press("ArrowUp")
    bob.page.get_by_role("textbox", name="Edit message").fill("bygone")
    bob.page.keyboard.press("Enter")
    expect(ada.message("(edited)")).to_have_count(1)
    bob.act("wrong", "Delete message")
    expect(ada.message("This message was deleted.")).to_have_count(1)
    bob.act("bygone", "Reply")
    bob.say(f"an answer to @{ada.username}")
    bob.act("an answer", "Add reaction")
    bob.dialog.get_by_role("textbox", name="Search emoji").fill("rocket")
    bob.dialog.get_by_role("button", name="rocket", exact=True).click()
    expect(ada.message("an answer").locator(".reaction")).to_have_count(1)
    fail_to_send(ada)
    ada.say("from Ada, see https://example.org")
    bob.sees("from Ada")
    bob.say("from Bob")
    ada.sees("from Bob")
    bob.open_channel("general")
    bob.say("elsewhere")
    expect(ada.page.locator(".badges .badge")).to_have_count(1)  # out of sight on a phone


FAILING = """() => {
    const draft = Object.keys(localStorage).find(key => key.startsWith("chat.draft."));
    const [, , person, channel] = draft.split(".");
    const answered = { id: "999999999", author: "Nobody", text: "What nobody said" };
    const id = crypto.randomUUID();
    const message = { id, channel, text: "an answer to nothing", at: Date.now(), answered };
    localStorage.setItem(`chat.outbox.${person}.${id}`, JSON.stringify(message));
}"""


def fail_to_send(somebody: Person) -> None:
    """Return a message that the server refuses, and that stays in the log with a word about it."""
    somebody.composer.fill("a draft")
    somebody.page.evaluate(FAILING)
    somebody.page.reload()
    expect(somebody.log.locator(".failed").get_by_role("alert")).to_be_visible()
    somebody.composer.fill("")


def views(ada: Person, bob: Person) -> dict[str, Callable[[], None]]:
    """Return what can be opened over the chat, and how."""

    def dialog(drawer: str, button: str) -> Callable[[], None]:
        def show() -> None:
            ada.bring_out(drawer)
            ada.button(button).click()
            expect(ada.dialog).to_be_visible()

        return show

    def chosen(item: str) -> Callable[[], None]:
        def show() -> None:
            ada.bring_out("Show channels")
            ada.choose(item)
            expect(ada.dialog).to_be_visible()

        return show

    def drawer(button: str) -> Callable[[], None]:
        return lambda: ada.bring_out(button)

    def menu() -> None:
        ada.bring_out("Show channels")
        ada.button("Account").click()
        expect(ada.page.get_by_role("menuitem").first).to_be_focused()
        ada.page.keyboard.press("End")

    def card() -> None:
        ada.message("from Bob").get_by_role("button", name=bob.username).click()
        expect(ada.dialog).to_be_visible()

    def emoji() -> None:
        ada.button("Emoji").click()
        expect(ada.dialog).to_be_visible()

    def search() -> None:
        ada.open_search().fill("from")
        expect(ada.dialog.get_by_role("link").first).to_be_visible()

    def actions() -> None:
        ada.message("from Ada").focus()
        expect(ada.button("Edit message")).to_be_visible()

    def edit() -> None:
        actions()
        ada.button("Edit message").click()
        expect(ada.page.get_by_role("textbox", name="Edit message")).to_be_focused()

    return {
        "emoji": emoji,
        "search": search,
        "actions": actions,
        "edit": edit,
        "channels": drawer("Show channels"),
        "people": drawer("Show people"),
        "create": dialog("Show channels", "Create channel"),
        "browse": dialog("Show channels", "Browse channels"),
        "invite": dialog("Show people", "Invite people"),
        "topic": dialog("Show people", "Change topic"),
        "leave": dialog("Show people", "Leave channel"),
        "profile": chosen("Profile"),
        "shortcuts": chosen("Keyboard shortcuts"),
        "card": card,
        "menu": menu,
    }


# -- what is read out ------------------------------------------------------------------------------

# Notes each row that comes into the log while it is read out, and is new to the log.
LISTEN = """log => {
    window.readOut = [];
    new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
        const live = node.nodeType === 1 && node.closest('[aria-live]');
        if (live && live.getAttribute('aria-live') === 'polite') window.readOut.push(node.innerText);
    }))).observe(log, { childList: true, subtree: true });
}"""


def read_out(somebody: Person) -> list[str]:
    return somebody.page.evaluate("window.readOut")


def test_new_messages_are_read_out_once_and_politely_and_nothing_else(person: People):
    ada, bob = person.together("Ada", "Bob")
    expect(ada.log).to_have_attribute("aria-live", "polite")
    ada.log.evaluate(LISTEN)
    texts = [f"number {number:02}" for number in range(30)]  # the window moves on more than once
    for text in texts:
        bob.say(text)
    ada.sees(texts[-1])
    ada.say("my own")
    expect(ada.log.locator("[data-seq]").filter(has_text="my own")).to_have_count(1)  # the stored one

    heard = "\n".join(read_out(ada))
    for text in [*texts, "my own"]:
        assert heard.count(text) == 1, text


def test_opening_a_channel_and_reading_far_back_are_not_read_out(person: People, server: Server):
    channel = fresh("quiet")
    server.seed(channel, [f"number {number:03}" for number in range(1, 151)])
    ada = person("Ada")
    expect(ada.log).to_have_attribute("aria-live", "polite")
    ada.log.evaluate(LISTEN)
    ada.join_channel(channel)
    expect(ada.message("number 150")).to_have_count(1)
    expect(ada.log).to_have_attribute("aria-live", "polite")
    ada.scroll_back()
    expect(ada.message("number 060")).to_have_count(1)
    expect(ada.log).to_have_attribute("aria-live", "off")
    ada.button("Jump to newest").click()
    expect(ada.message("number 150")).to_be_in_viewport()
    expect(ada.log).to_have_attribute("aria-live", "polite")

    assert read_out(ada) == []


# -- the keyboard ----------------------------------------------------------------------------------


def test_the_shortcuts_are_listed_and_typing_stays_typing(person: People):
    ada = person("Ada")
    page, help_ = ada.page, ada.page.get_by_role("dialog", name="Keyboard shortcuts")
    ada.composer.press_sequentially("what? no")
    expect(ada.composer).to_have_value("what? no")
    expect(help_).to_be_hidden()
    page.keyboard.press("Control+/")
    expect(help_).to_contain_text("Next channel")
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    expect(ada.composer).to_be_focused()
    ada.log.focus()
    page.keyboard.press("Shift+?")
    expect(help_).to_be_visible()
    page.keyboard.press("Escape")
    ada.choose("Keyboard shortcuts")
    expect(help_).to_be_visible()
    help_.get_by_role("button", name="Close").click()
    expect(ada.button("Account")).to_be_focused()
    expect(ada.composer).to_have_value("what? no")


def test_channels_are_gone_through_by_keyboard(person: People):
    ada, bob = person.together("Ada", "Bob")
    talk_name = ada.heading.inner_text()
    middle = fresh("middle")
    ada.create_channel(middle)
    expect(ada.page.get_by_role("link", name=middle)).to_be_visible()
    keys = ada.page.keyboard  # in the list: general, middle, talk
    ada.composer.press_sequentially("draft")
    keys.press("Alt+ArrowUp")
    expect(ada.heading).to_have_text("general")
    keys.press("Alt+ArrowDown")
    expect(ada.heading).to_have_text(middle)
    expect(ada.composer).to_have_value("draft")
    keys.press("Alt+ArrowDown")
    expect(ada.heading).to_have_text(talk_name)
    keys.press("Alt+ArrowDown")
    expect(ada.heading).to_have_text("general")
    bob.say("news")
    expect(ada.channels).to_contain_text("unread")
    keys.press("Alt+Shift+ArrowDown")
    expect(ada.heading).to_have_text(talk_name)
    expect(ada.channels).not_to_contain_text("unread")
    expect(ada.composer).to_be_focused()


def test_escape_leads_to_the_newest_message(person: People, server: Server):
    channel = fresh("escape")
    server.seed(channel, [f"number {number:03}" for number in range(1, 151)])
    ada = person("Ada")
    ada.join_channel(channel)
    expect(ada.message("number 150")).to_be_in_viewport()
    ada.scroll_back()
    ada.composer.focus()
    ada.page.keyboard.press("Escape")

    expect(ada.message("number 150")).to_be_in_viewport()
    expect(ada.button("Jump to newest")).to_be_hidden()


# -- motion ----------------------------------------------------------------------------------------

# All but what waits for a moment and then appears.
MOVING = """() => document.getAnimations()
    .filter(one => !["appear", "arrive"].includes(one.animationName)).length"""


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_whoever_asks_for_that(person: People, motion: str):
    bob = person("Bob")
    ada = person("Ada", reduced_motion=motion, **IS_PHONE)
    moving = 0
    ada.button("Show channels").tap()
    moving += ada.page.evaluate(MOVING)
    ada.page.keyboard.press("Escape")
    bob.composer.press_sequentially("writing")
    expect(ada.page.locator(".typing-line")).to_contain_text("is typing")
    moving += ada.page.evaluate(MOVING)
    ada.button("Show people").tap()
    moving += ada.page.evaluate(MOVING)
    ada.button("Invite people").tap()
    expect(ada.dialog).to_be_visible()
    moving += ada.page.evaluate(MOVING)

    assert (moving == 0) is (motion == "reduce")
