"""What is new since one looked, and what the page says of it."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from chat_app.models import Channel, Membership, Mention, Message, User
from tests.e2e.people import PASSWORD, People, Person, fresh
from tests.support.server import Server
from tests.support.serving import Person as Client

# Scroll down as long as something is unread.
GO_THROUGH = """async log => {
    const give_up = performance.now() + 8000;
    while (document.querySelector('.unread-bar') && performance.now() < give_up) {
        log.scrollTop += 500;
        await new Promise(resolve => setTimeout(resolve, 30));
    }
}"""


def write(client: Client, channel: str, first: int, last: int, more: str = "") -> None:
    """Write so many messages, the first with something more in it."""
    for number in range(first, last + 1):
        client.say(channel, f"number {number:03}{more}")
        more = ""


def arrive(client: Client, server: Server, bob: Person) -> tuple[str, str]:
    """Have somebody open a channel of three messages; its id and name. They come from one with many more."""
    server.seed(busy := fresh("busy"), [f"said {number}" for number in range(10)])
    channel = client.channel()
    name = client("GET", f"/channels/{channel}")["name"]
    bob.join_channel(busy)
    bob.sees("said 9")
    bob.join_channel(name)
    write(client, channel, 1, 3)
    bob.sees("number 003")
    return channel, name


def hide(page: Page, hidden: bool = True) -> None:
    """Have another tab be in front of this one, or no longer."""
    page.evaluate(
        """state => {
            Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        "hidden" if hidden else "visible",
    )


def below_the_line(somebody: Person) -> Locator:
    """Return the first message below the line of what is new."""
    return somebody.log.locator("[data-new] + article")


def bar(somebody: Person, says: str) -> Locator:
    """Return what is above the log while something is unread."""
    return somebody.page.get_by_role("group", name=re.compile(says))


def test_what_was_never_on_the_screen_is_not_read(person: People, client: Client):
    channel = client.channel()
    name = client("GET", f"/channels/{channel}")["name"]
    bob = person("Bob")
    bob.join_channel(name)
    bob.open_channel("general")
    write(client, channel, 1, 99)
    write(client, channel, 100, 200, f" @{bob.username}")
    expect(bob.page).to_have_title("(200) @ #general - Chat en Vivo")
    expect(bob.channel(name)).to_have_accessible_description("@1 mentions of you, 99+ unread")
    bob.open_channel(name)

    expect(below_the_line(bob)).to_contain_text("number 001")
    expect(bob.message("number 001")).to_be_in_viewport()
    expect(bar(bob, r"^1[6-9]\d new since \d+:\d\d")).to_be_visible()
    bob.button("Jump to newest").click()
    expect(bob.message("number 200")).to_be_in_viewport()
    bob.composer.press("Alt+m")
    expect(bob.message("number 100")).to_be_in_viewport()
    bob.button("Jump to newest").click()
    expect(bob.message("number 200")).to_be_in_viewport()
    bob.page.reload()
    expect(bar(bob, r"^1[6-9]\d new since")).to_be_visible()
    line = below_the_line(bob)
    expect(line).to_be_in_viewport()
    expect(line).not_to_contain_text("number 001")
    bob.log.evaluate(GO_THROUGH)
    expect(bob.message("number 200")).to_be_in_viewport()
    expect(bob.channel(name)).to_have_accessible_description("")
    expect(bar(bob, "new")).to_have_count(0)


