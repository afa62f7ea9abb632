"""What was written and is not stored yet outlives the page it was written in."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import PASSWORD, People, Person, fresh
from tests.e2e.waiting import comes_to
from tests.support.server import Server

QUOTE = "Replying to"


def new_tab(somebody: Person) -> None:
    """Another tab, in the place of the one that was looked at."""
    somebody.page = somebody.tab()
    somebody.go(f"/chat?channel={somebody.username}")
    somebody.is_in(somebody.username)


def kept_to_be_sent(somebody: Person) -> list[str]:
    return [key for key in somebody.page.evaluate("Object.keys(localStorage)") if "outbox" in key]


def editor(somebody: Person) -> Locator:
    return somebody.page.get_by_role("textbox", name="Edit message")


@pytest.fixture
def ada(person: People) -> Person:
    """Somebody in a channel of her own, which is called as she is."""
    ada = person("Ada")
    ada.create_channel(ada.username)
    return ada


def test_a_draft_what_it_answers_and_half_an_edit_are_there_in_the_next_tab(ada: Person, server: Server):
    for text in ("a question", "a mistake"):
        ada.say(text)
        expect(ada.stored(text)).to_have_count(1)
    ada.act("a mistake", "Edit message")
    editor(ada).fill("a mistake put")
    ada.act("a question", "Reply")
    ada.composer.fill("half an answer")
    ada.page.close()

    new_tab(ada)
    expect(ada.composer).to_have_value("half an answer")
    expect(ada.page.locator(".replying")).to_contain_text("a question")
    expect(editor(ada)).to_have_value("a mistake put")
    expect(ada.composer).to_be_focused()  # the edit does not take what is typed meanwhile
    ada.open_channel("general")
    expect(editor(ada)).to_have_count(0)
    expect(ada.page.locator(".replying")).to_have_count(0)
    ada.open_channel(ada.username)
    expect(editor(ada)).to_have_value("a mistake put")
    editor(ada).fill("a mistake put right")
    editor(ada).press("Enter")
    expect(ada.message("a mistake put right").filter(has_text="(edited)")).to_have_count(1)
    ada.composer.press("Enter")
    expect(ada.stored("half an answer").locator(".quote")).to_contain_text("a question")
    ada.page.reload()
    expect(ada.stored("half an answer")).to_have_count(1)
    expect(ada.composer).to_have_value("")
    expect(editor(ada)).to_have_count(0)


def test_what_was_sent_without_a_network_is_sent_by_the_next_tab_in_order(ada: Person, server: Server):
    ada.tolerate("WebSocket", "Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    ada.go_offline()
    for number in range(3):
        ada.say(f"offline {number}")
    expect(ada.message("offline 2")).to_have_count(1)
    ada.page.close()
    ada.context.set_offline(False)

    new_tab(ada)
    expect(ada.stored("offline 2")).to_have_count(1)
    assert [text for _, text in server.stored(ada.username)] == [f"offline {number}" for number in range(3)]
    comes_to(lambda: kept_to_be_sent(ada), [])


def test_two_tabs_show_one_draft_and_send_a_message_once(ada: Person, server: Server):
    first = ada.page
    new_tab(ada)
    ada.composer.fill("from either")
    there = first.get_by_role("textbox", name="Message", exact=True)
    expect(there).to_have_value("from either")
    there.press("Enter")
    expect(ada.composer).to_have_value("")
    expect(ada.stored("from either")).to_have_count(1)
    assert [text for _, text in server.stored(ada.username)] == ["from either"]


def test_drafts_wait_for_the_person_who_signed_out(ada: Person):
    ada.composer.fill("to be continued")
    ada.sign_out()
    username, ada.username = ada.username, fresh("eve")
    ada.sign_up()
    expect(ada.composer).to_have_value("")
    expect(ada.page.locator("body")).not_to_contain_text("to be continued")
    ada.sign_out()
    ada.username = username
    ada.sign_in(PASSWORD)
    ada.go(f"/chat?channel={username}")
    expect(ada.composer).to_have_value("to be continued")


def test_a_browser_that_keeps_nothing_says_so_once_and_the_page_works(ada: Person):
    ada.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    ada.page.reload()
    expect(ada.composer).to_be_focused()
    ada.composer.fill("a draft")
    notice = ada.page.get_by_role("alert").filter(has_text="no room for what you write")
    expect(notice).to_be_visible()
    notice.get_by_role("button", name="Dismiss").click()
    ada.open_channel("general")
    ada.open_channel(ada.username)
    expect(ada.composer).to_have_value("a draft")
    ada.composer.press("Enter")
    expect(ada.stored("a draft")).to_have_count(1)
    expect(notice).to_have_count(0)


def test_what_was_written_for_a_channel_one_has_lost_can_be_copied(ada: Person):
    ada.composer.fill("a draft")  # which says whose the outbox is
    ada.page.evaluate("""() => {
        const [, , person] = Object.keys(localStorage).find(key => key.startsWith("chat.draft.")).split(".");
        const message = { id: "lost-1", channel: "999999999", text: "too late", at: Date.now() };
        localStorage.setItem(`chat.outbox.${person}.lost-1`, JSON.stringify(message));
    }""")
    ada.page.reload()
    notice = ada.page.get_by_role("status").filter(has_text="too late")
    expect(notice).to_contain_text("Not sent, because you are no longer in its channel")
    expect(ada.message("too late")).to_have_count(0)
    notice.get_by_role("button", name="Copy text").click()
    expect(notice).to_have_count(0)
    comes_to(lambda: kept_to_be_sent(ada), [])


def by_shortcode(ada: Person) -> None:
    ada.composer.press_sequentially(":rocke")
    expect(ada.page.get_by_role("option").first).to_contain_text(":rocket:")
    ada.composer.press("Enter")


def by_mention(ada: Person) -> None:
    ada.composer.press_sequentially(f"@{ada.username[:-2]}")
    expect(ada.page.get_by_role("option").first).to_contain_text(ada.username)
    ada.composer.press("Enter")


def by_picker(ada: Person) -> None:
    ada.button("Emoji").click()
    ada.dialog.get_by_role("textbox", name="Search emoji").fill("rocket")
    ada.dialog.get_by_role("button", name="rocket", exact=True).click()


def test_what_was_put_in_is_undone_like_what_was_typed(ada: Person):
    for way in (by_shortcode, by_mention, by_picker):
        ada.composer.press_sequentially("see ")
        way(ada)
        put_in = re.compile(f"^see (🚀|@{ada.username}) ?$")
        expect(ada.composer).to_have_value(put_in)
        expect(ada.composer).to_be_focused()
        ada.page.keyboard.press("Control+z")
        expect(ada.composer).not_to_have_value(put_in)
        expect(ada.composer).to_have_value(re.compile("^see (:rocke|@.*[^ ])?$"))
        ada.page.keyboard.press("Control+Shift+z")
        expect(ada.composer).to_have_value(put_in)
        ada.page.keyboard.type("!")
        expect(ada.composer).to_have_value(re.compile(f"^see (🚀|@{ada.username}) ?!$"))
        ada.composer.fill("")


def test_a_bare_at_offers_who_spoke_last(person: People):
    ada, bob = person.together("Ada", "Bob")
    bob.say("here I am")
    ada.sees("here I am")
    ada.composer.press_sequentially("well, @")
    expect(ada.page.get_by_role("option").first).to_contain_text(bob.username)
    expect(ada.page.get_by_role("option").filter(has_text=ada.username)).to_have_count(0)
    ada.page.keyboard.press("Tab")
    expect(ada.composer).to_have_value(f"well, @{bob.username} ")
