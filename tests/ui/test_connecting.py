"""Whose page it is is found out before anything else happens in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from reflex.event import Event

from chat_app.errors import Unavailable
from chat_app.realtime import background
from chat_app.services import transactions
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.transactions import write
from chat_app.ui.connecting import Connecting, connect_page
from chat_app.ui.live.hub import hub, outlet
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.editing import DeletionState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.toast import ToastState
from tests.support.people import channel_of, cookie_of
from tests.ui.tabs import Tab, Tabs


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the sockets that are there; all of them unless a test takes one away."""
    gone: set[str] = set()
    monkeypatch.setattr(outlet, "admit", lambda sid: "")
    monkeypatch.setattr(outlet, "knows", lambda sid: sid not in gone)
    return gone


def cookie(actor: Actor | None) -> str:
    return cookie_of(actor) if actor else ""


async def event(tab: Tab, name: str) -> None:
    """Have an event of this name arrive on the tab's connection."""
    app: Any = None
    await Connecting().preprocess(app, tab.root, Event(name=name))


def fill(tab: Tab) -> None:
    """Leave something in each part of a tab's state."""
    tab.state(HistoryState).page, tab.state(HistoryState).active = [{"html": "secret"}], True  # type: ignore[list-item]
    tab.state(ComposerState).failed = {"id": "why"}
    tab.state(ChannelsState).to_browse = [{"name": "secret"}]  # type: ignore[list-item]
    tab.state(ToastState).message = "secret"


def left(tab: Tab) -> list[Any]:
    history, composer = tab.state(HistoryState), tab.state(ComposerState)
    others = tab.state(ChannelsState).to_browse, tab.state(ToastState).message
    return [kept for kept in (history.page, history.active, composer.failed, *others) if kept]


async def test_a_page_that_is_loaded_shows_no_notice_of_before_and_one_that_reconnects_keeps_it(
    tabs: Tabs, ada: Actor
) -> None:
    tab = await tabs.open(ada)
    notice, deletion = tab.state(ToastState), tab.state(DeletionState)
    await tab.do(ToastState.show, "That was too often.")
    deletion.message_ids = ["7"]
    await connect_page(tab.root, loaded=False)
    assert (notice.message, deletion.message_ids) == ("That was too often.", ["7"])
    await connect_page(tab.root, loaded=True)
    assert (notice.message, deletion.message_ids) == ("", [])


async def test_a_page_that_connects_has_its_channel_before_its_first_answer(tabs: Tabs, ada: Actor) -> None:
    channel_of(ada, "open")
    tab = tabs.closed(ada, "/chat?channel=open")
    await connect_page(tab.root)
    assert tab.state(SessionState).username == "ada"
    assert hub.value(tab.sid, "channel")["name"] == "open"


@pytest.mark.parametrize("channel", ["secret", "absent", "", "%00", "a" * 5000])
async def test_an_address_that_names_nothing_of_ones_own_shows_nothing_of_others(
    tabs: Tabs, ada: Actor, bob: Actor, channel: str
) -> None:
    channel_of(ada, "secret", private=True)
    tab = tabs.closed(bob, f"/chat?channel={channel}")
    await connect_page(tab.root)
    assert tab.state(SessionState).username == "bob"
    assert hub.value(tab.sid, "channel")["name"] in ("", "general")


async def test_a_page_without_a_session_is_nobodys(tabs: Tabs, ada: Actor) -> None:
    for cookies in ("", sessions.cookie_name(secure=False) + "=nonsense"):
        tab = tabs.closed()
        tab.connect(tab.sid, cookies, "/chat?channel=general")
        await connect_page(tab.root)
        assert hub.connection(tab.sid) is None


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
    monkeypatch.setattr("chat_app.ui.connecting.connect_page", lambda root: pytest.fail("asked again"))
    await event(tab, "state.composer.send_message")


