"""What people say of themselves, and see of each other."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import DESKTOP, PHONE, People, Person, fresh
from tests.e2e.test_connection import SOCKETS, connect_again
from tests.e2e.waiting import at_rest
from tests.support.server import Server
from tests.support.serving import Person as Client

SIZES: list[dict[str, Any]] = [{"size": DESKTOP}, {"size": PHONE, "has_touch": True, "is_mobile": True}]

AT_ONCE = 3_000  # ms, within which it does not end by itself


def open_profile(somebody: Person) -> Locator:
    somebody.bring_out("Show channels")
    somebody.choose("Profile")
    profile = somebody.page.get_by_role("dialog", name="Profile")
    expect(profile.get_by_role("textbox", name="Display name")).to_be_focused()
    return profile


def join(somebody: Person, name: str) -> None:
    somebody.bring_out("Show channels")
    somebody.join_channel(name)


def typing(somebody: Person) -> Locator:
    return somebody.page.locator(".typing-line")


def name_of(somebody: Person) -> str:
    """Return a name as it stands in the typing line."""
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


def test_a_changed_profile_shows_at_once_in_everybodys_list_and_messages(person: People):
    bob = person("Bob")
    name = fresh("profile")
    bob.create_channel(name)
    for number, options in enumerate(SIZES):
        ada, called = person("Ada", **options), f"Ada Lovelace {number}"
        join(ada, name)
        ada.say(f"who am I {number}")
        bob.sees(f"who am I {number}")
        profile = open_profile(ada)
        profile.get_by_role("textbox", name="Display name").fill(called)
        profile.get_by_role("textbox", name="Status").fill("On holiday")
        profile.get_by_role("radiogroup", name="Name color").get_by_role("radio", name="Violet").check()
        profile.get_by_role("button", name="Save").click()

        expect(profile).to_be_hidden()
        row = bob.message(f"who am I {number}")
        expect(row).to_contain_text(called)
        expect(row).to_have_attribute("data-color", "violet")
        online = bob.page.get_by_role("list", name="Online")
        expect(online.get_by_role("listitem").filter(has_text=called)).to_contain_text("On holiday")
        expect(ada.message(f"who am I {number}")).to_contain_text(called)
        profile = open_profile(ada)
        expect(profile.get_by_role("textbox", name="Status")).to_have_value("On holiday")
        expect(profile.get_by_role("radio", name="Violet")).to_be_checked()


def test_what_is_wrong_with_a_profile_stands_beside_its_field_and_a_colour_is_chosen_by_keyboard(
    person: People,
):
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

    ada.here(ada).get_by_role("button").click()
    ada.dialog.get_by_role("button", name="Edit profile").click()
    expect(field).to_be_focused()
    expect(field).to_have_value(ada.username)
    chosen = profile.get_by_role("radio", checked=True)
    before = chosen.get_attribute("value")
    chosen.focus()
    ada.page.keyboard.press("ArrowRight")
    expect(chosen).not_to_have_attribute("value", str(before))
    after = chosen.get_attribute("value")
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
    bob.scroll_back()
    expect(bob.message("number 20")).to_have_count(1)
    expect(bob.button("Jump to newest")).to_be_visible()
    expect(bob.message("from me")).to_have_count(1)  # the stretch still has it
    profile = open_profile(ada)
    profile.get_by_role("textbox", name="Display name").fill(bob.username)
    profile.get_by_role("button", name="Save").click()

    told_apart = f"{bob.username} @{ada.username}"
    expect(bob.message("from me")).to_contain_text(told_apart)
    bob.act("from me", "Reply")
    expect(bob.page.locator(".replying")).to_contain_text(told_apart)


# -- cards -----------------------------------------------------------------------------------------


def test_choosing_a_person_shows_their_card(person: People):
    ada = person("Ada")
    name = fresh("cards")
    ada.create_channel(name)
    ada.say("hello")
    ada.sees("hello")
    for options in SIZES:
        bob = person("Bob", **options)
        join(bob, name)
        bob.sees("hello")
        author = bob.message("hello").get_by_role("button", name=ada.username)
        sign = bob.message("hello").locator(".avatar")
        entry = bob.here(ada).get_by_role("button")
        for place in (author, sign, entry):
            if place is entry:
                bob.bring_out("Show people")
            (place.tap if "has_touch" in options else place.click)()
            card = bob.page.get_by_role("dialog", name=ada.username)
            expect(card).to_contain_text(f"@{ada.username}")
            expect(card).to_contain_text("Online")
            expect(card).to_contain_text(re.compile(r"Here since .*\d{4}"))
            bob.page.keyboard.press("Escape")
            expect(card).to_be_hidden()


def test_names_in_the_log_are_no_stops_of_the_tab_key_and_lead_to_cards_that_give_the_focus_back(
    person: People,
):
    ada, bob = person.together("Ada", "Bob")
    for number in range(4):
        (ada, bob)[number % 2].say(f"message {number}")
        ada.sees(f"message {number}")
    ada.page.mouse.move(5, 5)  # the message under it would have its buttons out
    ada.log.focus()
    ada.page.keyboard.press("Tab")
    expect(ada.composer).to_be_focused()

    bob.sees("message 2")
    bob.message("message 2").focus()
    author = bob.message("message 2").get_by_role("button", name=ada.username)
    expect(author).to_be_visible()
    bob.page.keyboard.press("Tab")
    expect(author).to_be_focused()
    bob.page.keyboard.press("Enter")
    expect(bob.dialog).to_contain_text(f"@{ada.username}")
    bob.page.keyboard.press("Escape")
    expect(author).to_be_focused()
    bob.here(ada).get_by_role("button").focus()
    bob.page.keyboard.press("Space")
    expect(bob.dialog).to_contain_text(f"@{ada.username}")
    bob.page.keyboard.press("Escape")
    expect(bob.dialog).to_be_hidden()

    ada.say(f"have you asked @{bob.username}?")
    bob.sees("have you asked")
    for somebody in (ada, bob):
        somebody.log.locator("[data-seq] .mention").click()
        expect(somebody.page.get_by_role("dialog", name=bob.username)).to_contain_text(f"@{bob.username}")
        somebody.page.keyboard.press("Escape")
        expect(somebody.dialog).to_be_hidden()


# -- writing ---------------------------------------------------------------------------------------


def test_who_writes_is_shown_and_moves_nothing_until_it_ends_by_itself(person: People):
    bob = person("Bob")
    name = fresh("typing")
    bob.create_channel(name)
    bob.say("first")
    readers = [person("Ada", **options) for options in SIZES]

    def places() -> list[object]:
        return [place.bounding_box() for ada in readers for place in (ada.message("first"), ada.composer)]

    for ada in readers:
        join(ada, name)
        ada.sees("first")
    before = at_rest(places)
    bob.composer.press_sequentially("I am wri", delay=60)
    for ada in readers:
        expect(typing(ada)).to_have_text(f"{name_of(bob)} is typing")
    assert at_rest(places) == before
    expect(typing(bob)).to_have_text("")
    bob.composer.press("Enter")
    for ada in readers:
        ada.sees("I am wri")
        expect(typing(ada)).to_have_text("", timeout=AT_ONCE)

    ada = readers[0]
    bob.composer.press_sequentially("never mind", delay=60)
    expect(typing(ada)).to_contain_text("is typing")
    bob.composer.fill("")
    expect(typing(ada)).to_have_text("", timeout=AT_ONCE)
    bob.composer.press_sequentially("forgotten", delay=60)
    expect(typing(ada)).to_contain_text("is typing")
    expect(typing(ada)).to_have_text("")


@pytest.fixture
def clients(server: Server) -> Iterator[list[Client]]:
    """People who only speak HTTP."""
    with ExitStack() as leaving:
        yield [leaving.enter_context(closing(Client(server, name))) for name in ("bob", "cleo", "dora")]


def test_three_are_named_and_more_are_several(person: People, clients: list[Client]):
    ada, eve = person.together("Ada", "Eve")
    shown = ada.heading.inner_text()
    (channel,) = [each["id"] for each in clients[0]("GET", "/channels")["items"] if each["name"] == shown]
    for client in clients:
        client("POST", f"/channels/{channel}/join")
    names = [f"\u2068{client.username}\u2069" for client in clients]
    sentences = [
        f"{names[0]} is typing",
        f"{names[0]} and {names[1]} are typing",
        f"{names[0]}, {names[1]} and {names[2]} are typing",
    ]
    for number, sentence in enumerate(sentences, 1):
        for client in clients[:number]:  # the earlier ones go on
            client("POST", f"/channels/{channel}/typing")
        expect(typing(ada)).to_have_text(sentence)
    for client in clients:
        client("POST", f"/channels/{channel}/typing")
    eve.composer.press("x")
    expect(typing(ada)).to_have_text("Several people are typing")
    expect(typing(eve)).to_have_text(sentences[2])


# -- away ------------------------------------------------------------------------------------------


def test_a_connection_that_comes_back_brings_nobody_back(own_server: Callable[..., Server], person: People):
    server = own_server(AWAY_SECONDS="2", CLOSED_TAB_SECONDS="0.3")
    [ada] = person.together("Ada", at=server)
    bob = person("Bob", at=server, signed_up=False)
    bob.tolerate("WebSocket")
    bob.page.add_init_script(SOCKETS)
    bob.sign_up()
    bob.join_channel(ada.heading.inner_text())
    expect(ada.here(bob)).to_contain_text("away")
    seen = note_texts(ada.page.get_by_role("list", name="Online"))
    connect_again(bob.page)
    ada.say("still away?")
    bob.sees("still away?")

    assert not [text for text in seen() if re.search(rf"{bob.username}(?!\s*away)", text)]
    bob.page.reload()  # whoever opens the page is there
    expect(ada.here(bob)).not_to_contain_text("away")


def test_of_two_people_with_one_name_one_sees_who_is_who(person: People):
    ada, bob = person("Ada"), person("Bob")
    name = fresh("namesakes")
    bob.create_channel(name)
    join(ada, name)
    bob.say("who am I")
    ada.sees("who am I")
    profile = open_profile(bob)
    profile.get_by_role("textbox", name="Display name").fill(ada.username.upper())
    profile.get_by_role("button", name="Save").click()
    online = ada.page.get_by_role("list", name="Online")
    expect(online).to_contain_text(f"@{bob.username}")
    expect(online).to_contain_text(f"@{ada.username}")
    expect(ada.message("who am I")).to_contain_text(f"@{bob.username}")
