"""Pages of conversations without a name: all that a channel's page does, and each reader's own title."""

from typing import Any

import pytest

from chat_app.errors import NotFound
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles, sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import editing
from chat_app.services.transactions import write
from chat_app.ui.addresses import BY_ID, channel_address, message_address
from chat_app.ui.connecting import connect_page
from chat_app.ui.live.hub import hub
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.search import SearchState
from tests.support.people import channel_of, direct_between, person, post, sign_in, thread_of
from tests.ui.tabs import Tab, Tabs, open_id, send, until

pytestmark = pytest.mark.usefixtures("every_socket")


@pytest.fixture
def direct(admin: Actor, ada: Actor, bob: Actor) -> int:
    return direct_between(ada.user_id, bob.user_id)


def at(channel_id: int) -> str:
    return channel_address("", channel_id)


async def opened(tabs: Tabs, actor: Actor, channel_id: int) -> Tab:
    """Return a page that was loaded at the conversation's address."""
    tab = tabs.closed(actor, at(channel_id))
    await connect_page(tab.root)
    hub.refresh(tab.sid)
    assert await tab.do(NavigationState.load_chat) == []
    return tab


def listed(tab: Tab) -> list[tuple[str, str]]:
    return [(item["title"], item["name"]) for item in tab.state(LiveState).sidebar]


def item_of(tab: Tab, channel_id: int) -> dict[str, Any]:
    return next({**each} for each in tab.state(LiveState).sidebar if each["id"] == str(channel_id))


def shown(tabs: Tabs, tab: Tab) -> list[str]:
    return [view["html"] for view in tabs.pages.window(tab.sid)]


def test_an_address_by_id_is_none_by_name() -> None:
    assert at(7) == f"/chat?channel={BY_ID}7"
    assert channel_address("general", 7) == "/chat?channel=general"
    assert message_address("", 7, "9") == "/chat?channel=~7&message=9"


async def test_it_is_opened_at_its_id_with_the_title_of_its_reader(
    tabs: Tabs, ada: Actor, bob: Actor, direct: int
) -> None:
    channel_of(ada, "zoo", bob)
    mine, theirs = await opened(tabs, ada, direct), await opened(tabs, bob, direct)
    assert (open_id(mine), open_id(theirs)) == (str(direct), str(direct))
    assert (mine.state(LiveState).title, theirs.state(LiveState).title) == ("bob", "ada")
    assert tabs.pages.shown[mine.sid]["title"] == "bob"
    assert listed(mine) == [("general", "general"), ("zoo", "zoo"), ("bob", "")]
    assert listed(theirs) == [("general", "general"), ("zoo", "zoo"), ("ada", "")]
    view = mine.state(LiveState).channel
    assert (view["kind"], view["name"], view["private"]) == ("direct", "", True)
    assert view == theirs.state(LiveState).channel
    assert not {"ada", "bob"} & {*map(str, view.values())}


async def test_what_is_written_there_is_live_for_both_and_counted_where_one_is_elsewhere(
    tabs: Tabs, ada: Actor, bob: Actor, direct: int
) -> None:
    mine, theirs, elsewhere = (
        await opened(tabs, ada, direct),
        await opened(tabs, bob, direct),
        await tabs.open(bob),
    )
    await send(mine, "hello @bob")
    await until(lambda: len(shown(tabs, theirs)) == 1)
    assert "hello" in shown(tabs, mine)[0]
    assert (item_of(elsewhere, direct)["unread"], item_of(elsewhere, direct)["mentions"]) == (1, 1)
    await theirs.do(PresenceState.follow, hub.personal_var(theirs.sid, "showing"), True, 1)
    assert (item_of(elsewhere, direct)["unread"], item_of(elsewhere, direct)["mentions"]) == (0, 0)
    await theirs.do(PresenceState.note_typing, True)
    await until(lambda: [each["name"] for each in mine.state(LiveState).typing] == ["bob"])
    assert [each["display_name"] for each in mine.state(LiveState).online] == ["ada", "bob"]
    hub.disconnect(theirs.sid)
    assert item_of(elsewhere, direct)["unread"] == 0


