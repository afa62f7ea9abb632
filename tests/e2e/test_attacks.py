"""Whatever is typed into any field stays text, wherever it is shown."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import PASSWORD, People, fresh
from tests.e2e.person import Person

# Each fits the shortest field, a display name.
ATTACKS = [
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)><!--",
    "</title></textarea><script>alert(1)</script>",
    "[a](javascript:alert(1)) <javascript:alert(1)>",
    "{{alert(1)}} ${alert(1)} {0} {count} <b id=root>",
]
# What may not be anywhere in the document, and would not be if every text had stayed text.
SMUGGLED = """() => {
    const all = [...document.querySelectorAll("*")];
    const attributes = all.flatMap(one => [...one.attributes]);
    const addresses = attributes.filter(one => ["href", "src", "action", "formaction"].includes(one.name));
    return [
        ...attributes.filter(one => one.name.startsWith("on")).map(one => `${one.name}=${one.value}`),
        ...addresses.filter(one => /^\\s*(javascript|data|vbscript):/i.test(one.value)).map(one => one.value),
        ...all.filter(one => one.matches("img, iframe, object, embed, math, body style, b, #root"))
            .map(one => one.outerHTML.slice(0, 80)),
        ...[...document.scripts].filter(one => /alert\\(1\\)/.test(one.textContent)).map(() => "a script"),
    ];
}"""


def shows(place: Locator, text: str) -> None:
    """Expect the text as it was typed, and nowhere on the page anything else made of it."""
    expect(place).to_contain_text(text)
    harmless(place.page)


def harmless(page) -> None:
    assert page.evaluate(SMUGGLED) == []


def watched(somebody: Person) -> Person:
    """Somebody on whose page no script of a stranger may open a dialog."""
    somebody.page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    return somebody


def test_what_is_smuggled_in_would_be_found(person: People):
    eve = person("Eve", signed_up=False)
    eve.go("/login")
    expect(eve.button("Sign in")).to_be_visible()
    harmless(eve.page)
    for markup in ("<a href='javascript:alert(1)'></a>", "<p onclick='alert(1)'></p>", "<img>"):
        eve.page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup)
    assert len(eve.page.evaluate(SMUGGLED)) == 3


def test_an_attack_typed_into_every_field_stays_text_everywhere(person: People):
    eve, bob = watched(person("Eve", signed_up=False)), watched(person("Bob"))
    channels = [fresh("attack") for _ in ATTACKS]
    register(eve)
    for name, attack in zip(channels, ATTACKS, strict=True):
        set_status(eve, attack)
        make_channel(eve, name, attack)

        bob.button("Browse channels").click()
        shows(bob.dialog.get_by_role("listitem").filter(has_text=name), attack)
        bob.page.keyboard.press("Escape")
        expect(bob.dialog).to_be_hidden()
        bob.join_channel(name)
        shows(bob.page.locator(".header .topic"), attack)
        shows(bob.page.get_by_role("list", name="Online").get_by_text(attack).first, attack)
        talk(eve, bob, attack)
        search(bob, attack)
        search(eve, attack)
        bob.message("plain").get_by_role("button", name=attack, exact=True).click()
        shows(bob.dialog, attack)
        bob.page.reload()
        bob.sees("plain")
        harmless(bob.page)
    eve.page.reload()
    for name in channels:
        eve.open_channel(name)
        eve.sees("plain")
        harmless(eve.page)


def register(eve: Person) -> None:
    """Each time with a username that is none, and at last with one."""
    eve.go("/register")
    for attack in ATTACKS:
        for name, text in (("Username", attack), ("Display name", attack), ("Password", PASSWORD)):
            eve.page.get_by_role("textbox", name=name).fill(text)
        eve.button("Create account").click()
        expect(eve.page.locator("[aria-invalid=true]").first).to_be_visible()
        harmless(eve.page)
        eve.page.get_by_role("textbox", name="Username").fill("")
    eve.enter(PASSWORD, "Create account")
    eve.arrive()
    shows(eve.button("Account"), ATTACKS[-1])


def make_channel(eve: Person, name: str, attack: str) -> None:
    eve.button("Create channel").click()
    eve.dialog.get_by_role("textbox", name="Channel name").fill(attack)
    eve.dialog.get_by_role("textbox", name="Topic").fill("first")
    eve.dialog.get_by_role("button", name="Create", exact=True).click()
    expect(eve.dialog.locator("[aria-invalid=true]")).to_be_visible()
    harmless(eve.page)
    eve.dialog.get_by_role("textbox", name="Channel name").fill(name)
    eve.dialog.get_by_role("button", name="Create", exact=True).click()
    eve.is_in(name)
    eve.button("Change topic").click()
    eve.dialog.get_by_role("textbox", name="Topic").fill(attack)
    eve.dialog.get_by_role("button", name="Save").click()
    shows(eve.page.locator(".header .topic"), attack)
    eve.button("Invite people").click()
    eve.dialog.get_by_role("combobox", name="Username").fill(attack)
    eve.dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(eve.dialog.locator("[aria-invalid=true]")).to_be_visible()
    harmless(eve.page)
    eve.page.keyboard.press("Escape")


def set_status(eve: Person, attack: str) -> None:
    eve.choose("Profile")
    eve.dialog.get_by_role("textbox", name="Display name").fill(attack)
    eve.dialog.get_by_role("textbox", name="Status").fill(attack)
    eve.dialog.get_by_role("button", name="Save").click()
    expect(eve.dialog).to_be_hidden()
    shows(eve.page.get_by_role("list", name="Online"), attack)
    shows(eve.button("Account"), attack)


def talk(eve: Person, bob: Person, attack: str) -> None:
    """Return the line that tells who writes; a message, sent, edited, answered, reacted to."""
    eve.composer.press_sequentially(attack)
    shows(bob.page.locator(".typing-line"), attack)
    eve.composer.press("Enter")
    eve.say(f"`{attack}`")
    shows(bob.log.locator("code"), attack)
    eve.say("to be edited")
    eve.sees("to be edited")
    eve.composer.press("ArrowUp")
    eve.page.get_by_role("textbox", name="Edit message").fill(f"edited {attack}")
    eve.page.keyboard.press("Enter")
    expect(bob.message("(edited)")).to_have_count(1)
    harmless(bob.page)
    eve.act("(edited)", "Reply")
    shows(eve.page.locator(".replying"), attack)
    eve.say("plain")
    shows(bob.message("plain").locator(".quote"), attack)
    eve.act("plain", "Add reaction")
    eve.dialog.get_by_role("textbox", name="Search emoji").fill(attack)
    harmless(eve.page)
    eve.dialog.get_by_role("textbox", name="Search emoji").fill("rocket")
    eve.dialog.get_by_role("button", name="rocket", exact=True).click()
    bob.message("plain").locator(".reaction").hover()
    shows(bob.page.get_by_role("tooltip"), attack)
    bob.composer.press_sequentially(f"@{eve.username}"[:-1])
    shows(bob.page.get_by_role("listbox"), attack)
    bob.composer.fill("")


def search(somebody: Person, attack: str) -> None:
    field = somebody.open_search()
    for question in (attack, "alert", "plain"):
        field.fill(question)
        expect(somebody.dialog.locator(".search-list")).to_have_attribute("aria-busy", "false")
        harmless(somebody.page)
    shows(somebody.dialog.get_by_role("link").first, attack)
    somebody.page.keyboard.press("Escape")
    expect(somebody.dialog).to_be_hidden()
