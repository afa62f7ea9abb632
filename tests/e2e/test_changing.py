"""Editing and deleting messages, with two people who watch each other."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import DESKTOP, PHONE, People
from tests.e2e.person import Person, fresh
from tests.e2e.waiting import comes_to
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def editor(somebody: Person) -> Locator:
    return somebody.log.get_by_role("textbox", name="Edit message")


def to_the_bin(somebody: Person, text: str) -> None:
    """Press Tab from a message with the focus to its last button."""
    button = somebody.message(text).get_by_role("button", name="Delete message")
    expect(button).to_be_visible()
    for _ in range(9):
        somebody.page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            return
    raise AssertionError("Tab does not lead there.")


def tombstones(somebody: Person) -> Locator:
    return somebody.message("This message was deleted.")


@SIZES
def test_an_edited_message_changes_for_everybody_and_is_marked(person: People, size: tuple[int, int]):
    ada, bob = person.together("Ada", "Bob")
    for one in (ada, bob):
        one.page.set_viewport_size({"width": size[0], "height": size[1]})
    ada.say("helo <b>world</b>")
    ada.act("helo", "Edit message")
    expect(editor(ada)).to_have_value("helo <b>world</b>")
    expect(editor(ada)).to_be_focused()
    editor(ada).fill("hello <b>world</b>")
    editor(ada).press("Enter")
    for one in (ada, bob):
        expect(one.message("hello <b>world</b>")).to_contain_text("(edited)")
        expect(one.message("helo")).to_have_count(0)
    expect(editor(ada)).to_have_count(0)
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_up_in_an_empty_composer_edits_ones_last_and_escape_leaves_it(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("mine")
    bob.sees("mine")
    bob.say("from Bob")
    ada.sees("from Bob")
    ada.composer.press("ArrowUp")
    expect(editor(ada)).to_have_value("mine")
    editor(ada).fill("changed my mind")
    editor(ada).press("Escape")
    expect(editor(ada)).to_have_count(0)
    expect(ada.composer).to_be_focused()
    ada.sees("mine")
    ada.composer.fill("draft")
    ada.composer.press("ArrowUp")
    expect(editor(ada)).to_have_count(0)


def test_what_is_wrong_with_an_edit_is_said_beside_it(person: People):
    [ada] = person.together("Ada")
    ada.say("fine")
    ada.act("fine", "Edit message")
    editor(ada).fill("x" * 4001)
    ada.log.get_by_role("button", name="Save").click()
    expect(ada.log.get_by_role("alert")).to_contain_text("at most 4,000 characters")
    ada.log.get_by_role("button", name="Cancel").click()
    ada.sees("fine")


@SIZES
def test_a_deleted_message_leaves_a_tombstone_and_nothing_in_the_database(
    person: People, server: Server, size: tuple[int, int]
):
    ada, bob = person.together("Ada", "Bob")
    name = ada.heading.inner_text()
    for one in (ada, bob):
        one.page.set_viewport_size({"width": size[0], "height": size[1]})
    for text in ("first", "secret", "third"):
        ada.say(text)
    bob.sees("third")
    ada.act("secret", "Delete message")
    for one in (ada, bob):
        expect(tombstones(one)).to_have_count(1)
        expect(one.message("secret")).to_have_count(0)
        rows = one.log.locator("article .text")
        expect(rows).to_have_text(["first", "This message was deleted.", "third"])
    assert server.stored(name) == [(1, "first"), (2, ""), (3, "third")]


@SIZES
def test_a_deletion_is_undone(person: People, size: tuple[int, int]):
    ada, bob = person.together("Ada", "Bob")
    ada.page.set_viewport_size({"width": size[0], "height": size[1]})
    ada.say("keep me")
    ada.act("keep me", "Delete message")
    expect(tombstones(bob)).to_have_count(1)
    expect(ada.page.get_by_role("status").filter(has_text="Message deleted.")).to_be_visible()
    ada.button("Undo").click()
    for one in (ada, bob):
        one.sees("keep me")
        expect(one.message("(edited)")).to_have_count(0)
    expect(ada.button("Undo")).to_have_count(0)


def test_each_of_two_deletions_is_undone(person: People):
    ada, bob = person.together("Ada", "Bob")
    for text in ("first", "second", *(f"below {number}" for number in range(8))):
        ada.say(text)
    ada.sees("below 7")  # so that no notice lies over what is deleted
    for text in ("first", "second"):
        ada.act(text, "Delete message")
    expect(tombstones(bob)).to_have_count(2)
    expect(ada.button("Undo")).to_have_count(2)
    ada.button("Undo").first.click()
    expect(ada.button("Undo")).to_have_count(1)
    ada.button("Undo").click()
    bob.sees("first", "second")
    expect(tombstones(ada)).to_have_count(0)


def test_the_way_back_is_offered_for_five_seconds(person: People):
    [ada] = person.together("Ada")
    ada.say("gone")
    ada.act("gone", "Delete message")
    expect(ada.button("Undo")).to_be_visible()
    expect(ada.button("Undo")).to_have_count(0, timeout=8000)
    expect(tombstones(ada)).to_have_count(1)


def test_only_what_is_allowed_is_offered(person: People):
    ada, bob, eve = person.together("Ada", "Bob", "Eve")
    bob.say("from Bob")
    for one, shown in ((bob, ["Edit message", "Delete message"]), (ada, ["Delete message"]), (eve, [])):
        one.sees("from Bob")
        one.message("from Bob").hover()
        for name in ("Edit message", "Delete message"):
            expect(one.message("from Bob").get_by_role("button", name=name)).to_have_count(int(name in shown))
    ada.act("from Bob", "Delete message")  # she made the channel
    expect(tombstones(bob)).to_have_count(1)


def test_all_of_it_goes_by_the_keyboard(person: People):
    ada, bob = person.together("Ada", "Bob")
    for text in ("one", "two"):
        ada.say(text)
    ada.sees("two")
    ada.log.focus()
    keys = ada.page.keyboard
    keys.press("ArrowUp")
    expect(ada.message("two")).to_be_focused()
    keys.press("ArrowUp")
    expect(ada.message("one")).to_be_focused()
    to_the_bin(ada, "one")
    keys.press("Enter")
    expect(tombstones(bob)).to_have_count(1)
    expect(ada.button("Undo")).to_be_focused()
    keys.press("Enter")
    bob.sees("one")
    expect(ada.message("one")).to_be_focused()
    keys.press("ArrowDown")
    expect(ada.message("two")).to_be_focused()
    to_the_bin(ada, "two")
    keys.press("Enter")
    expect(ada.button("Undo")).to_be_focused()
    expect(ada.button("Undo")).to_have_count(0, timeout=8000)
    expect(tombstones(ada)).to_be_focused()  # the time is over, and the keyboard is where it was
    keys.press("Escape")
    expect(ada.composer).to_be_focused()


def test_the_keyboard_goes_up_beyond_what_is_in_view(person: People, server: Server):
    ada, bob = person("Ada", size=(1440, 600)), person("Bob")
    server.seed(name := fresh("upwards"), [f"number {number:02}" for number in range(1, 51)])
    for one in (ada, bob):
        one.join_channel(name)
    expect(ada.message("number 50")).to_be_in_viewport()
    ada.log.focus()
    for number in range(50, 10, -1):
        ada.page.keyboard.press("ArrowUp")
        row = ada.message(f"number {number:02}")
        expect(row).to_be_focused()
        expect(row).to_be_in_viewport(ratio=0.99)
    bob.say("something new")
    expect(ada.button("1 new message")).to_be_visible()
    expect(ada.message("number 11")).to_be_in_viewport(ratio=0.99)
    for number in range(12, 51):
        ada.page.keyboard.press("ArrowDown")
        expect(ada.message(f"number {number:02}")).to_be_focused()
    ada.page.keyboard.press("ArrowDown")
    expect(ada.message("something new")).to_be_in_viewport()
    bob.say("and more")
    expect(ada.message("and more")).to_be_in_viewport()


def test_a_touch_brings_out_the_buttons(person: People):
    ada = person("Ada", has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740}, size=PHONE)
    ada.say(text := fresh("tapped"))
    ada.sees(text)
    ada.message(text).tap()
    ada.message(text).get_by_role("button", name="Delete message").tap()
    expect(ada.message(text)).to_have_count(0)
    ada.button("Undo").tap()
    ada.sees(text)


def test_a_long_press_brings_out_the_buttons_and_a_tap_elsewhere_takes_them_away(person: People):
    ada = person("Ada", has_touch=True, is_mobile=True, size=PHONE)
    ada.say(text := fresh("held"))
    ada.sees(text)
    buttons = ada.message(text).get_by_role("group", name="Message actions")
    expect(buttons).to_have_count(0)
    with ada.holding(ada.message(text).locator(".text")):
        expect(buttons).to_be_visible()
    expect(buttons).to_be_visible()
    ada.heading.tap()
    expect(buttons).to_have_count(0)


def test_letters_typed_among_the_messages_are_written_and_down_leads_out_of_them(person: People):
    [ada] = person.together("Ada")
    keys = ada.page.keyboard
    for text in ("one", "two"):
        ada.say(text)
        ada.sees(text)
    ada.composer.fill("a draft")
    ada.log.focus()
    keys.press("ArrowUp")
    expect(ada.message("two")).to_be_focused()
    keys.press("ArrowDown")
    expect(ada.composer).to_be_focused()
    for place in (ada.log, ada.message("one")):
        place.focus()
        keys.press("!")
        expect(ada.composer).to_be_focused()
    expect(ada.composer).to_have_value("a draft!!")
    ada.message("one").focus()
    keys.press("Control+c")
    expect(ada.message("one")).to_be_focused()
    keys.press("?")
    expect(ada.page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text(
        "Go through the messages"
    )
    expect(ada.composer).to_have_value("a draft!!")


def test_changes_reach_whoever_reads_far_back(person: People, server: Server):
    ada, bob = person("Ada"), person("Bob")
    server.seed(name := fresh("long"), ["the beginning", *(f"number {n}" for n in range(200))])
    for one in (ada, bob):
        one.join_channel(name)
    for text in ("before", "after"):
        ada.say(f"Ada's {text}")
    bob.sees("Ada's after")
    bob.log.hover()

    def further_back() -> int:
        bob.page.mouse.wheel(0, -1000)
        return bob.message("number 100").count()

    comes_to(further_back, 1)
    expect(bob.message("Ada's before")).to_have_count(1)
    ada.act("Ada's before", "Edit message")
    editor(ada).fill("Ada's changed")
    editor(ada).press("Enter")
    ada.sees("Ada's changed")
    expect(bob.message("Ada's changed")).to_have_count(1)
    expect(bob.button("Jump to newest")).to_be_visible()
    ada.act("Ada's after", "Delete message")
    expect(tombstones(bob)).to_have_count(1)