async def test_history_search_and_links_lead_there(tabs: Tabs, ada: Actor, bob: Actor, direct: int) -> None:
    ids = [post(ada, direct, f"number {number}") for number in range(1, 121)]
    tab = await tabs.open(bob)
    await tab.do(SearchState.look_up, "number 1")
    *_, found = tab.state(SearchState).found
    assert (found["channel"], found["channel_id"], found["title"], found["kind"]) == (
        "",
        str(direct),
        "ada",
        "direct",
    )
    assert await tab.go(message_address(found["channel"], found["channel_id"], ids[1])) == []
    assert (open_id(tab), tab.state(HistoryState).jump_seq) == (str(direct), 2)
    assert tab.state(HistoryState).page[0]["seq"] == 1
    [script] = await tab.go(message_address("general", "", ids[1]))
    assert message_address("", direct, ids[1]) in str(script.args)
    await tab.do(SearchState.look_up, "ada")
    assert tab.state(SearchState).channels == []
    assert [each["username"] for each in tab.state(SearchState).people] == ["ada"]


async def test_a_page_stays_there_over_a_break_and_comes_back_to_it_from_the_sign_in(
    tabs: Tabs, ada: Actor, direct: int
) -> None:
    tab = await opened(tabs, ada, direct)
    hub.disconnect(tab.sid)
    tab.connect("again", tab.root.router.headers.cookie, at(direct))
    await connect_page(tab.root, loaded=False)
    assert await tab.do(NavigationState.load_chat) == []
    assert (open_id(tab), tab.state(LiveState).title) == (str(direct), "bob")
    write(sessions.end, ada)
    await until(lambda: tabs.pages.led)
    assert tabs.pages.led == [("again", f"~{direct}")]


async def test_a_title_follows_the_names_in_it(tabs: Tabs, ada: Actor, bob: Actor, direct: int) -> None:
    mine, theirs = await opened(tabs, ada, direct), await opened(tabs, bob, direct)
    tabs.pages.forget()
    write(profiles.change, bob, "Robert")
    await until(lambda: tabs.pages.shown[mine.sid]["title"] == "Robert")
    await until(lambda: item_of(mine, direct)["title"] == "Robert")
    await until(lambda: any("sidebar" in names for names in tabs.pages.sent_to(mine.sid)))
    assert theirs.state(LiveState).title == "ada"
    assert not any("title" in names for names in tabs.pages.sent_to(theirs.sid))


async def test_a_channel_by_its_id_is_opened_and_shown_by_its_name(tabs: Tabs, ada: Actor, town: int) -> None:
    tab = await tabs.open(ada)
    [script] = await tab.go(at(town))
    assert '"/chat?channel=town"' in str(script.args).replace("\\", "")
    assert open_id(tab) == str(town)


@pytest.mark.parametrize("of_thread", [False, True])
async def test_outsiders_and_administrators_find_nothing_of_it(
    tabs: Tabs, admin: Actor, ada: Actor, bob: Actor, direct: int, of_thread: bool
) -> None:
    message_id = post(ada, direct, "whispered")
    if of_thread:
        direct = thread_of(message_id, ada.user_id, bob.user_id)
        message_id = post(ada, direct, "whispered")
    eve = person("eve")
    members = await opened(tabs, bob, direct)
    for outsider in (admin, eve):
        tab = await tabs.open(sign_in(outsider.user_id))
        assert listed(tab) == [("general", "general")]
        await tab.go(at(direct))
        assert open_id(tab) == ""
        assert hub.personal_var(tab.sid, "lost") == {"id": "", "name": f"~{direct}", "reason": "gone"}
        await tab.go(message_address("", direct, message_id))
        assert open_id(tab) == ""
        await send(tab, "from outside", channel_id=str(direct))
        assert "no such channel" in str(tab.state(ComposerState).failed["one"])
        await tab.do(SearchState.look_up, "whispered")
        assert (tab.state(SearchState).found, tab.state(SearchState).channels) == ([], [])
        await tab.do(ChannelsState.show_dialog, "browse")
        assert tab.state(ChannelsState).to_browse == []
        with pytest.raises(NotFound):
            await tab.do(ChannelsState.join_channel, str(direct))
        loaded = tabs.closed(sign_in(outsider.user_id), at(direct))
        await connect_page(loaded.root)
        assert (open_id(loaded), loaded.state(LiveState).title) == ("", "")
        assert hub.window(loaded.sid) == []
        post(ada, direct, "more of it")
        await until(lambda: any("more of it" in html for html in shown(tabs, members)))
        for sent in (tabs.pages.shown.get(tab.sid, {}), tabs.pages.shown.get(loaded.sid, {})):
            assert not any(each in str(sent) for each in ("whispered", "more of it", f"'{direct}'"))


