"""The newest choice of a channel wins, wherever an older one is cut short."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chat_app.services.access import Actor
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import write
from chat_app.ui.live.hub import hub
from chat_app.ui.states.navigation import NavigationState
from tests.support.people import channel_of
from tests.ui.tabs import Tab, Tabs, open_id, until

PLACES = ("older", "secret", "general")
MAX_TURNS = 200  # turns of the event loop that opening a channel takes


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work of threads is done in place, after a turn of the event loop, so that every run is the same."""

    async def run(work: Callable[..., Any], *arguments: Any) -> Any:
        await asyncio.sleep(0)
        done = work(*arguments)
        await asyncio.sleep(0)
        return done

    monkeypatch.setattr("chat_app.ui.states.identity.in_thread", run)
    monkeypatch.setattr("tests.ui.tabs.in_thread", run)


def shown(tabs: Tabs, tab: Tab) -> str:
    """Return the id of the channel that the page has been sent."""
    return tabs.pages.shown[tab.sid]["channel"]["id"]


def has(tabs: Tabs, tab: Tab, text: str) -> bool:
    """Whether the page shows a message."""
    return any(view["html"] == text for view in tabs.pages.window(tab.sid))


async def opened(tabs: Tabs, actor: Actor, channel: str) -> Tab:
    """Return a page that shows a channel and has been sent all of it."""
    tab = await tabs.open(actor, channel)
    hub.refresh(tab.sid)
    return tab


async def cut_short(tab: Tab, address: str, turns: int) -> bool:
    """Begin to go somewhere, and be called away after so many turns; whether it was done by then."""
    going = asyncio.ensure_future(tab.go(address))
    for _ in range(turns):
        await asyncio.sleep(0)
    done = going.done()
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    return done


@pytest.mark.parametrize("older", PLACES)
@pytest.mark.parametrize("newer", ["newer", *PLACES])
async def test_the_newest_choice_is_shown_wherever_the_older_was_cut_short(
    tabs: Tabs, ada: Actor, older: str, newer: str
) -> None:
    ids = {
        name: channel_of(ada, name, private=name == "secret")
        for name in ("older", "newer", "secret", "start")
    }
    for turns in range(MAX_TURNS):
        tab = await opened(tabs, ada, "start")
        done = await cut_short(tab, f"/chat?channel={older}", turns)
        # What the server sends of a channel, and what the page has been sent as a whole, are one.
        assert open_id(tab) in ("", shown(tabs, tab)), turns
        await tab.go(f"/chat?channel={newer}")
        assert open_id(tab) == shown(tabs, tab), turns
        assert hub.value(tab.sid, "channel")["name"] == newer, turns
        assert tab.state(NavigationState)._channel_id == ids.get(newer, int(open_id(tab)))
        hub.disconnect(tab.sid)
        if done:
            return
    pytest.fail("it was never done")


async def test_messages_are_sent_of_the_newest_choice_alone(tabs: Tabs, ada: Actor) -> None:
    for name in ("older", "newer", "start"):
        channel_of(ada, name)
    writers = {name: await tabs.open(ada, name) for name in ("older", "newer", "start")}
    for turns in range(MAX_TURNS):
        tab = await opened(tabs, ada, "start")
        done = await cut_short(tab, "/chat?channel=older", turns)
        await tab.go("/chat?channel=newer")
        for name, writer in writers.items():
            write(storing.insert, ada, Draft(int(open_id(writer)), f"{turns} of {name}"))
        await until(partial(has, tabs, tab, f"{turns} of newer"))
        assert {view["html"].split()[-1] for view in tabs.pages.window(tab.sid)} == {"newer"}, turns
        hub.disconnect(tab.sid)
        if done:
            return
    pytest.fail("it was never done")
