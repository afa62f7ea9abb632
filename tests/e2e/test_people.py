"""What people say of themselves, and see of each other."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import DESKTOP, PHONE, People, Person, fresh
from tests.e2e.server import Server

IS_PHONE = {"size": PHONE, "has_touch": True, "is_mobile": True}
SIZES = pytest.mark.parametrize("options", [{"size": DESKTOP}, IS_PHONE], ids=["desktop", "phone"])


def bring_out(somebody: Person, button: str) -> None:
    """Where there is no room for it, bring out a drawer."""
    if somebody.button(button).is_visible():
        somebody.button(button).click()


def open_profile(somebody: Person) -> Locator:
    bring_out(somebody, "Show channels")
    somebody.choose("Profile")
    profile = somebody.page.get_by_role("dialog", name="Profile")
    expect(profile.get_by_role("textbox", name="Display name")).to_be_focused()
    return profile


def join(somebody: Person, name: str) -> None:
    bring_out(somebody, "Show channels")
    somebody.join_channel(name)


def typing(somebody: Person) -> Locator:
    return somebody.page.locator(".typing-line")


def name_of(somebody: Person) -> str:
    """A name as it stands in the typing line."""
    return f"\u2068{somebody.username}\u2069"


def note_texts(place: Locator) -> Callable[[], list[str]]:
    """From now on, note all that stands in a place; the answer tells."""
    place.evaluate(
        """place => {
            window.texts = [];
            new MutationObserver(() => window.texts.push(place.innerText))
                .observe(place, { childList: true, characterData: true, subtree: true });
        }"""
    )
    return lambda: place.page.evaluate("window.texts")


# -- profile ---------------------------------------------------------------------------------------


@SIZES
def test_a_changed_profile_shows_at_once_in_everybodys_list_and_messages(person: People, options: dict):
    ada, bob = person("Ada", **options), person("Bob")
    name = fresh("profile")
    bob.create_channel(name)
    join(ada, name)
    ada.say("who am I")
    bob.sees("who am I")
    profile = open_profile(ada)
    profile.get_by_role("textbox", name="Display name").fill("Ada Lovelace")
    profile.get_by_role("textbox", name="Status").fill("On holiday")
    profile.get_by_role("radiogroup", name="Name color").get_by_role("radio", name="Violet").check()
    profile.get_by_role("button", name="Save").click()

    expect(profile).to_be_hidden()
    row = bob.message("who am I")
    expect(row).to_contain_text("Ada Lovelace")
    expect(row).to_have_attribute("data-color", "violet")
    entry = (
        bob.page.get_by_role("list", name="Online").get_by_role("listitem").filter(has_text="Ada Lovelace")
    )
    expect(entry).to_contain_text("On holiday")
    expect(ada.message("who am I")).to_contain_text("Ada Lovelace")
    profile = open_profile(ada)
    expect(profile.get_by_role("textbox", name="Status")).to_have_value("On holiday")
    expect(profile.get_by_role("radio", name="Violet")).to_be_checked()


def test_what_is_wrong_with_a_profile_stands_beside_its_field(person: People):
    ada = person("Ada")
    profile = open_profile(ada)
    field = profile.get_by_role("textbox", name="Display name")
    field.fill("x" * 51)
    profile.get_by_role("button", name="Save").click()

    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Display names can have at most 50 characters.")
    expect(field).to_be_focused()
    ada.page.keyboard.press("Escape")
    expect(profile).to_be_hidden()
    expect(ada.button("Account")).to_contain_text(ada.username)
    expect(ada.button("Account")).to_be_focused()


def test_the_colour_is_chosen_by_keyboard(person: People):
    ada = person("Ada")
    profile = open_profile(ada)
    chosen = profile.get_by_role("radio", checked=True)
    before = chosen.get_attribute("value")
    chosen.focus()
    ada.page.keyboard.press("ArrowRight")
    after = profile.get_by_role("radio", checked=True).get_attribute("value")
    assert after != before
    ada.page.keyboard.press("Enter")

    expect(profile).to_be_hidden()
    expect(ada.button("Account").locator(".avatar")).to_have_attribute("data-color", str(after))


def test_whoever_reads_far_back_sees_the_new_name_too(person: People, server: Server):
    channel = fresh("past")
    server.seed(channel, [f"number {number}" for number in range(1, 101)])
    ada, bob = person("Ada"), person("Bob")
    ada.join_channel(channel)
    ada.say("from me")
    bob.join_channel(channel)
    bob.log.evaluate("log => log.scrollTop = 0")
    expect(bob.message("number 20")).to_have_count(1)
    expect(bob.button("Jump to newest")).to_be_visible()
    expect(bob.message("from me")).to_have_count(1)  # the stretch still has it
    profile = open_profile(ada)
    profile.get_by_role("textbox", name="Display name").fill("Ada Lovelace")
    profile.get_by_role("button", name="Save").click()

    expect(bob.message("from me")).to_contain_text("Ada Lovelace")


# -- cards -----------------------------------------------------------------------------------------


@SIZES
def test_choosing_a_person_shows_their_card(person: People, options: dict):
    ada, bob = person("Ada"), person("Bob", **options)
    name = fresh("cards")
    ada.create_channel(name)
    join(bob, name)
    ada.say("hello")
    bob.sees("hello")
    author = bob.message("hello").get_by_role("button", name=ada.username)
    card = bob.page.get_by_role("dialog", name=ada.username)

    def seen() -> None:
        expect(card).to_contain_text(f"@{ada.username}")
        expect(card).to_contain_text("Online")
        expect(card).to_contain_text(re.compile(r"Here since .*\d{4}"))
        bob.page.keyboard.press("Escape")
        expect(card).to_be_hidden()

    (author.tap if "has_touch" in options else author.click)()
    seen()
    sign = bob.message("hello").locator(".avatar")
    (sign.tap if "has_touch" in options else sign.click)()
    seen()
    bring_out(bob, "Show people")
    bob.here(ada).get_by_role("button").click()
    seen()


def test_a_card_opens_by_keyboard_and_gives_the_focus_back(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("hello")
    bob.sees("hello")
    bob.message("hello").focus()
    bob.page.keyboard.press("Tab")
    author = bob.message("hello").get_by_role("button", name=ada.username)
    expect(author).to_be_focused()
    bob.page.keyboard.press("Enter")
    expect(bob.dialog).to_contain_text(f"@{ada.username}")
    bob.page.keyboard.press("Escape")

    expect(author).to_be_focused()
    bob.here(ada).get_by_role("button").focus()
    bob.page.keyboard.press("Space")
    expect(bob.dialog).to_contain_text(f"@{ada.username}")


def test_names_in_the_log_are_no_stops_on_the_way_to_the_composer(person: People):
    ada, bob = person.together("Ada", "Bob")
    for number in range(4):
        (ada, bob)[number % 2].say(f"message {number}")
        ada.sees(f"message {number}")
    ada.page.mouse.move(5, 5)  # the message under it would have its buttons out
    ada.log.focus()
    ada.page.keyboard.press("Tab")

    expect(ada.composer).to_be_focused()


def test_ones_own_card_leads_to_the_profile(person: People):
    ada = person("Ada")
    ada.here(ada).get_by_role("button").click()
    ada.dialog.get_by_role("button", name="Edit profile").click()

    expect(ada.page.get_by_role("dialog", name="Profile")).to_be_visible()


# -- writing ---------------------------------------------------------------------------------------


@SIZES
def test_who_writes_is_shown_and_moves_nothing(person: People, options: dict):
    ada, bob = person("Ada", **options), person("Bob")
    name = fresh("typing")
    bob.create_channel(name)
    join(ada, name)
    bob.say("first")
    ada.sees("first")
    before = ada.message("first").bounding_box(), ada.composer.bounding_box()
    bob.composer.press_sequentially("I am wri", delay=60)

    expect(typing(ada)).to_have_text(f"{name_of(bob)} is typing")
    assert (ada.message("first").bounding_box(), ada.composer.bounding_box()) == before
    expect(typing(bob)).to_have_text("")
    bob.composer.press("Enter")
    ada.sees("I am wri")
    expect(typing(ada)).to_have_text("", timeout=1_000)


def test_it_ends_when_all_is_taken_back_and_by_itself(person: People):
    ada, bob = person.together("Ada", "Bob")
    bob.composer.press_sequentially("never mind")
    expect(typing(ada)).to_contain_text("is typing")
    bob.composer.fill("")
    expect(typing(ada)).to_have_text("", timeout=2_000)
    bob.composer.press_sequentially("forgotten", delay=60)
    expect(typing(ada)).to_contain_text("is typing")
    expect(typing(ada)).to_have_text("", timeout=7_000)


def test_three_are_named_and_more_are_several(person: People):
    ada, bob, cleo, dora, eve = person.together("Ada", "Bob", "Cleo", "Dora", "Eve")
    writers = [bob, cleo, dora, eve]
    names = [name_of(each) for each in writers]
    sentences = [
        f"{names[0]} is typing",
        f"{names[0]} and {names[1]} are typing",
        f"{names[0]}, {names[1]} and {names[2]} are typing",
        "Several people are typing",
    ]
    seen = note_texts(typing(ada))
    for number, writer in enumerate(writers):
        for earlier in writers[:number]:
            earlier.composer.press("x")
        writer.composer.press("x")
        expect(typing(ada)).not_to_have_text("")
    expect(typing(ada)).to_have_text(sentences[3])

    assert sentences[0] in seen()
    assert sentences[1] in seen()
    assert sentences[2] in seen()
    expect(typing(eve)).to_have_text(sentences[2])


# -- away ------------------------------------------------------------------------------------------


SOCKETS = """(() => {
    const Original = window.WebSocket;
    window.sockets = [];
    window.WebSocket = class extends Original {
        constructor(...given) { super(...given); window.sockets.push(this); }
    };
})()"""


def test_a_connection_that_comes_back_brings_nobody_back(own_server: Callable[..., Server], person: People):
    server = own_server(AWAY_SECONDS="2", CLOSED_TAB_SECONDS="0.3")
    [ada] = person.together("Ada", at=server)
    bob = person("Bob", at=server, signed_up=False)
    bob.tolerate("WebSocket")
    bob.context.add_init_script(SOCKETS)
    bob.sign_up()
    bob.join_channel(ada.heading.inner_text())
    expect(ada.here(bob)).to_contain_text("away")
    seen = note_texts(ada.page.get_by_role("list", name="Online"))
    bob.page.evaluate("window.sockets.forEach(socket => socket.close())")
    bob.page.wait_for_function("window.sockets.length > 1 && window.sockets.at(-1).readyState === 1")
    ada.say("still away?")
    bob.sees("still away?")

    assert not [text for text in seen() if re.search(rf"{bob.username}(?!\s*away)", text)]
    bob.page.reload()  # whoever opens the page is there
    expect(ada.here(bob)).not_to_contain_text("away")


def test_a_mention_in_a_message_leads_to_the_card_of_whoever_is_meant(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say(f"have you asked @{bob.username}?")
    bob.sees("have you asked")
    for somebody in (ada, bob):
        somebody.log.locator("[data-seq] .mention").click()
        expect(somebody.page.get_by_role("dialog", name=bob.username)).to_contain_text(f"@{bob.username}")
        somebody.page.keyboard.press("Escape")
        expect(somebody.dialog).to_be_hidden()
