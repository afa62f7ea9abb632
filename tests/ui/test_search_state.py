"""Finding messages in a page, and being led to one by a result or an address."""

from typing import Any

import pytest
from sqlmodel import Session

from chat_app.errors import SignedOut
from chat_app.realtime.windows import WINDOW
from chat_app.services import memberships, messages
from chat_app.services.access import Actor
from chat_app.services.messages import Draft
from chat_app.services.work import perform
from chat_app.ui.core import hub, outlet
from chat_app.ui.entering import enter
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.notice import NoticeState
from chat_app.ui.states.opening import link_to
from chat_app.ui.states.search import SearchState
from chat_app.ui.states.session import SessionState
from tests.people import channel_of, person, sign_in
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


@pytest.fixture
def every_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every socket is there."""
    monkeypatch.setattr(outlet, "admit", lambda sid: "")
    monkeypatch.setattr(outlet, "knows", lambda sid: True)


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


async def test_what_is_found_is_shown_without_the_signs_of_its_markup(tabs: Tabs, ada: Actor) -> None:
    channel_id = channel_of(ada, "club")
    perform(
        messages.insert, ada, Draft(channel_id, "the **bold** plan, `x < 1`, see https://example.org/plan")
    )
    tab = await tabs.open(ada)
    for asked in ("bold", "plan"):
        await tab.do(SearchState.look_up, asked)
        [view] = tab.state(SearchState).found
        plain = view["excerpt"].replace("<mark>", "").replace("</mark>", "")
        assert plain == "the bold plan, x &lt; 1, see https://example.org/plan"
        assert f"<mark>{asked}</mark>" in view["excerpt"]


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
    with pytest.raises(SignedOut):
        await tab.do(SearchState.look_up, "number")
    assert "/login?next=" in led_to(await tab.go(link_to("club", message_id)))[0]
    assert tab.state(SearchState).found == []


async def test_a_result_opens_the_message_among_its_neighbours(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.go(link_to("long", ids[99]))
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
    await tab.go(link_to("long", ids[seq - 1]))
    assert tab.state(HistoryState).target == seq
    around(tab)
    # What is in the live window is shown live.
    assert tab.state(HistoryState).active is (seq <= LAST - WINDOW)


async def test_the_same_message_twice_is_news_twice(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.go(link_to("long", ids[5]))
    before = tab.state(HistoryState).visit
    await tab.go(link_to("long", ids[5]))
    assert tab.state(HistoryState).visit > before
    await tab.do(HistoryState.jump_to_present)
    assert tab.state(HistoryState).target == 0


@pytest.mark.usefixtures("every_socket")
async def test_an_address_leads_to_its_message_but_not_after_a_reconnect(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = tabs.closed(ada, link_to("long", ids[49]))
    await connected(tab, loaded=True)
    assert (tab.state(HistoryState).target, tab.state(HistoryState).visit) == (50, 1)
    await tab.do(HistoryState.jump_to_present)
    await connected(tab, loaded=False)
    assert tab.state(HistoryState).target == 0
    assert tab.state(LiveState).channel["name"] == "long"
    await tab.go("/chat?channel=general")
    await tab.go(link_to("long", ids[49]))  # back again
    assert tab.state(HistoryState).target == 50


@pytest.mark.usefixtures("every_socket")
async def test_a_page_of_a_server_that_has_started_again_is_not_led_to_its_message_anew(
    tabs: Tabs, ada: Actor
) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = tabs.closed(ada, link_to("long", ids[49]))
    await connected(tab, loaded=False)
    assert tab.state(HistoryState).target == 0
    assert tab.state(LiveState).channel["name"] == "long"


async def connected(tab: Tab, *, loaded: bool) -> None:
    """Have the tab's page be loaded, or come back over another connection; and what follows on that."""
    tab.connect(f"{tab.sid}+", tab.root.router.headers.cookie, tab.root.router.page.raw_path)
    await enter(tab.root, loaded=loaded)
    await tab.do(SessionState.load_chat)


async def test_an_address_with_the_wrong_channel_is_put_right(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada, 3)
    tab = await tabs.open(ada)
    [script] = await tab.go(link_to("general", ids[1]))
    assert link_to("long", ids[1]) in str(script.args)
    assert tab.state(LiveState).channel["name"] == "long"
    assert tab.state(HistoryState).target == 2


async def test_a_message_one_may_not_see_is_refused_as_one_that_is_not_there(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    [message_id] = fill(channel_id, ada, 1)
    tab = await tabs.open(bob)
    await tab.go(link_to("secret", message_id))
    assert tab.state(HistoryState).target == 1
    perform(memberships.remove, ada, channel_id, bob.user_id)
    other = await tabs.open(sign_in(bob.user_id))
    said = set()
    for hidden in (message_id, "999999"):
        assert led_to(await other.go(link_to("general", hidden))) == ['"/chat?channel=general"']
        said.add(str(other.state(NoticeState).message))
    assert len(said) == 1
    assert said != {""}
    assert other.state(LiveState).channel["name"] == "general"
    assert other.state(HistoryState).target == 0


@pytest.mark.parametrize("absurd", ["x", "-1", "1.5", "None", "[]", "9" * 30, "٣", "1%00"])
async def test_absurd_messages_are_refused_and_change_nothing(tabs: Tabs, ada: Actor, absurd: str) -> None:
    tab = await tabs.open(ada)
    assert led_to(await tab.go(link_to("general", absurd))) == ['"/chat?channel=general"']
    history = tab.state(HistoryState)
    assert (history.target, history.active) == (0, False)
    assert tab.state(LiveState).channel["name"] == "general"
