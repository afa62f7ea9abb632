"""Finding messages in a page, and being led to one by a result or an address."""

from typing import Any

import pytest
from sqlmodel import Session

from chat_app.errors import NotFound, SignedOut
from chat_app.realtime.windows import WINDOW
from chat_app.services import memberships, messages
from chat_app.services.access import Actor
from chat_app.services.messages import Draft
from chat_app.services.work import perform
from chat_app.ui.core import hub
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.search import SearchState
from chat_app.ui.states.session import SessionState
from tests.people import channel_of, person, sign_in, token_of
from tests.ui.tabs import Tab, Tabs, led_to

LAST = 200


@pytest.fixture
def ada(tabs: Tabs) -> Actor:
    return person("ada")


@pytest.fixture
def bob(ada: Actor) -> Actor:
    return person("bob")


def fill(channel_id: int, author: Actor, number: int = LAST) -> list[str]:
    """Post so many messages; their ids."""

    def write(session: Session) -> list[str]:
        drafts = [Draft(channel_id, f"number {seq + 1}") for seq in range(number)]
        return [messages.insert(session, author, draft)[0].id for draft in drafts]

    return perform(write)


def around(tab: Tab) -> list[int]:
    """What the page shows, and that it was led to something in it."""
    history = tab.state(HistoryState)
    shown = [*history.page] if history.active else hub.window(tab.sid)
    seqs = [view["seq"] for view in shown]
    assert history.target in seqs
    return seqs


def move(tab: Tab, actor: Actor, address: str) -> None:
    """Have the tab be at another address."""
    tab.connect(tab.sid, f"chat_session={token_of(actor)}", address)


async def test_what_is_found_says_where_by_whom_and_when(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_id = channel_of(ada, "secret", private=True)
    [message_id] = fill(channel_id, ada, 1)
    tab = await tabs.open(ada)
    await tab.do(SearchState.look_up, "NUMB")
    state = tab.state(SearchState)
    assert state.answered == "NUMB"
    [view] = state.found
    assert (view["id"], view["channel"], view["private"], view["author"]) == (
        message_id,
        "secret",
        True,
        "ada",
    )
    assert view["excerpt"] == "<mark>number</mark> 1"
    others = await tabs.open(bob)
    await others.do(SearchState.look_up, "numb")
    assert others.state(SearchState).found == []


@pytest.mark.parametrize("absurd", ["", "   ", None, 7, ["x"], {}, "x" * 100_000])
async def test_absurd_questions_find_nothing(tabs: Tabs, ada: Actor, absurd: Any) -> None:
    fill(channel_of(ada, "club"), ada, 1)
    tab = await tabs.open(ada)
    await tab.do(SearchState.look_up, absurd)
    assert tab.state(SearchState).found == []
    assert len(tab.state(SearchState).answered) <= 200


async def test_nobody_finds_anything_without_signing_in(tabs: Tabs, ada: Actor) -> None:
    [message_id] = fill(channel_of(ada, "club"), ada, 1)
    tab = tabs.closed()
    for handler, argument in ((SearchState.look_up, "number"), (SearchState.open_message, message_id)):
        with pytest.raises(SignedOut):
            await tab.do(handler, argument)
    assert tab.state(SearchState).found == []


async def test_a_result_opens_the_message_among_its_neighbours(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    events = await tab.do(SearchState.open_message, ids[99])
    assert f"/chat?channel=long&message={ids[99]}" in led_to(events)[0]
    assert tab.state(LiveState).channel["name"] == "long"
    history = tab.state(HistoryState)
    assert (history.target, history.active, history.has_before, history.has_after) == (100, True, True, True)
    seqs = around(tab)
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    assert seqs[0] <= 80
    assert seqs[-1] >= 120
    for _ in range(5):
        await tab.do(HistoryState.load_newer)
    assert not history.active
    assert history.target == 0


@pytest.mark.parametrize("seq", [1, 2, 20, LAST - WINDOW, LAST - WINDOW + 1, LAST - 1, LAST])
async def test_a_message_near_an_end_is_shown_as_well(tabs: Tabs, ada: Actor, seq: int) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.do(SearchState.open_message, ids[seq - 1])
    assert tab.state(HistoryState).target == seq
    around(tab)
    # What is in the live window is shown live.
    assert tab.state(HistoryState).active is (seq <= LAST - WINDOW)


async def test_the_same_message_twice_is_news_twice(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.do(SearchState.open_message, ids[5])
    before = tab.state(HistoryState).visit
    await tab.do(SearchState.open_message, ids[5])
    assert tab.state(HistoryState).visit > before
    await tab.do(HistoryState.jump_to_present)
    assert tab.state(HistoryState).target == 0


async def test_an_address_leads_to_its_message_once(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    move(tab, ada, f"/chat?channel=long&message={ids[49]}")
    await tab.do(SessionState.load_chat)
    assert tab.state(HistoryState).target == 50
    await tab.do(HistoryState.jump_to_present)
    await tab.do(SessionState.load_chat)  # as after a reconnect
    assert tab.state(HistoryState).target == 0
    assert tab.state(LiveState).channel["name"] == "long"
    await tab.do(ChannelsState.open_channel, "general")
    move(tab, ada, "/chat?channel=general")
    await tab.do(SessionState.load_chat)
    move(tab, ada, f"/chat?channel=long&message={ids[49]}")  # back again
    await tab.do(SessionState.load_chat)
    assert tab.state(HistoryState).target == 50


async def test_an_address_with_the_wrong_channel_is_put_right(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada, 3)
    tab = await tabs.open(ada)
    move(tab, ada, f"/chat?channel=general&message={ids[1]}")
    assert f"/chat?channel=long&message={ids[1]}" in led_to(await tab.do(SessionState.load_chat))[0]
    assert tab.state(LiveState).channel["name"] == "long"
    assert tab.state(HistoryState).target == 2


async def test_a_message_one_may_not_see_is_refused_as_one_that_is_not_there(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    [message_id] = fill(channel_id, ada, 1)
    tab = await tabs.open(bob)
    await tab.do(SearchState.open_message, message_id)
    assert tab.state(HistoryState).target == 1
    perform(memberships.remove, ada, channel_id, bob.user_id)
    other = await tabs.open(sign_in(bob.user_id))
    said = set()
    for hidden in (message_id, "999999"):
        with pytest.raises(NotFound) as refusal:
            await other.do(SearchState.open_message, hidden)
        said.add(refusal.value.message)
        move(other, bob, f"/chat?channel=general&message={hidden}")
        assert led_to(await other.do(SessionState.load_chat)) == ['"/chat?channel=general"']
    assert len(said) == 1
    assert other.state(LiveState).channel["name"] == "general"
    assert other.state(HistoryState).target == 0


@pytest.mark.parametrize("absurd", ["", "x", "-1", "1.5", None, 7, [], {}, "9" * 30, "٣"])
async def test_absurd_messages_are_refused_and_change_nothing(tabs: Tabs, ada: Actor, absurd: Any) -> None:
    tab = await tabs.open(ada)
    with pytest.raises(NotFound):
        await tab.do(SearchState.open_message, absurd)
    history = tab.state(HistoryState)
    assert (history.target, history.active) == (0, False)
    assert tab.state(LiveState).channel["name"] == "general"