def test_the_line_stands_where_one_stopped_also_after_a_while_in_another_tab(
    person: People, client: Client, server: Server
):
    bob = person("Bob")
    channel, name = arrive(client, server, bob)
    expect(bob.page).to_have_title(f"#{name} - Chat en Vivo")
    hide(bob.page)
    write(client, channel, 4, 5)
    expect(bob.page).to_have_title(f"(2) #{name} - Chat en Vivo")
    write(client, channel, 6, 6, f" @{bob.username}")
    expect(bob.page).to_have_title(f"(3) @ #{name} - Chat en Vivo")
    expect(bob.channel(name)).to_have_accessible_description("@1 mentions of you, 3 unread")
    hide(bob.page, False)
    expect(below_the_line(bob)).to_contain_text("number 004")
    expect(bob.page).to_have_title(f"#{name} - Chat en Vivo")

    hide(bob.page)
    write(client, channel, 7, 126)
    expect(bob.page).to_have_title(f"(120) #{name} - Chat en Vivo")
    hide(bob.page, False)
    expect(below_the_line(bob)).to_contain_text("number 007")
    expect(below_the_line(bob)).to_be_in_viewport()
    expect(bar(bob, r"^\d+ new since")).to_be_visible()
    bob.composer.press("Escape")
    expect(bob.message("number 126")).to_be_in_viewport()
    expect(bob.page).to_have_title(f"#{name} - Chat en Vivo")


def test_the_line_stands_where_one_stopped_also_after_a_break(person: People, client: Client, server: Server):
    bob = person("Bob")
    bob.tolerate("WebSocket", "ERR_INTERNET_DISCONNECTED", "net::")
    channel, name = arrive(client, server, bob)
    bob.go_offline()
    write(client, channel, 4, 123)
    bob.context.set_offline(False)
    expect(bob.reconnecting).to_be_hidden()

    expect(below_the_line(bob)).to_contain_text("number 004")
    expect(below_the_line(bob)).to_be_in_viewport()
    expect(bar(bob, r"^\d+ new since")).to_be_visible()
    expect(bob.channel(name)).to_have_accessible_description(re.compile(r"^(9\d|99\+) unread$"))


def test_what_is_unread_out_of_sight_is_told_beside_the_list_and_on_the_phones_button(
    person: People, server: Server
):
    """And the open channel stays in sight."""
    ada = person("Ada", signed_up=False, size=(1440, 600))
    server.admit(ada.username, PASSWORD)
    names = [f"x-{ada.username}-{number:02}" for number in range(40)]
    for name in names:
        server.seed(name, ["hello"])
    with server.database() as session:
        me = session.exec(select(User).where(User.username == ada.username)).one().id or 0
        for channel in session.exec(select(Channel).where(col(Channel.name).in_(names))):
            here, unread = channel.id or 0, channel.name in (names[15], names[20])
            session.add(Membership(channel_id=here, user_id=me, last_read_seq=0 if unread else 1))
            if channel.name == names[15]:
                message = session.exec(select(Message).where(Message.channel_id == here)).one()
                session.add(Mention(message_id=message.id or 0, user_id=me, channel_id=here, seq=1))
    ada.sign_in()
    ada.button("Mentions below").click()
    expect(ada.channel(names[15])).to_be_in_viewport()
    expect(ada.button("Mentions below")).to_have_count(0)
    ada.page.keyboard.press("Alt+ArrowUp")  # from general to the last
    ada.is_in(names[-1])
    expect(ada.channel(names[-1])).to_be_in_viewport()
    expect(ada.page).to_have_title(f"(2) @ #{names[-1]} - Chat en Vivo")
    ada.page.set_viewport_size({"width": 360, "height": 740})
    expect(ada.page.locator(".menu-place")).to_have_text("@1 mentions of you")
    ada.button("Show channels").click()
    ada.button("Mentions above").click()
    ada.channel(names[15]).click()
    expect(below_the_line(ada)).to_contain_text("hello")
    expect(ada.page.locator(".menu-place")).to_have_text("1 unread")


def test_today_becomes_yesterday_at_midnight_in_a_page_that_is_open(person: People, server: Server):
    now = datetime.now(UTC)
    server.seed(name := fresh("midnight"), ["of today"], [now])
    ada = person("Ada", timezone_id="UTC")
    ada.join_channel(name)
    ada.page.clock.install(time=now.replace(hour=23, minute=59, second=0))
    ada.page.reload()
    days = ada.log.get_by_role("separator")
    expect(days).to_have_accessible_name("Today")
    ada.page.clock.fast_forward(60_000)
    expect(days).to_have_accessible_name("Yesterday")
