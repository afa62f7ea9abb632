"""What a finger presses, and what a phone's small screen and its keyboard change."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PHONE, TABLET, People, fresh
from tests.e2e.waiting import at_rest, comes_to

TOUCH: dict[str, Any] = {"has_touch": True, "is_mobile": True}
# From the middle of each thing to press: how far is it still that thing? Words within a line of text are left
# out, as WCAG 2.2 leaves them out.
TOO_SMALL = """() => [...document.querySelectorAll('button, input, nav a, a.button, label:has(input)')]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]'))
    .filter(one => !one.matches('.author, .sr-only, label input'))
    .filter(one => {
        const { left, top, width, height } = one.getBoundingClientRect();
        const hits = (dx, dy) => one.contains(
            document.elementFromPoint(left + width / 2 + dx, top + height / 2 + dy));
        const reach = (dx, dy) => {
            let far = 0;
            while (far < 40 && hits(dx * (far + 1), dy * (far + 1))) far++;
            return far;
        };
        if (!hits(0, 0)) return false;  // out of sight, or under something
        return Math.min(reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)) < 39;
    })
    .map(one => one.outerHTML.slice(0, 120))"""


def too_small(page: Page) -> list[str]:
    """Return what can be seen to be pressed and is less than 40 px high or wide."""
    return at_rest(lambda: page.evaluate(TOO_SMALL))


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_what_a_finger_presses_is_large_enough(person: People, size: tuple[int, int]):
    options: dict[str, Any] = {"size": size, **TOUCH}
    ada, bob = person("Ada", **options), person("Bob")
    name = fresh("touch")
    bob.create_channel(name, "A topic")
    bob.say("hello")
    bob.sees("hello")
    bob.act("hello", "Add reaction")
    bob.dialog.get_by_role("textbox", name="Search emoji").fill("rocket")
    bob.dialog.get_by_role("button", name="rocket", exact=True).click()
    bob.act("hello", "Reply")
    bob.say("an answer")
    ada.go(f"/chat?channel={name}")
    expect(ada.message("an answer")).to_have_count(1)
    expect(ada.button("Join")).to_be_visible()
    bar = ada.page.locator(".visiting")
    below = at_rest(lambda: bar.evaluate("bar => innerHeight - bar.getBoundingClientRect().bottom"))
    assert below >= 10, "The bar touches the edge."
    assert too_small(ada.page) == [], "looking at a channel"
    ada.button("Join").tap()
    ada.message("hello").first.tap()
    expect(ada.button("Reply")).to_be_visible()
    assert too_small(ada.page) == [], "the chat"
    for drawer in ("Show channels", "Show people"):
        ada.bring_out(drawer)
        assert too_small(ada.page) == [], drawer
        ada.page.keyboard.press("Escape")
    for drawer, button in (("Show channels", "Create channel"), ("Show people", "Invite people")):
        ada.bring_out(drawer)
        ada.button(button).tap()
        expect(ada.dialog).to_be_visible()
        assert too_small(ada.page) == [], button
        ada.page.keyboard.press("Escape")
        expect(ada.dialog).to_be_hidden()
    ada.bring_out("Show channels")
    ada.choose("Profile")
    expect(ada.dialog).to_be_visible()
    assert too_small(ada.page) == [], "the profile"


def test_on_a_phone_enter_breaks_the_line_and_the_search_fills_the_screen(person: People):
    ada = person("Ada", size=PHONE, **TOUCH)

    def height() -> int:
        return ada.composer.evaluate("field => field.offsetHeight")

    low = at_rest(height)
    ada.button("Show channels").tap()
    ada.create_channel("x" * 25 + "-" + fresh("y")[-6:])
    comes_to(height, low)  # the placeholder takes no two lines
    ada.composer.tap()
    ada.page.keyboard.type("one")
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.type("two")
    expect(ada.composer).to_have_value("one\ntwo")
    ada.button("Send").tap()
    ada.sees("two")
    ada.button("Search messages").tap()
    expect(ada.dialog.get_by_role("textbox", name="Search")).to_be_focused()
    screen = {"x": 0, "y": 0, "width": PHONE[0], "height": ada.page.evaluate("innerHeight")}
    comes_to(ada.dialog.bounding_box, screen)


def test_every_colour_has_room_for_its_name_in_spanish(person: People):
    ana = person("Ana", locale="es-ES", size=PHONE)
    ana.page.get_by_role("button", name="Mostrar los canales").click()
    ana.page.locator(".menu-button").click()
    ana.page.get_by_role("menuitem", name="Perfil").click()
    expect(ana.dialog.get_by_text("Turquesa")).to_be_visible()
    spilt = """labels => labels.filter(label => {
        const words = document.createRange();
        words.selectNodeContents(label);
        return words.getBoundingClientRect().right > label.getBoundingClientRect().right - 4;
    }).map(label => label.innerText)"""
    assert ana.dialog.locator(".color").evaluate_all(spilt) == []


def test_code_is_copied_by_a_button(person: People):
    ada = person("Ada", permissions=["clipboard-read", "clipboard-write"])
    ada.say("see\n```python\nreturn [1, 'two']  # all\nend()\n```")
    ada.sees("return")
    ada.stored("return").hover()
    ada.stored("return").get_by_role("button", name="Copy code").click()
    expect(ada.page.get_by_text("Code copied.")).to_be_visible()
    assert ada.page.evaluate("navigator.clipboard.readText()") == "return [1, 'two']  # all\nend()"
    expect(ada.composer).to_be_focused()


def test_links_in_a_topic_can_be_followed_and_a_private_channel_begins_with_a_lock(person: People):
    ada = person("Ada")
    ada.create_channel(name := fresh("topic"), "see https://example.org/plan and more", private=True)
    link = ada.page.locator(".header").get_by_role("link", name="https://example.org/plan")
    expect(link).to_have_attribute("href", "https://example.org/plan")
    whole = ada.button("see https://example.org/plan and more")
    expect(whole).to_have_attribute("aria-expanded", "false")
    whole.click(position={"x": 3, "y": 3})
    expect(whole).to_have_attribute("aria-expanded", "true")
    beginning = ada.page.locator(".beginning")
    expect(beginning).to_have_text(re.compile(rf"of {name}\."))


def test_the_entrance_begins_with_the_caret_in_its_first_field(person: People):
    eve = person("Eve", signed_up=False)
    for path in ("/login", "/register"):
        eve.go(path)
        expect(eve.page.get_by_role("textbox", name="Username")).to_be_focused()
