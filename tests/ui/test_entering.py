"""Whose page it is is found out before anything else happens in it."""

from typing import Any

import pytest
from reflex.event import Event

from chat_app.services import channels, memberships, sessions
from chat_app.services.access import Actor
from chat_app.services.work import perform
from chat_app.ui.core import hub, outlet
from chat_app.ui.entering import Entering, enter
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.notice import NoticeState
from chat_app.ui.states.session import SessionState
from tests.people import channel_of, token_of
from tests.ui.tabs import Tab, Tabs


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The sockets that are there; all of them unless a test takes one away."""
    gone: set[str] = set()
    monkeypatch.setattr(outlet, "admit", lambda sid: "")
    monkeypatch.setattr(outlet, "knows", lambda sid: sid not in gone)
    return gone


def cookie(actor: Actor | None) -> str:
    return f"chat_session={token_of(actor)}" if actor else ""


async def event(tab: Tab, name: str) -> None:
    """Have an event of this name arrive on the tab's connection."""
    app: Any = None
    await Entering().preprocess(app, tab.root, Event(name=name))


def fill(tab: Tab) -> None:
    """Leave something in each part of a tab's state."""
    tab.state(HistoryState).page, tab.state(HistoryState).active = [{"html": "secret"}], True  # type: ignore[list-item]
    tab.state(ComposerState).failed = {"id": "why"}
    tab.state(ChannelsState).to_browse = [{"name": "secret"}]  # type: ignore[list-item]
    tab.state(NoticeState).message = "secret"


def left(tab: Tab) -> list[Any]:
    history, composer = tab.state(HistoryState), tab.state(ComposerState)
    others = tab.state(ChannelsState).to_browse, tab.state(NoticeState).message
    return [kept for kept in (history.page, history.active, composer.failed, *others) if kept]


async def test_a_page_that_connects_has_its_channel_before_its_first_answer(tabs: Tabs, ada: Actor) -> None:
    channel_of(ada, "open")
    tab = tabs.closed(ada, "/chat?channel=open")
    await enter(tab.root)
    assert tab.state(SessionState).username == "ada"
    assert hub.value(tab.sid, "channel")["name"] == "open"


@pytest.mark.parametrize("channel", ["secret", "absent", "", "%00", "a" * 5000])
async def test_an_address_that_names_nothing_of_ones_own_shows_nothing_of_others(
    tabs: Tabs, ada: Actor, bob: Actor, channel: str
) -> None:
    channel_of(ada, "secret", private=True)
    tab = tabs.closed(bob, f"/chat?channel={channel}")
    await enter(tab.root)
    assert tab.state(SessionState).username == "bob"
    assert hub.value(tab.sid, "channel")["name"] in ("", "general")


async def test_a_page_without_a_session_is_nobodys(tabs: Tabs, ada: Actor) -> None:
    for cookies in ("", "chat_session=nonsense"):
        tab = tabs.closed()
        tab.connect(tab.sid, cookies, "/chat?channel=general")
        await enter(tab.root)
        assert hub.viewer(tab.sid) is None


@pytest.mark.parametrize("name", ["state.hydrate_and_load", "state.hydrate", "state.composer.send_message"])
@pytest.mark.parametrize("other", ["bob", "nobody"])
async def test_nothing_of_one_person_is_left_in_a_tab_for_another(
    tabs: Tabs, ada: Actor, bob: Actor, name: str, other: str
) -> None:
    """Whatever event the other one's connection begins with."""
    tab = tabs.closed(ada, "/chat?channel=general")
    await event(tab, "state.hydrate_and_load")
    fill(tab)
    assert len(left(tab)) == 5
    tab.connect("other socket", cookie(bob if other == "bob" else None))
    await event(tab, name)
    assert left(tab) == []
    assert tab.state(SessionState).username == ("bob" if other == "bob" else "")


async def test_a_reconnected_tab_of_the_same_session_keeps_what_it_had(tabs: Tabs, ada: Actor) -> None:
    tab = tabs.closed(ada, "/login")
    await event(tab, "state.hydrate_and_load")
    fill(tab)
    tab.connect("new socket", cookie(ada), "/login")
    await event(tab, "state.hydrate_and_load")
    assert len(left(tab)) == 5


