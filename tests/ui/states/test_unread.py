"""Where a channel opens that has something unread, and what is read of it."""

from contextlib import suppress
from typing import Any

import pytest

from chat_app.errors import NotFound
from chat_app.models import Membership
from chat_app.services.access import Actor
from chat_app.services.channels import channels, read_marks
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from chat_app.ui.connecting import connect_page
from chat_app.ui.live.hub import hub
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.presence import PresenceState
from tests.support.people import channel_of
from tests.ui.states.test_history import assert_true, fill, page_of, truth
from tests.ui.tabs import ABSURD, ABSURD_IDS, Tab, Tabs, open_id, until


@pytest.fixture
def town(tabs: Tabs, ada: Actor, bob: Actor) -> int:
    """Return a channel with 120 messages of Ada's, of which Bob has read twenty."""
    channel_id = channel_of(ada, "town", bob)
    fill(channel_id, ada, number=120)
    write(read_marks.advance, bob, channel_id, 20)
    return channel_id


def line(tab: Tab) -> int:
    """Return the message below the line of what is new."""
    return hub.personal_var(tab.sid, "new_from")


def unread(tab: Tab) -> int:
    """Return what the page counts as unread in the channel it shows."""
    person = hub.person(tab.sid)
    assert person is not None
    return next(item["unread"] for item in person.sidebar() if item["id"] == open_id(tab))


def mention_bob(ada: Actor, channel_id: int) -> int:
    return write(storing.insert, ada, Draft(channel_id, "hello @bob"))[0].seq


async def test_a_channel_opens_where_unread_begins_and_opening_it_reads_nothing(
    tabs: Tabs, bob: Actor, town: int
) -> None:
    tab = await tabs.open(bob, "town")
    assert line(tab) == 21
    assert {20, 21, 22} <= {view["seq"] for view in page_of(tab)}
    assert_true(tab, truth(town, 120))
    history = tab.state(HistoryState)
    assert (history.active, history.has_after, history.past_of) == (True, True, str(town))
    assert unread(tab) == 100
    while history.active:
        await tab.do(HistoryState.load_newer)
        assert_true(tab, truth(town, 120))
    assert unread(tab) == 100


@pytest.mark.parametrize("way", ["loaded", "reconnected"])
async def test_so_does_a_page_that_comes_back_after_it_missed_much(
    tabs: Tabs, ada: Actor, bob: Actor, every_socket: None, way: str
) -> None:
    channel_id = channel_of(ada, "town", bob)
    tab = await tabs.open(bob, "town")
    await tab.do(PresenceState.follow, hub.personal_var(tab.sid, "showing"), True)
    hub.disconnect(tab.sid)
    fill(channel_id, ada, number=120)
    said = hub.personal_var(tab.sid, "showing")
    tab.state(NavigationState)._channel_id = channel_id
    await connect_page(tab.root, loaded=way == "loaded")
    await tab.do(PresenceState.follow, said, True)  # it has not been told yet what it missed
    assert (line(tab), unread(tab)) == (1, 120)
    assert page_of(tab)[0]["seq"] == 1


async def test_a_page_that_comes_back_is_led_to_where_it_had_stopped(
    tabs: Tabs, ada: Actor, bob: Actor, every_socket: None
) -> None:
    channel_id = channel_of(ada, "town", bob)
    fill(channel_id, ada, number=10)
    lost = await tabs.open(bob, "town")  # nobody has noticed yet that its connection is dead
    had = hub.personal_var(lost.sid, "showing")
    await lost.do(PresenceState.follow, had, True, 10)
    fill(channel_id, ada, number=100)
    tab = await tabs.open(bob, "town")
    await until(lambda: hub.window(tab.sid)[-1]["seq"] == 110)
    assert (line(tab), unread(tab)) == (0, 0)
    for absurd in (None, True, "12", 12.0):
        await tab.do(HistoryState.come_back, had, absurd, True)
    await tab.do(HistoryState.come_back, had, 12, True)
    assert (line(tab), unread(tab), tab.state(HistoryState).jump_count) == (13, 98, 1)
    assert {12, 13} <= {view["seq"] for view in page_of(tab)}
    await tab.do(HistoryState.come_back, had, 110, True)
    assert (line(tab), unread(tab), tab.state(HistoryState).jump_count) == (0, 0, 1)


