"""Every size of screen, light and dark, and no need of a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import DESKTOP, PASSWORD, PHONE, TABLET, People, Person, fresh

IS_PHONE = {"size": PHONE, "has_touch": True, "is_mobile": True}
LONG = "https://example.org/" + "a-very-long-address/" * 20


def nothing_overflows(page: Page) -> bool:
    widths = "[document.documentElement, document.body].map(element => element.scrollWidth)"
    return page.evaluate(f"Math.max(...{widths}) <= innerWidth")


def at_the_bottom_edge(somebody: Person) -> bool:
    composer = somebody.page.locator(".composer")
    return composer.evaluate("box => Math.abs(box.getBoundingClientRect().bottom - innerHeight) < 1")


def background(page: Page) -> int:
    """How light the page is, 0 to 255."""
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return int(re.findall(r"\d+", color)[0])


def test_on_a_phone_two_people_talk_with_the_composer_at_the_bottom_edge(person: People):
    ada, bob = person("Ada", **IS_PHONE), person("Bob")
    name = fresh("phone")
    bob.create_channel(name, "A topic that is far too long for the small screen of a phone, and then some")
    ada.button("Show channels").tap()
    ada.join_channel(name)
    ada.composer.fill(LONG)
    ada.button("Send").tap()
    bob.sees("a-very-long-address")
    bob.say("got it")
    ada.sees("got it")

    expect(ada.message("got it")).to_be_in_viewport()
    assert nothing_overflows(ada.page)
    assert at_the_bottom_edge(ada)


def test_on_a_phone_channels_are_a_drawer(person: People):
    ada = person("Ada", **IS_PHONE)
    drawer = ada.channels
    expect(drawer).not_to_be_in_viewport()
    assert nothing_overflows(ada.page)

    def bring_out() -> None:
        ada.button("Show channels").tap()
        expect(ada.channel("general")).to_be_in_viewport()
        assert nothing_overflows(ada.page)

    bring_out()
    ada.page.keyboard.press("Escape")
    expect(drawer).not_to_be_in_viewport()
    expect(ada.button("Show channels")).to_be_focused()
    bring_out()
    ada.page.touchscreen.tap(PHONE[0] - 15, 300)  # beside it
    expect(drawer).not_to_be_in_viewport()
    bring_out()
    name = fresh("drawer")
    ada.button("Create channel").tap()
    ada.dialog.get_by_role("textbox", name="Channel name").fill(name)
    ada.dialog.get_by_role("button", name="Create", exact=True).tap()
    expect(ada.heading).to_have_text(name)
    expect(drawer).not_to_be_in_viewport()
    bring_out()
    ada.channel("general").tap()
    expect(ada.heading).to_have_text("general")
    expect(drawer).not_to_be_in_viewport()


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_who_is_here_is_a_drawer_where_there_is_no_room(person: People, size: tuple[int, int]):
    ada = person("Ada", size=size)
    people = ada.page.get_by_role("list", name="Online")
    expect(people).not_to_be_in_viewport()
    ada.button("Show people").click()
    expect(ada.here(ada)).to_be_in_viewport()
    ada.page.keyboard.press("Escape")

    expect(people).not_to_be_in_viewport()
    assert nothing_overflows(ada.page)


def test_a_drawer_takes_the_focus_where_nothing_may_move_as_well(person: People):
    ada = person("Ada", size=PHONE)
    ada.page.emulate_media(reduced_motion="reduce")
    ada.button("Show people").click()
    expect(ada.button("Close").last).to_be_focused()
    ada.page.keyboard.press("Escape")

    expect(ada.page.get_by_role("list", name="Online")).not_to_be_in_viewport()
    expect(ada.button("Show people")).to_be_focused()


@pytest.mark.parametrize("size", [TABLET, DESKTOP], ids=["tablet", "desktop"])
def test_the_columns_that_fit_are_there(person: People, size: tuple[int, int]):
    ada = person("Ada", size=size)
    word = fresh("end")
    ada.say(LONG + word)
    ada.sees(word)

    expect(ada.channel("general")).to_be_in_viewport()
    expect(ada.page.get_by_role("list", name="Online")).to_be_visible(visible=size == DESKTOP)
    assert nothing_overflows(ada.page)
    assert at_the_bottom_edge(ada)


@pytest.mark.parametrize("path", ["/login", "/register"])
def test_the_entrance_fits_a_phone(person: People, path: str):
    eve = person("Eve", signed_up=False, **IS_PHONE)
    eve.go(path)

    expect(eve.page.get_by_role("textbox", name="Password")).to_be_in_viewport()
    assert nothing_overflows(eve.page)


def test_the_page_is_light_or_dark_as_the_system_until_one_chooses(person: People):
    ada = person("Ada")
    ada.page.emulate_media(color_scheme="dark")
    expect(ada.page.locator("html")).to_have_class(re.compile("dark"))
    assert background(ada.page) < 60
    ada.page.emulate_media(color_scheme="light")
    expect(ada.page.locator("html")).not_to_have_class(re.compile("dark"))
    assert background(ada.page) > 200

    ada.choose("Dark")
    expect(ada.page.locator("html")).to_have_class(re.compile("dark"))
    ada.page.reload()
    expect(ada.log).to_be_visible()
    expect(ada.page.locator("html")).to_have_class(re.compile("dark"))
    ada.button("Account").click()
    expect(ada.page.get_by_role("menuitemradio", name="Dark")).to_have_attribute("aria-checked", "true")
    ada.page.get_by_role("menuitemradio", name="System").click()
    expect(ada.page.locator("html")).not_to_have_class(re.compile("dark"))


FOCUS = """() => {
    const ringed = (element) => {
        const style = getComputedStyle(element);
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return outlined || style.boxShadow !== 'none';
    };
    const at = document.activeElement;
    return ringed(at) || (at.closest('.composer-box') && ringed(at.closest('.composer-box')));
}"""


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus; on the way, every focus can be seen."""
    for _ in range(40):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML").split(">")[0]
        assert page.evaluate("document.activeElement === document.body") or page.evaluate(FOCUS), where
    raise AssertionError("Tab does not lead there.")


def test_everything_from_signing_in_to_talking_works_by_keyboard_alone(person: People):
    ada = person("Ada")
    ada.sign_out()
    ada.go("/login")
    page, keys = ada.page, ada.page.keyboard
    tab_to(page, page.get_by_role("textbox", name="Username"))
    keys.type(ada.username)
    tab_to(page, page.get_by_role("textbox", name="Password"))
    keys.type(PASSWORD)
    keys.press("Enter")
    ada.arrive()
    expect(ada.composer).to_be_focused()

    tab_to(page, ada.button("Create channel"))
    keys.press("Enter")
    expect(ada.dialog.get_by_role("textbox", name="Channel name")).to_be_focused()
    name = fresh("keys")
    keys.type(name)
    tab_to(page, ada.dialog.get_by_role("button", name="Create", exact=True))
    keys.press("Enter")
    expect(ada.heading).to_have_text(name)
    expect(ada.dialog).to_be_hidden()
    tab_to(page, ada.composer)
    keys.type("no mouse was used")
    keys.press("Enter")
    ada.sees("no mouse was used")

    tab_to(page, ada.channel("general"))
    keys.press("Enter")
    expect(ada.heading).to_have_text("general")
    tab_to(page, ada.button("Account"))
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="Profile")).to_be_focused()
    keys.press("End")
    expect(page.get_by_role("menuitem", name="Sign out")).to_be_focused()
    assert page.evaluate(FOCUS)
    keys.press("Enter")
    expect(ada.button("Sign in")).to_be_visible()
