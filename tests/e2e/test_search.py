"""Finding messages, and links to one."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import DESKTOP, PHONE, People, Person, fresh
from tests.support.server import Server

MANY = 400


def look_for(somebody: Person, words: str) -> Locator:
    """Open the search and ask; what is found."""
    somebody.button("Search messages").click()
    somebody.dialog.get_by_role("textbox", name="Search").fill(words)
    return somebody.dialog.get_by_role("link")


def led_to(somebody: Person) -> Locator:
    """Return the message that the page was led to."""
    return somebody.log.locator("[data-target]")


def numbered(server: Server, channel: str) -> str:
    """Make a channel with many messages: a word of their own, and a number. The word."""
    word = fresh("entry").replace("-", "")
    server.seed(channel, [f"{word} {seq}" for seq in range(1, MANY + 1)])
    return word


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_two_people_find_what_was_said_and_see_it_among_its_neighbours(
    person: People, server: Server, size: tuple[int, int]
) -> None:
    name, word = fresh("archive"), fresh("Crème").replace("-", "")
    entry = numbered(server, name)
    ada, bob = person("Ada", size=size), person("Bob", size=size)
    ada.go(f"/chat?channel={name}")
    expect(ada.heading).to_have_text(name)
    found = look_for(ada, f"{entry[:-1]} 57")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(name)
    expect(found.locator("mark")).to_have_text([entry, "57"])
    found.click()

    expect(ada.dialog).to_be_hidden()
    expect(led_to(ada)).to_contain_text(f"{entry} 57")
    expect(led_to(ada)).to_be_in_viewport()
    expect(led_to(ada)).to_be_focused()
    expect(ada.message(f"{entry} 56").last).to_be_in_viewport()
    expect(ada.page).to_have_url(re.compile(rf"channel={name}&message=\d+"))

    link = ada.page.url.removeprefix(ada.url)
    bob.go(link)
    expect(led_to(bob)).to_contain_text(f"{entry} 57")
    expect(led_to(bob)).to_be_in_viewport()
    bob.page.reload()
    expect(led_to(bob)).to_be_in_viewport()

    bob.go("/chat")
    bob.say(f"{word} brûlée for everybody")
    bob.sees(word)
    found = look_for(ada, f"{word.lower().replace('è', 'e')} BRULEE")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(bob.username)
    found.click()
    expect(ada.heading).to_have_text("general")
    expect(led_to(ada)).to_contain_text(word)


def test_channels_and_people_come_before_messages(person: People) -> None:
    ada, bob = person.together("Ada", "Bob")
    name = ada.heading.inner_text()
    ada.open_search()
    ada.page.keyboard.type(name[2:])
    status = ada.dialog.get_by_role("status")
    expect(ada.dialog.get_by_role("link", name=name)).to_be_visible()
    expect(status).to_have_text("By name: 1.")
    ada.page.keyboard.press("Escape")
    ada.open_channel("general")
    ada.say(f"see {name}")
    ada.sees(f"see {name}")
    ada.open_search()
    ada.page.keyboard.type(name)
    expect(ada.dialog.get_by_role("link")).to_have_count(2)
    expect(status).to_have_text("By name: 1. 1 message")
    ada.page.keyboard.press("Enter")
    ada.is_in(name)

    ada.open_search()
    ada.page.keyboard.type(f"@{bob.username}")
    found = ada.dialog.get_by_role("button", name=bob.username)
    expect(found).to_be_visible()
    ada.page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("dialog", name="Search")).to_be_hidden()
    expect(ada.dialog).to_contain_text(f"@{bob.username}")
    ada.page.keyboard.press("Escape")
    ada.open_search()
    ada.page.keyboard.type(fresh("nothing"))
    expect(status).to_have_text("No message has all these words.")


def test_a_link_to_a_message_of_this_chat_opens_in_the_page(person: People, server: Server) -> None:
    name = fresh("linked")
    entry = numbered(server, name)
    [ada] = person.together("Ada")
    found = look_for(ada, f"{entry[:-1]} 57")
    address = found.get_attribute("href")
    ada.page.keyboard.press("Escape")
    ada.say(f"see {ada.url}{address}")
    ada.stored("see").get_by_role("link").click()
    expect(led_to(ada)).to_contain_text(f"{entry} 57")
    assert len(ada.context.pages) == 1
    ada.page.go_back()
    expect(ada.stored("see")).to_have_count(1)


def test_search_goes_by_keyboard_alone(person: People) -> None:
    [ada] = person.together("Ada")
    word = fresh("key").replace("-", "")
    for number in range(3):
        ada.say(f"{word} {number}")
        ada.sees(f"{word} {number}")
    ada.open_search()
    ada.page.keyboard.type(word[:-1])
    found = ada.dialog.get_by_role("link")
    expect(found).to_have_count(3)
    expect(ada.dialog.get_by_role("status")).to_have_text("3 messages, the newest first")
    ada.page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    ada.page.keyboard.press("End")
    expect(found.last).to_be_focused()
    ada.page.keyboard.press("ArrowUp")
    ada.page.keyboard.press("Enter")
    expect(led_to(ada)).to_contain_text(f"{word} 1")
    expect(ada.open_search()).to_have_value(word[:-1])
    ada.page.keyboard.press("Escape")
    expect(ada.dialog).to_be_hidden()


def test_more_results_come_behind_those_that_are_there(person: People, server: Server) -> None:
    entry = numbered(server, fresh("archive"))
    ada = person("Ada")
    found = look_for(ada, entry)
    status, more = ada.dialog.get_by_role("status"), ada.button("More results")
    expect(status).to_have_text("The newest 20 messages")
    ada.page.keyboard.press("ArrowDown")
    ada.page.keyboard.press("End")
    expect(more).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(status).to_have_text("The newest 40 messages")
    expect(found.nth(20)).to_be_focused()
    expect(found.nth(20)).to_be_in_viewport()
    more.dblclick()
    expect(found.nth(40)).to_be_focused()
    more.hover()
    ada.page.mouse.down()
    ada.page.mouse.up()
    expect(status).to_have_text("The newest 80 messages")
    ada.page.mouse.down(click_count=2)  # what stands there by now is not what was meant
    ada.page.mouse.up(click_count=2)
    expect(status).to_have_text("The newest 80 messages")
    texts = found.all_inner_texts()
    assert len(texts) == len({*texts}) == len(texts) // 20 * 20


def test_nobody_finds_or_follows_what_is_private_to_others(person: People) -> None:
    ada, eve = person("Ada"), person("Eve")
    name, word = fresh("plan"), fresh("secret").replace("-", "")
    ada.create_channel(name, private=True)
    ada.say(f"the {word}")
    ada.sees(word)
    found = look_for(ada, word)
    expect(found).to_have_count(1)
    found.click()
    expect(led_to(ada)).to_contain_text(word)
    expect(ada.page).to_have_url(re.compile("message="))
    link = ada.page.url.removeprefix(ada.url)

    found = look_for(eve, word)
    expect(eve.dialog.get_by_role("status")).to_have_text("No message has all these words.")
    expect(found).to_have_count(0)
    eve.go(link)
    expect(eve.page.get_by_role("alert")).to_be_visible()
    expect(eve.heading).to_have_text("general")
    expect(led_to(eve)).to_have_count(0)
    assert not any(word in frame for frame in eve.heard if "answered" not in frame)


def test_what_was_found_shows_markup_as_text(person: People) -> None:
    [ada] = person.together("Ada")
    word = fresh("attack").replace("-", "")
    ada.say(f"{word} <img src=x onerror=document.title='run'> <script>document.title='run'</script>")
    ada.sees(word)
    found = look_for(ada, word)
    expect(found).to_contain_text("<img src=x onerror=")
    expect(found.locator("img, script")).to_have_count(0)
    assert ada.page.title() != "run"


def test_the_page_stays_where_one_went_after_a_reconnect(person: People, server: Server) -> None:
    name = fresh("archive")
    entry = numbered(server, name)
    ada = person("Ada")
    ada.tolerate("WebSocket", "ERR_INTERNET_DISCONNECTED", "net::")
    ada.join_channel(name)
    look_for(ada, f"{entry} 57").click()
    expect(led_to(ada)).to_be_in_viewport()
    ada.button("Jump to newest").click()
    expect(ada.message(f"{entry} {MANY}")).to_be_in_viewport()
    ada.go_offline()
    ada.context.set_offline(False)
    expect(ada.reconnecting).to_be_hidden()
    ada.say("still here")
    ada.sees("still here")
    expect(ada.message("still here")).to_be_in_viewport()
    expect(led_to(ada)).to_have_count(0)


def test_a_copied_link_leads_somebody_else_to_the_message(person: People) -> None:
    ada, bob = person("Ada", permissions=["clipboard-read", "clipboard-write"]), person("Bob")
    name = fresh("linked")
    ada.create_channel(name)
    ada.say("the one that matters")
    ada.sees("the one that matters")
    ada.say("and another")
    ada.sees("and another")
    ada.act("the one that matters", "Copy link")
    expect(ada.page.get_by_role("alert")).to_contain_text("Link copied.")
    copied = ada.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{ada.url}/chat?channel={name}&message=")
    bob.page.goto(copied)
    expect(led_to(bob)).to_contain_text("the one that matters")
    expect(led_to(bob)).to_be_in_viewport()