@pytest.mark.parametrize("path", ["/chat?channel=general", "/login"])
async def test_a_session_that_ends_while_its_page_connects_has_no_page(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """It is too late for this page to be asked whose it is, and too early for it to be told."""
    tab, connect = tabs.closed(ada, path), hub.connect

    async def connect_late(*arguments: Any) -> bool:
        write(sessions.end, ada)
        return await connect(*arguments)

    monkeypatch.setattr(hub, "connect", connect_late)
    await connect_page(tab.root)
    assert hub.connection(tab.sid) is None
    assert tab.state(SessionState).user_id == ""


async def test_a_socket_that_is_gone_before_its_page_is_there_leaves_nothing(
    tabs: Tabs, ada: Actor, connected: set[str]
) -> None:
    tab = tabs.closed(ada, "/chat?channel=general")
    connected.add(tab.sid)
    await connect_page(tab.root)
    assert hub.connection(tab.sid) is None


async def test_the_page_of_an_ended_session_that_says_hello_again_is_nobodys(tabs: Tabs, ada: Actor) -> None:
    tab = tabs.closed(ada, "/chat?channel=general")
    await event(tab, "state.hydrate_and_load")
    tabs._bus._listeners.clear()  # so that the hub has not heard yet
    write(sessions.end, ada)
    assert hub.connection(tab.sid) is not None
    await event(tab, "state.hydrate_and_load")
    assert hub.connection(tab.sid) is None


async def test_a_page_that_is_removed_from_its_channel_loses_its_past_on_reconnecting(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    tab = tabs.closed(bob, "/chat?channel=secret")
    await event(tab, "state.hydrate_and_load")
    fill(tab)
    write(memberships.remove, ada, channel_id, bob.user_id)
    tab.connect("new socket", cookie(bob), "/chat?channel=secret")
    await event(tab, "state.hydrate_and_load")
    assert tab.state(HistoryState).page == []


@pytest.mark.parametrize("again", [False, True])
async def test_a_page_that_lost_its_channel_while_it_was_away_is_told_and_led_nowhere(
    tabs: Tabs, ada: Actor, bob: Actor, again: bool
) -> None:
    """Its person goes on writing; also not to another channel that has the name by now."""
    channel_id = channel_of(ada, "sales", bob)
    tab = tabs.closed(bob, "/chat?channel=sales")
    await event(tab, "state.hydrate_and_load")
    hub.disconnect(tab.sid)
    write(channels.delete, ada, channel_id)
    if again:
        channel_of(ada, "sales", bob)
    tab.connect("new socket", cookie(bob), "/chat?channel=sales")
    await event(tab, "state.hydrate")
    assert await tab.do(NavigationState.load_chat) == []
    assert hub.personal_var(tab.sid, "lost") == {"id": str(channel_id), "name": "sales", "reason": "gone"}
    assert hub.value(tab.sid, "channel")["id"] == ""
    assert await tab.go("/chat?channel=general") == []
    assert hub.personal_var(tab.sid, "lost")["reason"] == ""
    assert hub.value(tab.sid, "channel")["name"] == "general"


async def test_a_page_that_chose_a_channel_while_it_was_away_that_is_gone_is_not_shown_the_one_before(
    tabs: Tabs, ada: Actor
) -> None:
    channel_of(ada, "before")
    tab = tabs.closed(ada, "/chat?channel=before")
    await event(tab, "state.hydrate_and_load")
    tab.connect("new socket", cookie(ada), "/chat?channel=absent")
    await event(tab, "state.hydrate")
    assert hub.personal_var(tab.sid, "lost") == {"id": "", "name": "absent", "reason": "gone"}
    assert hub.value(tab.sid, "channel")["id"] == ""


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
    write(channels.change, ada, channel_id, name="after")
    channel_of(ada, "before", bob)  # another channel by now
    tab.connect("new socket", cookie(bob), "/chat?channel=before")
    await event(tab, "state.hydrate_and_load")
    assert hub.value(tab.sid, "channel")["name"] == "after"
    assert await tab.do(NavigationState.load_chat) == []
    assert hub.value(tab.sid, "channel")["name"] == "after"
    hub.disconnect(tab.sid)
    write(channels.change, ada, channel_id, name="last")  # while the page has put "after" into its address
    tab.connect("another socket", cookie(bob), "/chat?channel=after")
    await event(tab, "state.hydrate_and_load")
    assert hub.value(tab.sid, "channel")["name"] == "last"
    write(channels.delete, ada, channel_id)
    tab.connect("newer socket", cookie(bob), "/chat?channel=before")
    await event(tab, "state.hydrate_and_load")
    assert hub.value(tab.sid, "channel")["id"] not in ("", str(channel_id))


async def test_a_channel_that_cannot_be_opened_keeps_nobody_from_signing_in(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("a feed that cannot be read")

    tab = tabs.closed(ada, "/chat?channel=general")
    with monkeypatch.context() as broken:
        broken.setattr(hub, "show", fails)
        await event(tab, "state.hydrate_and_load")
        with pytest.raises(RuntimeError):  # which the page says, as of any handler
            await tab.do(NavigationState.load_chat)
    assert tab.state(SessionState).username == "ada"
    assert hub.value(tab.sid, "channel")["name"] == ""
    await tab.go("/chat?channel=general")
    assert hub.value(tab.sid, "channel")["name"] == "general"


async def test_a_page_of_which_nobody_can_say_whose_it_is_is_broken_off_and_comes_again(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown as nobody's, it would be sent to the sign-in page."""
    dropped: list[str] = []
    monkeypatch.setattr(outlet, "drop", dropped.append)

    async def away(*_: Any) -> None:
        raise OSError("the database is away")

    tab = tabs.closed(ada, "/chat?channel=general")
    with monkeypatch.context() as broken:
        broken.setattr("chat_app.ui.connecting.actor_of", away)
        with pytest.raises(OSError, match="away"):
            await event(tab, "state.hydrate_and_load")
    assert dropped == [tab.sid]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Has the database be away the next few times that it is asked."""
    times, through = 0, transactions.transaction

    @contextmanager
    def transaction(**options: Any) -> Iterator[Any]:
        nonlocal times
        if times > 0:
            times -= 1
            raise Unavailable("It is away.", 1)
        with through(**options) as session:
            yield session

    def stay_away(so_often: int) -> None:
        nonlocal times
        times = so_often

    monkeypatch.setattr(transactions, "transaction", transaction)
    monkeypatch.setattr(background, "RETRY_SECONDS", 0)
    yield stay_away
    assert times == 0, "all of it was met"


@pytest.mark.parametrize("times", [1, 2, 3, 9])
async def test_a_page_that_comes_while_the_database_is_away_waits_until_it_is_back(
    tabs: Tabs, ada: Actor, away: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Whichever of its questions is the first that has no answer."""
    channel_of(ada, "open")
    monkeypatch.setattr(outlet, "is_open", lambda sid: True)
    tab = tabs.closed(ada, "/chat?channel=open")
    away(times)
    await event(tab, "hydrate_and_load")
    assert tab.state(SessionState).username == "ada"
    assert hub.value(tab.sid, "channel")["name"] == "open"
    assert await tab.do(NavigationState.load_chat) == []


async def test_nobody_waits_for_a_page_that_has_gone_meanwhile(
    tabs: Tabs, ada: Actor, away: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlet, "is_open", lambda sid: False)
    away(1)
    with pytest.raises(Unavailable):
        await event(tabs.closed(ada), "hydrate_and_load")


async def test_a_channel_that_is_chosen_while_the_database_is_away_opens_once_it_is_back(
    tabs: Tabs, ada: Actor, away: Callable[[int], None]
) -> None:
    channel_of(ada, "open")
    tab = await tabs.open(ada)
    away(3)
    assert await tab.go("/chat?channel=open") == []
    assert hub.value(tab.sid, "channel")["name"] == "open"
    assert tab.state(ToastState).message == ""