async def test_where_what_is_new_is_live_a_channel_opens_live(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_id = channel_of(ada, "town", bob)
    fill(channel_id, ada, number=100)
    write(read_marks.advance, bob, channel_id, 90)
    tab = await tabs.open(bob, "town")
    assert (line(tab), tab.state(HistoryState).active) == (91, False)


async def test_what_was_on_the_screen_is_read_never_backwards_and_never_past_the_newest(
    tabs: Tabs, bob: Actor, town: int
) -> None:
    tab, second = await tabs.open(bob, "town"), await tabs.open(bob, "town")
    for seq, left in ((40, 80), (30, 80), (0, 80), (-5, 80), (119, 1), (10**9, 0)):
        await tab.do(PresenceState.note_read, str(town), seq)
        assert unread(tab) == left
        assert tabs.pages.shown[second.sid]["read_to"] == 120 - left
    await hub._people.save_marks()
    assert read(channels.get, bob, town).unread == 0
    assert read(lambda session: session.get_one(Membership, (town, bob.user_id)).last_read_seq) == 120


async def test_what_a_page_that_follows_has_not_shown_after_all_is_unread(
    tabs: Tabs, ada: Actor, bob: Actor, town: int
) -> None:
    tab = await tabs.open(bob, "town")
    showing = hub.personal_var(tab.sid, "showing")
    await tab.do(PresenceState.follow, showing, True, 120)
    fill(town, ada, number=3)
    await until(lambda: hub.window(tab.sid)[-1]["seq"] == 123)
    assert unread(tab) == 0
    await hub._people.save_marks()
    await tab.do(PresenceState.follow, showing - 1, False, 121)  # said of what the page showed before
    assert unread(tab) == 0
    await tab.do(PresenceState.follow, showing, False, 121)
    assert unread(tab) == 2
    await hub._people.save_marks()
    assert read(channels.get, bob, town).unread == 2


async def test_nobody_reads_for_others_or_where_they_are_not(
    tabs: Tabs, ada: Actor, bob: Actor, town: int
) -> None:
    secret = channel_of(ada, "secret", private=True)
    fill(secret, ada, number=3)
    tab = await tabs.open(bob, "town")
    await tab.do(PresenceState.note_read, str(secret), 3)
    await tabs.closed().do(PresenceState.note_read, str(town), 120)
    assert unread(tab) == 100
    await hub._people.save_marks()
    assert read(lambda session: session.get(Membership, (secret, bob.user_id))) is None
    assert read(lambda session: session.get_one(Membership, (secret, ada.user_id)).last_read_seq) == 0


async def test_absurd_reports_read_nothing(tabs: Tabs, bob: Actor, town: int) -> None:
    tab = await tabs.open(bob, "town")
    showing = hub.personal_var(tab.sid, "showing")
    for absurd in [*ABSURD, "120", str(showing)]:
        if absurd != 10**30:  # a number like any other
            await tab.do(PresenceState.note_read, str(town), absurd)
        await tab.do(PresenceState.follow, absurd, True)
        if absurd is not True:
            await tab.do(PresenceState.follow, showing, absurd)
        await tab.do(PresenceState.follow, showing, False, absurd)
    for absurd in ABSURD_IDS:
        with suppress(NotFound):
            await tab.do(PresenceState.note_read, absurd, 120)
    assert unread(tab) == 100


async def test_one_is_led_to_where_one_stopped(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    tab = await tabs.open(bob, "town")
    history = tab.state(HistoryState)
    await tab.do(PresenceState.note_read, str(town), 35)
    await tab.do(HistoryState.jump_to_present)
    before = history.jump_count
    await tab.do(HistoryState.show_unread)
    assert (line(tab), history.jump_seq, history.jump_count) == (36, 0, before + 1)
    assert 36 in {view["seq"] for view in page_of(tab)}
    await tab.do(PresenceState.note_read, str(town), 120)
    await tab.do(HistoryState.jump_to_present)
    await tab.do(HistoryState.show_unread)  # nothing is new
    assert (line(tab), history.active, history.jump_count) == (36, False, before + 1)


async def test_one_is_led_to_each_unread_mention_in_turn_and_that_reads_nothing(
    tabs: Tabs, ada: Actor, bob: Actor, town: int
) -> None:
    first = mention_bob(ada, town)
    fill(town, ada, number=100)
    second = mention_bob(ada, town)
    tab = await tabs.open(bob, "town")
    history = tab.state(HistoryState)
    for seq in (first, second, first):
        await tab.do(HistoryState.show_mention)
        assert history.jump_seq == seq
        assert seq in {view["seq"] for view in page_of(tab)}
    assert unread(tab) == 202
    await tab.do(PresenceState.note_read, str(town), first)
    await tab.do(HistoryState.show_mention)
    assert history.jump_seq == second


@pytest.mark.parametrize("handler", [HistoryState.show_mention, HistoryState.show_unread])
async def test_where_nothing_is_one_is_led_nowhere(tabs: Tabs, ada: Actor, bob: Actor, handler: Any) -> None:
    channel_of(ada, "town", bob)
    for tab in (await tabs.open(bob, "town"), await tabs.open(bob), tabs.closed()):
        await tab.do(handler)
        assert (tab.state(HistoryState).active, tab.state(HistoryState).jump_count) == (False, 0)
