"""A conversation without a name, in the page: at its id, under the title that each of its people reads."""

import re

from playwright.sync_api import expect
from sqlmodel import select

from chat_app.models import Channel, User
from tests.e2e.people import People, Person, fresh
from tests.support.people import store_direct
from tests.support.server import Server


def between(server: Server, *people: Person) -> int:
    """Return the id of a new direct message between these people, who have it in their lists."""
    with server.database() as session:
        ids = [
            session.exec(select(User.id).where(User.username == each.username)).one() or 0 for each in people
        ]
        direct = store_direct(session, *ids)
    for each in people:
        each.create_channel(fresh("other"))  # so that the server reads what they are in
        expect(each.channels.get_by_role("link")).to_have_count(3)
    return direct


def is_at(somebody: Person, title: str, direct: int) -> None:
    """Expect the direct message in the heading and in the address."""
    expect(somebody.heading).to_have_text(title)
    expect(somebody.page).to_have_url(re.compile(rf"\?channel=~{direct}$"))
    expect(somebody.log.locator(".arriving")).to_have_count(0)


def test_a_direct_message_is_open_to_its_people_under_each_others_names(person: People, server: Server):
    ada, bob, eve = person("Ada"), person("Bob"), person("Eve")
    direct = between(server, ada, bob)
    word = fresh("whispered")
    expect(ada.channels.get_by_role("link").last).to_have_accessible_name(bob.username)
    ada.channel(bob.username).click()
    is_at(ada, bob.username, direct)
    expect(ada.page).to_have_title(re.compile(rf"^{bob.username} - "))
    expect(ada.composer).to_have_attribute("placeholder", f"Message {bob.username}")
    for button in ("Leave channel", "Invite people", "Change topic"):
        expect(ada.button(button)).to_have_count(0)

    ada.say(word)
    expect(bob.channel(ada.username)).to_have_accessible_description("1 unread")
    bob.channel(ada.username).click()
    is_at(bob, ada.username, direct)
    bob.sees(word)
    expect(bob.channel(ada.username)).to_have_accessible_description("")

    bob.open_channel("general")
    bob.page.go_back()
    is_at(bob, ada.username, direct)
    bob.page.reload()
    is_at(bob, ada.username, direct)
    bob.sees(word)
    bob.open_search().fill(word)
    bob.dialog.get_by_role("link").filter(has_text=word).click()
    expect(bob.page).to_have_url(re.compile(rf"\?channel=~{direct}&message=\d+$"))
    bob.sees(word)

    eve.go(f"/chat?channel=~{direct}")
    expect(eve.heading).to_have_text("general")
    expect(eve.page.get_by_role("alert")).to_contain_text("There is no such channel, or it is private.")
    assert not [frame for frame in eve.heard if word in frame]


def test_a_channel_that_is_opened_by_its_id_has_its_name_in_the_address(person: People, server: Server):
    ada = person("Ada")
    name = fresh("town")
    ada.create_channel(name)
    ada.open_channel("general")
    with server.database() as session:
        channel_id = session.exec(select(Channel.id).where(Channel.name == name)).one()
    ada.page.goto(f"{ada.url}/chat?channel=~{channel_id}")
    ada.is_in(name)
    ada.page.goto(f"{ada.url}/chat?channel=~1")
    ada.is_in("general")