async def test_only_the_first_event_of_a_connection_has_to_ask_who_it_is(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = tabs.closed(ada, "/chat?channel=general")
    await event(tab, "state.composer.send_message")
    assert tab.state(SessionState).username == "ada"
    monkeypatch.setattr("chat_app.ui.entering.enter", lambda root: pytest.fail("asked again"))
    await event(tab, "state.composer.send_message")


@pytest.mark.parametrize("path", ["/chat?channel=general", "/login"])
async def test_a_session_that_ends_while_its_page_connects_has_no_page(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """It is too late for this page to be asked whose it is, and too early for it to be told."""
    tab, connect = tabs.closed(ada, path), hub.connect

    async def connect_late(*arguments: Any) -> bool:
        perform(sessions.end, ada)
        return await connect(*arguments)

    monkeypatch.setattr(hub, "connect", connect_late)
    await enter(tab.root)
    assert hub.viewer(tab.sid) is None
    assert tab.state(SessionState).user_id == ""


async def test_a_socket_that_is_gone_before_its_page_is_there_leaves_nothing(
    tabs: Tabs, ada: Actor, connected: set[str]
) -> None:
    tab = tabs.closed(ada, "/chat?channel=general")
    connected.add(tab.sid)
    await enter(tab.root)
    assert hub.viewer(tab.sid) is None


async def test_the_page_of_an_ended_session_that_says_hello_again_is_nobodys(tabs: Tabs, ada: Actor) -> None:
    tab = tabs.closed(ada, "/chat?channel=general")
    await event(tab, "state.hydrate_and_load")
    tabs._bus._listeners.clear()  # so that the hub has not heard yet
    perform(sessions.end, ada)
    assert hub.viewer(tab.sid) is not None
    await event(tab, "state.hydrate_and_load")
    assert hub.viewer(tab.sid) is None


async def test_a_page_that_is_removed_from_its_channel_loses_its_past_on_reconnecting(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    tab = tabs.closed(bob, "/chat?channel=secret")
    await event(tab, "state.hydrate_and_load")
    fill(tab)
    perform(memberships.remove, ada, channel_id, bob.user_id)
    tab.connect("new socket", cookie(bob), "/chat?channel=secret")
    await event(tab, "state.hydrate_and_load")
    assert tab.state(HistoryState).page == []


async def test_a_page_that_went_elsewhere_while_it_was_away_comes_back_there(tabs: Tabs, ada: Actor) -> None:
    channel_of(ada, "open")
    tab = tabs.closed(ada, "/chat?channel=general")
    await event(tab, "state.hydrate_and_load")
    for name in ("open", "general"):
        tab.connect(f"socket of {name}", cookie(ada), f"/chat?channel={name}")
        await event(tab, "state.hydrate_and_load")
        assert hub.value(tab.sid, "channel")["name"] == name


async def test_a_page_finds_its_channel_again_under_another_name(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_id = channel_of(ada, "before", bob)
    tab = tabs.closed(bob, "/chat?channel=before")
    await event(tab, "state.hydrate_and_load")
    hub.disconnect(tab.sid)
    perform(channels.change, ada, channel_id, name="after")
    channel_of(ada, "before", bob)  # another channel by now
    tab.connect("new socket", cookie(bob), "/chat?channel=before")
    await event(tab, "state.hydrate_and_load")
    assert hub.value(tab.sid, "channel")["name"] == "after"
    assert await tab.do(SessionState.load_chat) == []
    assert hub.value(tab.sid, "channel")["name"] == "after"
    hub.disconnect(tab.sid)
    perform(channels.change, ada, channel_id, name="last")  # while the page has put "after" into its address
    tab.connect("another socket", cookie(bob), "/chat?channel=after")
    await event(tab, "state.hydrate_and_load")
    assert hub.value(tab.sid, "channel")["name"] == "last"
    perform(channels.delete, ada, channel_id)
    tab.connect("newer socket", cookie(bob), "/chat?channel=before")
    await event(tab, "state.hydrate_and_load")
    assert hub.value(tab.sid, "channel")["id"] not in ("", str(channel_id))
