"""Every size of screen, light and dark, and no need of a mouse."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import DESKTOP, PASSWORD, PHONE, TABLET, People, Person, fresh
from tests.e2e.waiting import at_rest, comes_to
from tests.support.server import Server

IS_PHONE = {"size": PHONE, "has_touch": True, "is_mobile": True}
SIZES = pytest.mark.parametrize("options", [{"size": DESKTOP}, IS_PHONE], ids=["desktop", "phone"])
LONG = "https://example.org/" + "a-very-long-address/" * 20


def nothing_overflows(page: Page) -> None:
    widths = "[document.documentElement, document.body].map(element => element.scrollWidth)"
    comes_to(lambda: page.evaluate(f"Math.max(...{widths}) <= innerWidth"), True)


def at_the_bottom_edge(somebody: Person) -> None:
    composer = somebody.page.locator(".composer")
    edge = "box => Math.abs(box.getBoundingClientRect().bottom - innerHeight) < 1"
    comes_to(lambda: composer.evaluate(edge), True)


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
    nothing_overflows(ada.page)
    at_the_bottom_edge(ada)


def test_on_a_phone_channels_are_a_drawer(person: People):
    ada = person("Ada", **IS_PHONE)
    drawer = ada.channels
    expect(drawer).not_to_be_in_viewport()
    nothing_overflows(ada.page)

    def bring_out() -> None:
        ada.button("Show channels").tap()
        expect(ada.channel("general")).to_be_in_viewport()
        nothing_overflows(ada.page)

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


def test_who_is_here_is_a_drawer_where_there_is_no_room(person: People):
    ada = person("Ada")
    people = ada.page.get_by_role("list", name="Online")
    for width, height in (PHONE, TABLET):
        ada.page.set_viewport_size({"width": width, "height": height})
        expect(people).not_to_be_in_viewport()
        ada.button("Show people").click()
        expect(ada.here(ada)).to_be_in_viewport()
        ada.page.keyboard.press("Escape")

        expect(people).not_to_be_in_viewport()
        nothing_overflows(ada.page)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_drawer_takes_the_focus_whether_or_not_it_moves(person: People, motion: str):
    ada = person("Ada", size=PHONE, reduced_motion=motion)
    ada.button("Show people").click()
    expect(ada.button("Close").last).to_be_focused()
    ada.page.keyboard.press("Escape")

    expect(ada.page.get_by_role("list", name="Online")).not_to_be_in_viewport()
    expect(ada.button("Show people")).to_be_focused()


def test_the_columns_that_fit_are_there(person: People):
    ada = person("Ada")
    word = fresh("end")
    ada.say(LONG + word)
    ada.sees(word)

    for size in (TABLET, DESKTOP):
        ada.page.set_viewport_size({"width": size[0], "height": size[1]})
        expect(ada.channel("general")).to_be_in_viewport()
        expect(ada.page.get_by_role("list", name="Online")).to_be_visible(visible=size == DESKTOP)
        nothing_overflows(ada.page)
        at_the_bottom_edge(ada)


@pytest.mark.parametrize("language", ["en-US", "es-ES"])
def test_the_account_menu_fits_a_phone_on_its_side(person: People, language: str):
    ada = person("Ada", size=(740, 360), locale=language)
    account = ada.page.locator(".menu-button")
    account.click()
    menu = ada.page.get_by_role("menu")
    expect(menu).to_be_in_viewport(ratio=1)
    ada.page.keyboard.press("End")
    expect(menu.get_by_role("menuitem").last).to_be_in_viewport(ratio=1)
    expect(menu.get_by_role("menuitem").last).to_be_focused()
    assert menu.evaluate("menu => menu.scrollWidth <= menu.clientWidth")


def test_the_entrance_fits_a_phone(person: People):
    eve = person("Eve", signed_up=False, **IS_PHONE)
    for path in ("/login", "/register"):
        eve.go(path)

        expect(eve.page.get_by_role("textbox", name="Password")).to_be_in_viewport()
        nothing_overflows(eve.page)


def test_the_page_is_light_or_dark_as_the_system_until_one_chooses(person: People):
    ada = person("Ada")
    ada.page.emulate_media(color_scheme="dark")
    expect(ada.page.locator("html")).to_have_class(re.compile("dark"))
    comes_to(lambda: background(ada.page) < 60, True)
    ada.page.emulate_media(color_scheme="light")
    expect(ada.page.locator("html")).not_to_have_class(re.compile("dark"))
    comes_to(lambda: background(ada.page) > 200, True)

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


# -- messages --------------------------------------------------------------------------------------


def middle(place: Locator) -> float:
    return place.evaluate("e => { const box = e.getBoundingClientRect(); return box.left + box.width / 2; }")


@SIZES
def test_an_empty_channel_says_so_in_its_middle_until_something_is_said(person: People, options: dict):
    [ada] = person.together("Ada")
    ada.page.set_viewport_size({"width": options["size"][0], "height": options["size"][1]})
    mark, rows = ada.page.locator(".beginning-mark"), ada.page.locator(".rows")
    expect(mark).to_be_in_viewport()
    comes_to(lambda: abs(middle(mark) - middle(rows)) < 2, True)
    comes_to(lambda: 0.2 < mark.evaluate("e => e.getBoundingClientRect().top / innerHeight") < 0.5, True)
    ada.say("hello")
    ada.sees("hello")
    comes_to(lambda: middle(mark) < middle(rows) - 50, True)


def seeded(person: People, server: Server, texts: list[str], **options: Any) -> Person:
    """Somebody in a channel with these messages, all by one author."""
    server.seed(name := fresh("look"), texts, authors=["grace"])
    ada = person("Ada", **options)
    ada.bring_out("Show channels")
    ada.join_channel(name)
    return ada


WITHIN_LOG = """bar => {
    const [inner, outer] = [bar, bar.closest('.log')].map(e => e.getBoundingClientRect());
    return inner.top >= outer.top && inner.bottom <= outer.bottom && inner.right <= outer.right;
}"""


@SIZES
def test_the_buttons_of_a_message_whose_top_is_out_of_sight_are_in_reach(
    person: People, server: Server, options: dict
):
    tall = "\n".join(f"line {number:02}" for number in range(1, 81))
    ada = seeded(person, server, ["before", tall], **options)
    row = ada.message("line 40")
    expect(row).to_be_in_viewport()
    height = at_rest(lambda: row.evaluate("row => row.offsetHeight"))
    left, top = ada.log.evaluate("log => [log.getBoundingClientRect().x, log.getBoundingClientRect().y]")
    (ada.page.touchscreen.tap if "has_touch" in options else ada.page.mouse.move)(left + 200, top + 150)
    bar = row.get_by_role("group", name="Message actions")
    expect(bar).to_be_visible()
    comes_to(lambda: bar.evaluate(WITHIN_LOG), True)
    assert row.evaluate("row => row.offsetHeight") == height


def test_the_time_beside_a_message_of_a_group_fits_and_is_told_in_full(person: People, server: Server):
    at = [datetime(2026, 3, 4, 23, 48, tzinfo=UTC)] * 2
    server.seed(name := fresh("times"), ["first", "second"], at, authors=["grace"])
    for locale, beside, above in (("en-US", "11:48", "11:48 PM"), ("de-DE", "23:48", "23:48")):
        ada = person("Ada", locale=locale, timezone_id="UTC")
        ada.join_channel(name)
        time = ada.message("second").locator(".gutter time")
        expect(time).to_have_attribute("title", re.compile("2026"))
        assert time.evaluate("e => e.scrollWidth <= e.clientWidth")
        shown = "e => [...e.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('')"
        assert time.evaluate(shown) == beside
        assert time.evaluate("e => e.textContent.replace(/\\s/g, ' ')") == above
        full = ada.message("first").locator(".byline time")
        assert full.evaluate("e => e.textContent.replace(/\\s/g, ' ')") == above


@SIZES
def test_the_way_back_from_a_deletion_hides_neither_the_newest_nor_the_way_to_it(
    person: People, server: Server, options: dict
):
    ada = seeded(person, server, [f"number {number:02}" for number in range(1, 61)], **options)
    ada.say("to be deleted")
    ada.sees("to be deleted")
    if "has_touch" in options:
        ada.message("to be deleted").tap()
    ada.act("to be deleted", "Delete message")
    notice = ada.page.locator(".toast")
    expect(notice).to_be_visible()
    overlaps = """(notice, others) => others.map(other => {
        const [one, two] = [notice, document.querySelector(other)].map(e => e.getBoundingClientRect());
        return one.bottom > two.top && one.top < two.bottom;
    })"""
    around = [".message:nth-last-child(1 of .message)", ".composer", ".header"]
    comes_to(lambda: notice.evaluate(overlaps, around), [False] * 3)
    ada.scroll_back()
    expect(ada.button("Jump to newest")).to_be_visible()
    comes_to(lambda: notice.evaluate(overlaps, [".jump"]), [False])


def test_a_long_topic_unfolds_on_a_phone(person: People):
    ada = person("Ada", **IS_PHONE)
    topic = "What we sell and to whom, " * 8
    ada.button("Show channels").tap()
    ada.create_channel(fresh("topic"), topic.strip())
    line = ada.button(topic.strip())
    shown = "e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 1"
    expect(line).to_have_attribute("aria-expanded", "false")
    comes_to(lambda: line.evaluate(shown), False)
    line.tap()
    expect(line).to_have_attribute("aria-expanded", "true")
    comes_to(lambda: line.evaluate(shown), True)
    nothing_overflows(ada.page)
    at_the_bottom_edge(ada)
    line.tap()
    expect(line).to_have_attribute("aria-expanded", "false")


def test_what_can_be_done_about_a_channel_stays_in_sight_however_many_are_here(person: People):
    [ada] = person.together("Ada")
    online = ada.page.get_by_role("list", name="Online")
    expect(ada.here(ada)).to_be_visible()
    online.evaluate(
        "list => [...Array(60)].forEach(() => list.append(list.firstElementChild.cloneNode(true)))"
    )
    expect(online.get_by_role("listitem")).to_have_count(61)
    expect(ada.button("Invite people")).to_be_in_viewport(ratio=1)
    expect(ada.button("Leave channel")).to_be_in_viewport(ratio=1)
