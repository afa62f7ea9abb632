"""What one door does, the other shows: a page in a browser, and clients of the REST layer."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import expect

from tests.api.serving import Person as Client
from tests.e2e.people import People, fresh
from tests.e2e.server import Server

WITHIN = 1000


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Somebody who only speaks HTTP."""
    with closing(Client(server, "rest")) as client:
        yield client


def general(client: Client) -> str:
    (found,) = [each["id"] for each in client("GET", "/channels")["items"] if each["name"] == "general"]
    return found


def test_message_posted_by_rest_is_in_the_open_page_within_a_second(person: People, client: Client) -> None:
    ada = person("Ada")
    text = f"by REST {secrets.token_hex(4)}"
    client.say(general(client), text)
    expect(ada.message(text)).to_be_visible(timeout=WITHIN)


def test_a_channel_that_is_renamed_by_rest_stays_open(person: People, client: Client) -> None:
    channel = client.channel()
    name = client("GET", f"/channels/{channel}")["name"]
    bob, eve = person("Bob"), person("Eve")
    bob.tolerate("WebSocket", "ERR_INTERNET_DISCONNECTED", "net::")
    bob.join_channel(name)
    eve.go(f"/chat?channel={name}")
    expect(eve.heading).to_have_text(name)
    another, last = fresh("renamed"), fresh("again")
    client("PATCH", f"/channels/{channel}", {"name": another})
    for somebody in (bob, eve):
        somebody.is_in(another)
    eve.page.reload()
    eve.is_in(another)
    bob.context.set_offline(True)
    expect(bob.reconnecting).to_be_visible()
    client("PATCH", f"/channels/{channel}", {"name": last})
    bob.context.set_offline(False)
    expect(bob.reconnecting).to_be_hidden()
    for somebody in (bob, eve):
        somebody.is_in(last)
    bob.page.reload()
    bob.is_in(last)
    bob.say("still in the same place")
    eve.sees("still in the same place")


def test_message_written_in_the_page_is_told_and_read_by_rest(person: People, client: Client) -> None:
    ada = person("Ada")
    text = f"by page {secrets.token_hex(4)}"
    with client.listen() as events:
        began = time.monotonic()
        ada.say(text)
        heard = events.next("message.posted", where=lambda data: data["text"] == text)
        assert time.monotonic() - began < WITHIN / 1000
    page = client("GET", f"/channels/{general(client)}/messages")
    assert page["items"][-1] == heard.data


def test_edit_and_deletion_by_rest_show_in_the_page(person: People, client: Client) -> None:
    ada = person("Ada")
    first, second = (
        client.say(general(client), f"{word} {secrets.token_hex(4)}") for word in ("edit", "delete")
    )
    expect(ada.message(second["text"])).to_be_visible()
    client("PATCH", f"/messages/{first['id']}", {"text": f"{first['text']}ed"})
    expect(ada.message(f"{first['text']}ed")).to_be_visible(timeout=WITHIN)
    client("DELETE", f"/messages/{second['id']}")
    expect(ada.message(second["text"])).to_have_count(0, timeout=WITHIN)


def test_person_in_a_page_is_present_and_so_is_a_listener(person: People, client: Client) -> None:
    ada = person("Ada")
    room = general(client)

    def present() -> set[str]:
        return {user["username"] for user in client("GET", f"/channels/{room}/presence")["online"]}

    assert until(lambda: ada.username in present())
    with client.listen():
        online = ada.page.get_by_role("list", name="Online")
        expect(online.get_by_role("listitem").filter(has_text=re.compile(client.username))).to_be_visible()
        assert client.username in present()


def until(true: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether it comes true in time."""
    give_up = time.monotonic() + seconds
    while not (is_true := true()) and time.monotonic() < give_up:
        time.sleep(0.05)
    return is_true


def test_pages_and_rest_share_an_address_and_keep_apart(server: Server, client: Client) -> None:
    answer = client._client.get(f"{server.url}/api/v1/users/%0A")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "swagger-ui" in client._client.get(f"{server.url}/api/docs").text
    page = client._client.get(f"{server.url}/login", follow_redirects=True)
    assert "application/problem+json" not in page.headers.get("content-type", "")
    assert (page.status_code, "<html" in page.text) == (200, True)


def test_a_bot_is_told_from_a_person_wherever_its_name_stands(
    person: People, client: Client, server: Server
) -> None:
    ada = person("Ada")
    made = client("POST", "/bots", {"username": fresh("builder"), "display_name": "Builder"})
    token = client("POST", f"/bots/{made['id']}/tokens", {"name": "x", "scopes": ["read", "write"]})["token"]
    answer = httpx.post(
        f"{server.url}/api/v1/channels/{general(client)}/messages",
        headers={"Authorization": f"Bearer {token}"},
        json={"text": "built it"},
    )
    assert answer.status_code == 201, answer.text
    client.say(general(client), "thank you")
    byline = ada.message("built it").locator(".byline")
    expect(byline).to_contain_text("BuilderBot")
    expect(ada.message("thank you").locator(".byline .bot")).to_have_count(0)
    ada.composer.press_sequentially(f"@{made['username']}"[:-1])
    option = ada.page.get_by_role("option").filter(has_text=made["username"])
    expect(option.get_by_text("Bot", exact=True)).to_be_visible()