async def test_a_direct_message_is_neither_left_nor_given_a_topic_nor_others_brought_in(
    tabs: Tabs, ada: Actor, bob: Actor, direct: int
) -> None:
    person("eve")
    tab = await opened(tabs, ada, direct)
    await tab.do(ChannelsState.change_topic, {"topic": "mine"})
    assert "no owner" in str(tab.state(ChannelsState).errors)
    await tab.do(ChannelsState.invite_person, {"username": "eve"})
    assert "only be done with a channel" in str(tab.state(ChannelsState).errors)
    with pytest.raises(Exception, match="only be done with a channel"):
        await tab.do(ChannelsState.leave_channel)
    assert open_id(tab) == str(direct)


# -- threads ---------------------------------------------------------------------------------------


async def test_a_thread_is_live_for_its_followers_under_the_title_of_its_channel(
    tabs: Tabs, admin: Actor, ada: Actor, bob: Actor, town: int
) -> None:
    thread = thread_of(post(ada, town, "a question"), ada.user_id, bob.user_id)
    mine, theirs = await opened(tabs, ada, thread), await opened(tabs, bob, thread)
    assert listed(mine) == [("general", "general"), ("town", "town"), ("town", "")]
    await send(mine, "an answer")
    await until(lambda: shown(tabs, theirs) == ["an answer"])
    write(channels.change, ada, town, name="city")
    await until(lambda: tabs.pages.shown[theirs.sid]["title"] == "city")
    assert listed(theirs) == [("city", "city"), ("general", "general"), ("city", "")]
    write(editing.delete, bob, int(post(bob, thread, "gone again")))


@pytest.mark.parametrize("follows", [True, False])
async def test_who_loses_a_channel_loses_its_threads_at_once(
    tabs: Tabs, admin: Actor, ada: Actor, bob: Actor, town: int, follows: bool
) -> None:
    thread = thread_of(post(ada, town, "a question"), ada.user_id, *([bob.user_id] if follows else []))
    tab = await opened(tabs, bob, thread)
    assert (open_id(tab), tab.state(LiveState).joined) == (str(thread), follows)
    assert tab.state(LiveState).title == "town"
    write(channels.change, ada, town, private=True)
    assert open_id(tab) == str(thread)  # Bob is in the channel
    write(memberships.remove, ada, town, bob.user_id)
    await until(lambda: open_id(tab) == "")
    assert hub.personal_var(tab.sid, "lost")["id"] == str(thread)
    post(ada, thread, "to members only")
    assert "to members only" not in str(tabs.pages.shown[tab.sid])
    assert listed(tab) == [("general", "general")]


async def test_who_only_looks_at_a_channel_loses_its_threads_when_it_becomes_private(
    tabs: Tabs, admin: Actor, ada: Actor, bob: Actor
) -> None:
    club = channel_of(ada, "club")
    tab = await opened(tabs, bob, thread_of(post(ada, club), ada.user_id))
    assert tab.state(LiveState).title == "club"
    write(channels.change, ada, club, private=True)
    await until(lambda: open_id(tab) == "")


async def test_a_thread_of_a_deleted_channel_is_lost_and_off_the_list(
    tabs: Tabs, admin: Actor, ada: Actor, bob: Actor, town: int
) -> None:
    thread = thread_of(post(ada, town), ada.user_id, bob.user_id)
    tab = await opened(tabs, bob, thread)
    write(channels.delete, ada, town)
    await until(lambda: open_id(tab) == "")
    assert listed(tab) == [("general", "general")]
