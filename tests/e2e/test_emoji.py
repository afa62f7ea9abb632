"""Emojis: reactions, the picker, shortcodes, with two people who watch each other."""

import json
import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e.people import DESKTOP, PHONE, People, fresh
from tests.e2e.person import Person
from tests.e2e.waiting import comes_to
from tests.support.server import Server

IS_PHONE = {"size": PHONE, "has_touch": True, "is_mobile": True}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def picker(somebody: Person) -> Locator:
    return somebody.page.get_by_role("dialog", name="Emoji picker")


def search(somebody: Person) -> Locator:
    return picker(somebody).get_by_role("textbox", name="Search emoji")


def emoji(somebody: Person, name: str) -> Locator:
    return picker(somebody).get_by_role("button", name=name, exact=True).first


def react(somebody: Person, text: str, name: str) -> None:
    somebody.act(text, "Add reaction")
    search(somebody).fill(name)
    emoji(somebody, name).click()
    expect(picker(somebody)).to_be_hidden()


def resize(size: tuple[int, int], *people: Person) -> None:
    for one in people:
        one.page.set_viewport_size({"width": size[0], "height": size[1]})


@SIZES
def test_reactions_are_counted_for_everybody_and_pressing_one_joins_in_or_takes_it_back(
    person: People, size: tuple[int, int]
):
    ada, bob = person.together("Ada", "Bob")
    resize(size, ada, bob)
    ada.say("lunch?")
    react(bob, "lunch?", "thumbs up")
    for one in (ada, bob):
        expect(one.message("lunch?").get_by_role("button", name="👍 1")).to_be_visible()
    hers = ada.message("lunch?").locator(".reaction")
    expect(hers).to_have_attribute("aria-pressed", "false")
    hers.click()
    for one in (ada, bob):
        expect(one.message("lunch?").get_by_role("button", name="👍 2")).to_have_attribute(
            "aria-pressed", "true"
        )
    hers.click()
    expect(bob.message("lunch?").get_by_role("button", name="👍 1")).to_have_attribute("aria-pressed", "true")
    bob.message("lunch?").locator(".reaction").click()
    expect(ada.message("lunch?").locator(".reaction")).to_have_count(0)
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_another_reaction_is_added_beside_those_that_are_there(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("lunch?")
    bob.sees("lunch?")
    expect(bob.button("Add another reaction")).to_have_count(0)
    react(bob, "lunch?", "thumbs up")
    ada.button("Add another reaction").click()
    search(ada).fill("red heart")
    emoji(ada, "red heart").click()
    for one in (ada, bob):
        expect(one.message("lunch?").locator(".reaction")).to_have_count(2)
        expect(one.button("Add another reaction")).to_have_count(1)


def test_pointing_at_a_reaction_tells_who_reacted(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("lunch?")
    react(bob, "lunch?", "red heart")
    react(ada, "lunch?", "red heart")
    chip = ada.message("lunch?").locator(".reaction")
    expect(chip).to_contain_text("2")
    ada.composer.hover()
    chip.hover()
    expect(ada.page.get_by_role("tooltip")).to_contain_text(re.compile(f"{bob.username} and {ada.username}"))
    ada.composer.hover()
    expect(ada.page.get_by_role("tooltip")).to_have_count(0)


@SIZES
def test_the_picker_puts_an_emoji_where_one_writes(person: People, size: tuple[int, int]):
    [ada] = person.together("Ada")
    resize(size, ada)
    ada.composer.fill("before after")
    ada.composer.evaluate("field => field.setSelectionRange(7, 7)")
    ada.button("Emoji").click()
    expect(search(ada)).to_be_focused()
    search(ada).fill("grinning")
    emoji(ada, "grinning face").click()
    expect(ada.composer).to_be_focused()
    ada.page.keyboard.type("! ")
    expect(ada.composer).to_have_value("before 😀! after")


def test_the_picker_goes_by_the_keyboard_and_remembers(person: People):
    [ada] = person.together("Ada")
    keys = ada.page.keyboard
    ada.button("Emoji").focus()
    keys.press("Enter")
    expect(emoji(ada, "thumbs up")).to_be_visible()
    keys.press("ArrowDown")
    expect(emoji(ada, "thumbs up")).to_be_focused()  # what people react with most comes first
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    ninth = picker(ada).locator("[data-emoji]").nth(9)
    expect(ninth).to_be_focused()
    chosen = ninth.inner_text()
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(search(ada)).to_be_focused()
    for _ in range(2):
        keys.press("ArrowDown")
    keys.press("ArrowRight")
    expect(ninth).to_be_focused()
    keys.press("Enter")
    expect(ada.composer).to_have_value(chosen)
    ada.page.reload()
    ada.button("Emoji").click()
    expect(picker(ada).get_by_role("region", name="Recently used").locator("[data-emoji]")).to_have_text(
        [chosen]
    )
    keys.press("Escape")
    expect(picker(ada)).to_be_hidden()
    expect(ada.button("Emoji")).to_be_focused()


def test_a_common_reaction_is_beside_the_message_and_everyday_words_find_it(person: People):
    [ada] = person.together("Ada")
    ada.say("shipped")
    ada.act("shipped", "React with 👍")
    expect(ada.message("shipped").locator(".reaction")).to_have_text("👍 1")
    ada.button("Emoji").click()
    for language in ("like", "me gusta"):
        search(ada).fill(language)
        expect(picker(ada).locator("[data-emoji]").first).to_have_text("👍")


def test_skin_tones_are_kept_and_nothing_is_found_of_nothing(person: People):
    [ada] = person.together("Ada")
    ada.button("Emoji").click()
    picker(ada).get_by_role("combobox", name="Skin tone").select_option(label="✋🏾")
    search(ada).fill("waving hand")
    expect(emoji(ada, "waving hand")).to_have_text("👋🏾")
    search(ada).fill("no such thing")
    expect(picker(ada).get_by_text("No emoji goes by that.")).to_be_visible()
    search(ada).fill(":wave")
    emoji(ada, "waving hand").click()
    expect(ada.composer).to_have_value("👋🏾")
    ada.page.reload()
    ada.button("Emoji").click()
    expect(picker(ada).get_by_role("combobox", name="Skin tone")).to_have_value("4")
    search(ada).fill("clapping")
    expect(emoji(ada, "clapping hands")).to_have_text("👏🏾")


def test_every_category_is_there(person: People):
    [ada] = person.together("Ada")
    ada.button("Emoji").click()
    expect(emoji(ada, "thumbs up")).to_be_attached()
    expect(emoji(ada, "Spain")).to_be_attached()
    picker(ada).get_by_role("button", name="Flags", exact=True).click()
    expect(emoji(ada, "chequered flag")).to_be_in_viewport()
    assert picker(ada).locator("[data-emoji]").count() > 1800


def test_the_picker_tells_which_category_is_on_show_and_what_is_pointed_at(person: People):
    [ada] = person.together("Ada")
    ada.button("Emoji").click()
    tabs = picker(ada).get_by_role("group", name="Categories")
    current = tabs.locator("[aria-current=true]")
    expect(picker(ada).get_by_role("region", name="Common")).to_be_visible()
    expect(current).to_have_count(0)
    tabs.get_by_role("button", name="Smileys and emotion").click()
    expect(current).to_have_accessible_name("Smileys and emotion")
    emoji(ada, "grinning face").hover()
    expect(picker(ada).locator(".picker-foot")).to_have_text("😀grinning face:grinning:")
    tabs.get_by_role("button", name="Flags").click()
    expect(current).to_have_accessible_name("Flags")
    picker(ada).locator(".picker-list").hover()
    ada.page.mouse.wheel(0, -200_000)
    expect(current).to_have_count(0)
    search(ada).fill("rocket")
    expect(current).to_have_count(0)
    ada.page.keyboard.press("ArrowDown")
    expect(picker(ada).locator(".picker-foot")).to_contain_text(":rocket:")


def test_on_a_phone_the_picker_leaves_the_keyboard_where_it_is(person: People):
    ada = person("Ada", **IS_PHONE)
    ada.button("Emoji").tap()
    expect(emoji(ada, "grinning face")).to_be_visible()
    expect(picker(ada).locator(".picker-list")).to_be_focused()


def test_the_shortcode_that_is_most_likely_meant_comes_first(person: People):
    [ada] = person.together("Ada")
    for written, first in {
        ":hea": ":heart:",
        ":smi": ":smile:",
        ":fir": ":fire:",
        ":thumbs": ":thumbsup:",
        ":+1": ":+1:",
    }.items():
        ada.composer.press_sequentially(written)
        expect(ada.page.get_by_role("option").first).to_contain_text(first)
        ada.composer.fill("")


def test_what_was_used_lately_comes_first_and_words_before_their_middles(person: People):
    [ada] = person.together("Ada")
    options = ada.page.get_by_role("option")
    ada.composer.press_sequentially(":cream")
    expect(options.first).to_contain_text(":ice_cream:")  # and not :scream:
    ada.composer.fill("")
    ada.composer.press_sequentially(":headph")
    expect(options.first).to_contain_text(":headphone:")
    ada.composer.press("Enter")
    ada.composer.press_sequentially(":hea")
    expect(options.first).to_contain_text(":headphone:")


def test_a_shortcode_is_completed_while_typing(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.composer.press_sequentially("fine :thumbsu")
    options = ada.page.get_by_role("option")
    expect(options.first).to_contain_text("👍")
    ada.composer.press("Enter")
    expect(ada.composer).to_have_value("fine 👍 ")
    ada.composer.press_sequentially("at 10:30 :smi")
    expect(options.first).to_be_visible()
    ada.composer.press("Escape")
    expect(options).to_have_count(0)
    ada.composer.press_sequentially("le: `:smile:`")
    ada.composer.press("Enter")
    bob.sees("fine 👍 at 10:30 😄")
    expect(bob.message("fine")).to_contain_text(":smile:")


# The first font that emojis are shown in, as one that has to be fetched.
LATE = '@font-face { font-family: "Apple Color Emoji"; src: url("/late.woff2"); }'


def test_nothing_but_emojis_is_shown_large_and_in_one_line(person: People):
    [ada] = person.together("Ada")
    fonts: list[Route] = []
    ada.page.route("**/late.woff2", lambda route: fonts.append(route))
    ada.tolerate("late.woff2")
    ada.page.add_style_tag(content=LATE)
    for text in ("🎉", "🎉👍🚀", ":tada: hello"):
        ada.say(text)
    large = ada.log.locator(".text.big")
    expect(large).to_have_text(["🎉", "🎉👍🚀"])

    def assert_in_one_line() -> None:
        one, three = large.evaluate_all("texts => texts.map(text => text.offsetHeight)")
        assert three == one, "They stand in a column."

    assert_in_one_line()  # while their font is on its way
    assert fonts, "It was not asked for."
    fonts[0].abort()
    ada.page.evaluate("document.fonts.ready.then(() => null)")
    assert_in_one_line()


MEASURE = """name => new Promise((done, fail) => {
  const began = performance.now();
  const look = () => {
    const shown = document.querySelector(".picker[open] [data-emoji]");
    if (shown) requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    else requestAnimationFrame(look);
  };
  setTimeout(() => fail(new Error("The picker does not open.")), 10_000);
  document.querySelector(`button[aria-label="${name}"]`).click();
  look();
})"""


def test_the_picker_costs_nothing_before_it_is_wanted(person: People, record_property):
    [ada] = person.together("Ada")
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    ada.page.reload()
    ada.arrive()
    expect(ada.composer).to_be_focused()
    assert not [url for url in asked if "emojis" in url or "emoji_dialog" in url]
    times = {}
    times["cold"] = ada.page.evaluate(MEASURE, "Emoji")
    assert [url for url in asked if "emojis" in url]
    assert [url for url in asked if "emoji_dialog" in url]
    ada.page.keyboard.press("Escape")
    expect(picker(ada)).to_be_hidden()
    times["warm"] = ada.page.evaluate(MEASURE, "Emoji")
    record_property("picker_ms", json.dumps(times))
    print(f"picker opened in {times['cold']:.0f} ms the first time, {times['warm']:.0f} ms after")  # noqa: T201


WITHIN_LOG = """tip => {
    const [inner, outer] = [tip, tip.closest('.log')].map(e => e.getBoundingClientRect());
    return inner.top >= outer.top && inner.left >= outer.left && inner.right <= outer.right;
}"""

TO_THE_TOP = """chip => {
    const log = chip.closest('.log');
    log.scrollTop += chip.getBoundingClientRect().top - log.getBoundingClientRect().top - 4;
}"""


def on_a_phone_with_reactions(person: People, server: Server, last: str) -> Person:
    """Somebody with a message that has reactions up to the right edge."""
    server.seed(name := fresh("chips"), ["reacted to"], authors=["grace"])
    ada = person("Ada", **IS_PHONE)
    ada.bring_out("Show channels")
    ada.join_channel(name)
    for each in ("grinning face", "party popper", "red heart", last):
        ada.message("reacted to").locator(".text").tap()
        ada.message("reacted to").get_by_role("button", name="Add reaction", exact=True).tap()
        search(ada).fill(each)
        emoji(ada, each).tap()
        expect(picker(ada)).to_be_hidden()
        expect(ada.page.locator(".actions")).to_have_count(0)
    expect(ada.message("reacted to").locator(".reaction")).to_have_count(4)
    return ada


def test_on_a_phone_a_long_press_tells_who_reacted_and_a_tap_takes_part(person: People, server: Server):
    ada = on_a_phone_with_reactions(person, server, "rocket")
    chip = ada.message("reacted to").get_by_role("button", name="🚀 1")
    with ada.holding(chip):
        expect(ada.page.get_by_role("tooltip")).to_contain_text(ada.username)
    comes_to(lambda: ada.page.get_by_role("tooltip").evaluate(WITHIN_LOG), True)
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(ada.page.locator(".actions")).to_have_count(0)
    ada.page.touchscreen.tap(180, 500)  # beside it
    expect(ada.page.get_by_role("tooltip")).to_have_count(0)
    chip.tap()
    expect(chip).to_have_count(0)


def test_who_reacted_is_told_below_where_there_is_no_room_above(person: People, server: Server):
    server.seed(name := fresh("chips"), ["\n".join("reacted to"), *["after"] * 40], authors=["grace"])
    ada = person("Ada")
    ada.join_channel(name)
    row = ada.log.get_by_role("article").first
    ada.point_at(row)
    row.get_by_role("button", name="Add reaction", exact=True).click()
    search(ada).fill("rocket")
    emoji(ada, "rocket").click()
    chip = row.locator(".reaction")
    chip.evaluate(TO_THE_TOP)
    ada.composer.hover()
    chip.hover()
    expect(ada.page.get_by_role("tooltip")).to_have_class("who below")
    comes_to(lambda: ada.page.get_by_role("tooltip").evaluate(WITHIN_LOG), True)
