"""Finding messages in a page, and being led to one by a result or an address."""

from typing import Any

import pytest
from sqlmodel import Session

from chat_app.errors import SignedOut, Unavailable
from chat_app.realtime.windows import WINDOW
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles, sessions
from chat_app.services.channels import memberships
from chat_app.services.messages import search, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.search import DEFAULT_LIMIT
from chat_app.services.transactions import write
from chat_app.ui.addresses import message_address
from chat_app.ui.connecting import connect_page
from chat_app.ui.live.hub import hub
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.search import MAX_NAMES, SearchState
from chat_app.ui.states.toast import OUR_FAULT, ToastState
from tests.support.people import channel_of, person, sign_in
from tests.ui.tabs import ABSURD_IDS, Tab, Tabs, led_to

LAST = 200


def fill(channel_id: int, author: Actor, number: int = LAST) -> list[str]:
    """Post so many messages; their ids."""

    def insert_all(session: Session) -> list[str]:
        drafts = [Draft(channel_id, f"number {seq + 1}") for seq in range(number)]
        return [storing.insert(session, author, draft)[0].id for draft in drafts]

    return write(insert_all)


def around(tab: Tab) -> list[int]:
    """Return what the page shows, and that it was led to something in it."""
    history = tab.state(HistoryState)
    shown = [*history.page] if history.active else hub.window(tab.sid)
    seqs = [view["seq"] for view in shown]
    assert history.jump_seq in seqs
    return seqs


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


