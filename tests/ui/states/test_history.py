"""Reading far back, and forth again to the present."""

from typing import Any

import pytest
from sqlmodel import Session

from chat_app.realtime.rendering import views_of
from chat_app.realtime.views import MessageView
from chat_app.services.access import Actor
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from chat_app.settings import get_settings
from chat_app.ui.live.hub import hub
from chat_app.ui.states.history import MAX_STRETCH_LENGTH, HistoryState
from chat_app.ui.states.mentions import MentionState
from chat_app.ui.states.navigation import NavigationState
from tests.conftest import start_afresh
from tests.support.people import channel_of
from tests.ui.tabs import ABSURD, Tab, Tabs, until

LAST = 500


def fill(channel_id: int, *authors: Actor, number: int = LAST) -> None:
    """Post so many messages, three in a row by each author."""

    def insert_all(session: Session) -> None:
        for seq in range(number):
            storing.insert(session, authors[seq // 3 % len(authors)], Draft(channel_id, f"number {seq + 1}"))

    write(insert_all)


def truth(channel_id: int, last: int = LAST) -> list[MessageView]:
    return views_of(read(reading.between, channel_id, 1, last))


def page_of(tab: Tab) -> list[MessageView]:
    """Return what the page shows."""
    history = tab.state(HistoryState)
    return [*history.page] if history.active else hub.window(tab.sid)


def assert_true(tab: Tab, everything: list[MessageView]) -> None:
    """Return the page shows a stretch of the truth without gap or overlap, the seams with it."""
    shown = page_of(tab)
    first = shown[0]["seq"]
    assert shown == everything[first - 1 : first - 1 + len(shown)]


async def test_five_hundred_messages_are_read_back_and_forth_without_gap_or_overlap(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "long", bob)
    fill(channel_id, ada, bob)
    everything = truth(channel_id)
    tab = await tabs.open(ada, "long")
    history, seen = tab.state(HistoryState), set()
    assert_true(tab, everything)
    while page_of(tab)[0]["seq"] > 1:
        before = page_of(tab)[0]["seq"]
        await tab.do(HistoryState.load_older)
        assert_true(tab, everything)
        assert page_of(tab)[0]["seq"] == max(1, before - get_settings().page_size)
        assert (history.active, history.has_after) == (True, True)
        assert history.has_before == (page_of(tab)[0]["seq"] > 1)
        assert len(history.page) <= MAX_STRETCH_LENGTH
        seen |= {view["seq"] for view in page_of(tab)}
    await tab.do(HistoryState.load_older)
    assert page_of(tab)[0] == everything[0]
    while history.active:
        before = page_of(tab)[-1]["seq"]
        await tab.do(HistoryState.load_newer)
        assert_true(tab, everything)
        assert page_of(tab)[-1]["seq"] == min(LAST, before + get_settings().page_size)
        assert not history.active or history.has_before == (page_of(tab)[0]["seq"] > 1)
        seen |= {view["seq"] for view in page_of(tab)}
    assert seen == set(range(1, LAST + 1))
    assert page_of(tab) == hub.window(tab.sid)


@pytest.mark.parametrize("size", ["1", "7", "99", "100"])
async def test_a_page_of_any_size_fits_to_the_next(
    tabs: Tabs, ada: Actor, bob: Actor, settings: pytest.MonkeyPatch, size: str
) -> None:
    channel_id = channel_of(ada, "long", bob)
    fill(channel_id, ada, bob, number=170)
    everything = truth(channel_id, 170)
    settings.setenv("PAGE_SIZE", size)
    start_afresh()
    tab = await tabs.open(ada, "long")
    for handler in [HistoryState.load_older] * 3 + [HistoryState.load_newer] * 4:
        await tab.do(handler)
        assert_true(tab, everything)


async def test_the_page_goes_live_only_once_it_reaches_what_is_live(tabs: Tabs, ada: Actor) -> None:
    """So that nothing which one is about to read is skipped."""
    channel_id = channel_of(ada, "long")
    fill(channel_id, ada)
    tab = await tabs.open(ada, "long")
    for _ in range(4):
        await tab.do(HistoryState.load_older)
    last = 0
    while tab.state(HistoryState).active:
        last = page_of(tab)[-1]["seq"]
        await tab.do(HistoryState.load_newer)
    assert last == LAST


async def test_one_jumps_to_the_present_from_anywhere(tabs: Tabs, ada: Actor) -> None:
    channel_id = channel_of(ada, "long")
    fill(channel_id, ada)
    tab = await tabs.open(ada, "long")
    for _ in range(5):
        await tab.do(HistoryState.load_older)
    await tab.do(HistoryState.jump_to_present)
    history = tab.state(HistoryState)
    assert (history.active, history.page, history.has_before, history.has_after) == (False, [], False, False)
    assert page_of(tab)[-1]["seq"] == LAST


async def test_what_is_posted_while_one_reads_back_is_there_on_the_way_forth(tabs: Tabs, ada: Actor) -> None:
    channel_id = channel_of(ada, "long")
    fill(channel_id, ada, number=200)
    tab = await tabs.open(ada, "long")
    for _ in range(2):
        await tab.do(HistoryState.load_older)
    fill(channel_id, ada, number=30)
    await until(lambda: hub.window(tab.sid)[-1]["seq"] == 230)
    everything = truth(channel_id, 230)
    while tab.state(HistoryState).active:
        await tab.do(HistoryState.load_newer)
        assert_true(tab, everything)
    assert page_of(tab)[-1]["seq"] == 230


async def test_a_short_channel_has_no_past(tabs: Tabs, ada: Actor) -> None:
    channel_id = channel_of(ada, "short")
    tab = await tabs.open(ada, "short")
    await tab.do(HistoryState.load_older)
    fill(channel_id, ada, number=3)
    await until(lambda: len(hub.window(tab.sid)) == 3)
    await tab.do(HistoryState.load_older)
    await tab.do(HistoryState.load_newer)
    assert not tab.state(HistoryState).active


async def test_opening_another_channel_leaves_the_past(tabs: Tabs, ada: Actor) -> None:
    fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada, "long")
    await tab.do(HistoryState.load_older)
    await tab.go("/chat?channel=long")
    assert tab.state(HistoryState).active  # it is open already
    await tab.go("/chat?channel=general")
    assert not tab.state(HistoryState).active


async def test_a_reconnected_page_keeps_the_past_of_its_channel_and_of_no_other(
    tabs: Tabs, ada: Actor
) -> None:
    fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada, "long")
    await tab.do(HistoryState.load_older)
    for channel, kept in (("long", True), ("general", False)):
        hub.disconnect(tab.sid)
        assert await hub.connect(tab.sid, ada.user_id, ada.session_id)
        await tab.state(NavigationState)._show(channel)
        assert tab.state(HistoryState).active is kept


async def test_the_past_of_a_channel_is_closed_to_whoever_was_removed(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    fill(channel_id, ada)
    tab = await tabs.open(bob, "secret")
    await tab.do(HistoryState.load_older)
    write(memberships.remove, ada, channel_id, bob.user_id)
    await until(lambda: hub.personal_var(tab.sid, "lost")["reason"])
    before = page_of(tab)
    await tab.do(HistoryState.load_older)
    await tab.do(HistoryState.load_newer)
    assert page_of(tab) == before
    await tab.go("/chat?channel=general")
    assert page_of(tab) == []


async def test_a_channel_deleted_while_one_reads_back_gives_nothing_more(tabs: Tabs, ada: Actor) -> None:
    channel_id = channel_of(ada, "long")
    fill(channel_id, ada)
    tab = await tabs.open(ada, "long")
    await tab.do(HistoryState.load_older)
    before = page_of(tab)
    write(channels.delete, ada, channel_id)
    await until(lambda: hub.personal_var(tab.sid, "lost")["reason"])
    await tab.do(HistoryState.load_older)
    assert page_of(tab) == before


@pytest.mark.parametrize("seq", [1, 20, 250, LAST - 1, LAST])
async def test_a_message_is_shown_in_the_midst_of_its_neighbours(tabs: Tabs, ada: Actor, seq: int) -> None:
    channel_id = channel_of(ada, "long")
    fill(channel_id, ada)
    everything = truth(channel_id)
    tab = await tabs.open(ada, "long")
    await tab.do(HistoryState.show_message, seq)
    assert seq in {view["seq"] for view in page_of(tab)}
    assert_true(tab, everything)
    while tab.state(HistoryState).active:
        await tab.do(HistoryState.load_newer)
        assert_true(tab, everything)
    assert page_of(tab) == hub.window(tab.sid)


@pytest.mark.parametrize("seq", [*ABSURD, "5"])
async def test_an_absurd_message_is_not_looked_for(tabs: Tabs, ada: Actor, seq: Any) -> None:
    channel_id = channel_of(ada, "short")
    fill(channel_id, ada, number=3)
    tab = await tabs.open(ada, "short")
    await tab.do(HistoryState.show_message, seq)
    assert_true(tab, truth(channel_id, 3))


@pytest.mark.parametrize("beginning", ABSURD)
async def test_an_absurd_name_completes_nothing(tabs: Tabs, ada: Actor, beginning: Any) -> None:
    channel_of(ada, "short")
    tab = await tabs.open(ada, "short")
    await tab.do(MentionState.find_people, "ad")
    assert [one["username"] for one in tab.state(MentionState).found] == ["ada"]
    await tab.do(MentionState.find_people, beginning)
    assert tab.state(MentionState).found == []