async def test_what_is_found_is_told_apart_and_shown_under_names_as_they_are_now(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    club = channel_of(ada, "club", bob)
    for author in (ada, bob):
        write(storing.insert, author, Draft(club, "bob says hello"))
    tab = await tabs.open(ada)
    await tab.do(SearchState.look_up, "bob")
    state = tab.state(SearchState)
    assert [(view["author"], view["handle"]) for view in state.found] == [("bob", ""), ("ada", "")]
    write(profiles.change, bob, "Ada", color="pink")
    await tab.do(SearchState.load_names)
    assert [(view["author"], view["handle"]) for view in state.found] == [("Ada", "@bob"), ("ada", "@ada")]
    assert [(person["display_name"], person["color"]) for person in state.people] == [("Ada", "pink")]
    await tab.do(SearchState.look_up, "says hello")
    assert [(view["author"], view["handle"]) for view in state.found] == [("Ada", "@bob"), ("ada", "@ada")]


def of(state: SearchState) -> list[str]:
    return [view["id"] for view in state.found]


async def test_more_is_shown_page_by_page_until_there_is_none(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada, 2 * DEFAULT_LIMIT + 5)
    tab = await tabs.open(ada)
    state = tab.state(SearchState)
    await tab.do(SearchState.look_up, "number")
    for pages in (1, 2):
        assert (of(state), state.has_more) == (ids[::-1][: pages * DEFAULT_LIMIT], True)
        # Posted meanwhile: no page begins elsewhere for it.
        fill(channel_of(ada, f"later-{pages}"), ada, 3)
        await tab.do(SearchState.load_more, of(state)[-1])
    assert (of(state), state.has_more) == (ids[::-1], False)
    await tab.do(SearchState.load_more, of(state)[-1])
    assert of(state) == ids[::-1]
    await tab.do(SearchState.look_up, "nothing of the kind")
    assert (of(state), state.has_more) == ([], False)


async def test_what_was_asked_for_twice_comes_once_and_what_is_forged_changes_nothing(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    hidden = fill(channel_of(bob, "secret", private=True), bob, 3)
    ids = fill(channel_of(ada, "long"), ada, 3 * DEFAULT_LIMIT)
    tab = await tabs.open(ada)
    state = tab.state(SearchState)
    await tab.do(SearchState.load_more, "")  # before anything was asked
    await tab.do(SearchState.look_up, "number")
    last = of(state)[-1]
    for forged in [*ABSURD_IDS, hidden[0], ids[0], ids[-1]]:
        await tab.do(SearchState.load_more, forged)
        assert of(state) == ids[::-1][:DEFAULT_LIMIT]
    for _ in range(2):
        await tab.do(SearchState.load_more, last)
    assert of(state) == ids[::-1][: 2 * DEFAULT_LIMIT]


async def test_more_is_what_one_may_read_by_now(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    secret = channel_of(ada, "secret", bob, private=True)
    fill(secret, ada, DEFAULT_LIMIT)
    fill(channel_of(ada, "open"), ada, DEFAULT_LIMIT)
    tab = await tabs.open(bob)
    state = tab.state(SearchState)
    await tab.do(SearchState.look_up, "number")
    assert state.has_more
    before = of(state)
    write(memberships.remove, ada, secret, bob.user_id)
    await tab.do(SearchState.load_more, before[-1])
    assert (of(state), state.has_more) == (before, False)


async def test_why_there_is_no_more_is_told_and_asked_again_it_comes(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(channel_of(ada, "long"), ada, DEFAULT_LIMIT + 1)
    tab = await tabs.open(ada)
    state = tab.state(SearchState)
    await tab.do(SearchState.look_up, "number")

    def fails(*_: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(search, "find_with_channels", fails)
        error: Exception = Unavailable("It is away.", 1)
        for _ in range(2):
            await tab.do(SearchState.load_more, of(state)[-1])
            assert (state.more_error, len(state.found), state.has_more) == (
                "It is away.",
                DEFAULT_LIMIT,
                True,
            )
        error = ValueError("a mistake of ours")
        with pytest.raises(ValueError, match="ours"):
            await tab.do(SearchState.load_more, of(state)[-1])
        assert state.more_error == OUR_FAULT
    await tab.do(SearchState.load_more, of(state)[-1])
    assert (of(state), state.more_error) == (ids[::-1], "")


async def test_nobody_is_shown_more_when_their_session_is_over(tabs: Tabs, ada: Actor) -> None:
    fill(channel_of(ada, "long"), ada, DEFAULT_LIMIT + 1)
    tab = await tabs.open(ada)
    state = tab.state(SearchState)
    await tab.do(SearchState.look_up, "number")
    write(sessions.end, ada)
    with pytest.raises(SignedOut):
        await tab.do(SearchState.load_more, of(state)[-1])
    assert len(state.found) == DEFAULT_LIMIT


async def test_channels_and_people_are_found_by_their_names(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "bobsleigh", private=True)
    tab, others = await tabs.open(ada), await tabs.open(bob)
    for asked in ("bob", "@BOB", "#bob"):
        for one in (tab, others):
            await one.do(SearchState.look_up, asked)
    state = tab.state(SearchState)
    assert [(item["name"], item["private"]) for item in state.channels] == [("bobsleigh", True)]
    assert others.state(SearchState).channels == []
    await tab.do(SearchState.look_up, "@bob")
    assert [item["username"] for item in state.people] == ["bob"]
    assert state.found == []
    await tab.do(SearchState.look_up, "nothing goes by this")
    assert (state.channels, state.people) == ([], [])


async def test_no_more_names_are_shown_than_leave_room_for_messages(tabs: Tabs, ada: Actor) -> None:
    for number in range(MAX_NAMES + 2):
        channel_of(ada, f"club-{number}")
        person(f"clubber{number}")
    tab = await tabs.open(ada)
    await tab.do(SearchState.look_up, "club")
    state = tab.state(SearchState)
    assert (len(state.channels), len(state.people)) == (MAX_NAMES, MAX_NAMES)


async def test_what_is_found_is_shown_without_the_signs_of_its_markup(tabs: Tabs, ada: Actor) -> None:
    channel_id = channel_of(ada, "club")
    write(storing.insert, ada, Draft(channel_id, "the **bold** plan, `x < 1`, see https://example.org/plan"))
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
    state = tab.state(SearchState)
    assert (state.found, state.channels, state.people) == ([], [], [])
    assert len(state.answered) <= 200


async def test_nobody_finds_anything_without_signing_in(tabs: Tabs, ada: Actor) -> None:
    [message_id] = fill(channel_of(ada, "club"), ada, 1)
    tab = tabs.closed()
    with pytest.raises(SignedOut):
        await tab.do(SearchState.look_up, "number")
    assert "/login?next=" in led_to(await tab.go(message_address("club", "", message_id)))[0]
    assert tab.state(SearchState).found == []


async def test_a_result_opens_the_message_among_its_neighbours(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.go(message_address("long", "", ids[99]))
    assert tab.state(LiveState).channel["name"] == "long"
    history = tab.state(HistoryState)
    assert (history.jump_seq, history.active) == (100, True)
    assert (history.has_before, history.has_after) == (True, True)
    seqs = around(tab)
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    assert seqs[0] <= 80
    assert seqs[-1] >= 120
    for _ in range(5):
        await tab.do(HistoryState.load_newer)
    assert not history.active
    assert history.jump_seq == 0


@pytest.mark.parametrize("seq", [1, 2, 20, LAST - WINDOW, LAST - WINDOW + 1, LAST - 1, LAST])
async def test_a_message_near_an_end_is_shown_as_well(tabs: Tabs, ada: Actor, seq: int) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.go(message_address("long", "", ids[seq - 1]))
    assert tab.state(HistoryState).jump_seq == seq
    around(tab)
    # What is in the live window is shown live.
    assert tab.state(HistoryState).active is (seq <= LAST - WINDOW)


async def test_the_same_message_twice_is_news_twice(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = await tabs.open(ada)
    await tab.go(message_address("long", "", ids[5]))
    before = tab.state(HistoryState).jump_count
    await tab.go(message_address("long", "", ids[5]))
    assert tab.state(HistoryState).jump_count > before
    await tab.do(HistoryState.jump_to_present)
    assert tab.state(HistoryState).jump_seq == 0


@pytest.mark.usefixtures("every_socket")
async def test_an_address_leads_to_its_message_but_not_after_a_reconnect(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = tabs.closed(ada, message_address("long", "", ids[49]))
    await connected(tab, loaded=True)
    assert (tab.state(HistoryState).jump_seq, tab.state(HistoryState).jump_count) == (50, 1)
    await tab.do(HistoryState.jump_to_present)
    await connected(tab, loaded=False)
    assert tab.state(HistoryState).jump_seq == 0
    assert tab.state(LiveState).channel["name"] == "long"
    await tab.go("/chat?channel=general")
    await tab.go(message_address("long", "", ids[49]))  # back again
    assert tab.state(HistoryState).jump_seq == 50


@pytest.mark.usefixtures("every_socket")
async def test_a_page_of_a_server_that_has_started_again_is_not_led_to_its_message_anew(
    tabs: Tabs, ada: Actor
) -> None:
    ids = fill(channel_of(ada, "long"), ada)
    tab = tabs.closed(ada, message_address("long", "", ids[49]))
    await connected(tab, loaded=False)
    assert tab.state(HistoryState).jump_seq == 0
    assert tab.state(LiveState).channel["name"] == "long"


async def connected(tab: Tab, *, loaded: bool) -> None:
    """Have the tab's page be loaded, or come back over another connection; and what follows on that."""
    tab.connect(f"{tab.sid}+", tab.root.router.headers.cookie, tab.root.router.page.raw_path)
    await connect_page(tab.root, loaded=loaded)
    await tab.do(NavigationState.load_chat)


async def test_an_address_with_the_wrong_channel_is_put_right(tabs: Tabs, ada: Actor) -> None:
    ids = fill(channel_of(ada, "long"), ada, 3)
    tab = await tabs.open(ada)
    [script] = await tab.go(message_address("general", "", ids[1]))
    assert message_address("long", "", ids[1]) in str(script.args)
    assert tab.state(LiveState).channel["name"] == "long"
    assert tab.state(HistoryState).jump_seq == 2


async def test_a_message_one_may_not_see_is_refused_as_one_that_is_not_there(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    [message_id] = fill(channel_id, ada, 1)
    tab = await tabs.open(bob)
    await tab.go(message_address("secret", "", message_id))
    assert tab.state(HistoryState).jump_seq == 1
    write(memberships.remove, ada, channel_id, bob.user_id)
    other = await tabs.open(sign_in(bob.user_id))
    said = set()
    for hidden in (message_id, "999999"):
        assert led_to(await other.go(message_address("general", "", hidden))) == ['"/chat?channel=general"']
        said.add(str(other.state(ToastState).message))
    assert len(said) == 1
    assert said != {""}
    assert other.state(LiveState).channel["name"] == "general"
    assert other.state(HistoryState).jump_seq == 0


@pytest.mark.parametrize("absurd", ["x", "-1", "1.5", "None", "[]", "9" * 30, "٣", "1%00"])
async def test_absurd_messages_are_refused_and_change_nothing(tabs: Tabs, ada: Actor, absurd: str) -> None:
    tab = await tabs.open(ada)
    assert led_to(await tab.go(message_address("general", "", absurd))) == ['"/chat?channel=general"']
    history = tab.state(HistoryState)
    assert (history.jump_seq, history.active) == (0, False)
    assert tab.state(LiveState).channel["name"] == "general"


async def test_a_message_whose_excerpt_cannot_be_made_is_found_as_it_was_typed(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = channel_of(ada, "town")
    for text in ("hello <bad>", "hello *world*"):
        write(storing.insert, ada, Draft(town, text))

    def fails(text: str, asked: str) -> str:
        if "bad" in text:
            raise ValueError(text)
        return text

    monkeypatch.setattr("chat_app.ui.states.search.excerpt", fails)
    tab = await tabs.open(ada)
    await tab.do(SearchState.look_up, "hello")
    assert [found["excerpt"] for found in tab.state(SearchState).found] == [
        "hello world",
        "hello &lt;bad&gt;",
    ]
