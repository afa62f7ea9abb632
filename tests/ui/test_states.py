"""What the handlers of a page do, and what they refuse, called as Reflex calls them."""

import pytest

from chat_app.errors import Forbidden, SignedOut
from chat_app.services import sessions
from chat_app.services.access import Actor
from chat_app.services.work import perform
from chat_app.ui.core import hub
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import REMEMBERED, ComposerState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.notice import OUR_FAULT, NoticeState, tell
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState
from tests.people import channel_of, sign_in
from tests.ui.tabs import ABSURD, ABSURD_IDS, Tabs, english, led_to, open_id, send, stored, texts, until

# -- sending ---------------------------------------------------------------------------------------


async def test_a_sent_message_is_stored_and_acknowledged_by_the_id_its_page_gave(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    tab, other = await tabs.open(ada), await tabs.open(bob)
    await send(tab, "  hello <b>all</b> ", "one")
    assert tab.state(ComposerState).stored == ["one"]
    assert texts(int(open_id(tab))) == ["hello <b>all</b>"]
    shown = await until(lambda: tabs.pages.window(other.sid))
    assert [(view["html"], view["client_message_id"]) for view in shown] == [
        ("hello &lt;b&gt;all&lt;/b&gt;", "one")
    ]


async def test_a_message_sent_again_stays_one(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    await send(tab, "once", "one")
    await send(tab, "once", "one")
    assert texts(int(open_id(tab))) == ["once"]
    assert tab.state(ComposerState).failed == {}


async def test_a_message_that_failed_says_why_and_can_be_sent_again(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    await send(tab, "x" * 4001, "long")
    await send(tab, "   ", "blank")
    assert {sent: english(said) for sent, said in tab.state(ComposerState).failed.items()} == {
        "long": "Messages can have at most 4,000 characters.",
        "blank": "Write something first.",
    }
    await send(tab, "x" * 4000, "long")
    assert tab.state(ComposerState).stored == ["long"]
    assert [*tab.state(ComposerState).failed] == ["blank"]


async def test_only_the_last_few_acknowledgements_are_kept(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    for number in range(REMEMBERED + 5):
        await send(tab, "", f"failed-{number}")
    assert len(tab.state(ComposerState).failed) == REMEMBERED
    assert f"failed-{REMEMBERED + 4}" in tab.state(ComposerState).failed


async def test_too_many_messages_at_once_are_refused_with_a_time(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    for number in range(12):
        await send(tab, "quick", f"id-{number}")
    assert len(tab.state(ComposerState).stored) == 10
    assert all("try again in" in english(why) for why in tab.state(ComposerState).failed.values())


async def test_nobody_sends_without_a_session(tabs: Tabs, ada: Actor) -> None:
    channel_id, before = channel_of(ada, "open"), stored()
    tab = tabs.closed()
    await send(tab, "hello", "one", str(channel_id))
    assert "sign in" in tab.state(ComposerState).failed["one"]
    assert stored() == before


async def test_nobody_sends_after_signing_out(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    general = open_id(tab)
    perform(sessions.end, ada)
    await send(tab, "hello", "one", general)
    assert "sign in" in tab.state(ComposerState).failed["one"]
    assert texts(int(general)) == []


@pytest.mark.parametrize(
    ("private", "why"), [(True, "There is no such channel"), (False, "Join #club first")]
)
async def test_nobody_sends_to_a_channel_they_are_not_in(
    tabs: Tabs, ada: Actor, bob: Actor, private: bool, why: str
) -> None:
    channel_id = str(channel_of(ada, "club", private=private))
    member, outsider = await tabs.open(ada, "club"), await tabs.open(bob)
    await send(member, "from a member", "one")
    before = stored()
    await send(outsider, "from outside", "one", channel_id)
    assert why in english(outsider.state(ComposerState).failed["one"])
    assert stored() == before
    assert texts(int(channel_id)) == ["from a member"]


async def test_absurd_messages_are_refused_and_change_nothing(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    before = stored()
    for absurd in ABSURD_IDS:
        await send(tab, "hello", "one", absurd)
    for absurd in ABSURD:
        await send(tab, absurd, "two")
    for absurd in ("x" * 1_000_000, "\0", "\ud800", "two words"):
        await send(tab, "hello", absurd)
    assert stored() == before
    assert all(len(kept) <= 64 for kept in tab.state(ComposerState).failed)


# -- pages and sessions ----------------------------------------------------------------------------


async def test_the_chat_is_for_the_signed_in_and_the_entrance_for_others(tabs: Tabs, ada: Actor) -> None:
    assert led_to(await tabs.closed().do(SessionState.load_chat)) == ['"/login"']
    assert led_to(await tabs.closed(path="/").do(SessionState.load_entrance)) == ['"/login"']
    assert await tabs.closed(path="/login").do(SessionState.load_entrance) == []
    tab = await tabs.open(ada)
    assert led_to(await tab.do(SessionState.load_entrance)) == ['"/chat"']
    assert await tab.do(SessionState.load_chat) == []


async def test_a_page_knows_whose_it_is_and_a_strangers_page_knows_nobody(tabs: Tabs, ada: Actor) -> None:
    mine, strange = (await tabs.open(ada)).state(SessionState), tabs.closed().state(SessionState)
    assert (mine.ready, mine.username, mine.is_admin) == (True, "ada", True)
    assert (strange.ready, strange.username, strange.user_id, strange.is_admin) == (False, "", "", False)


async def test_an_address_that_may_not_be_seen_leads_to_general(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "secret", private=True)
    tab = await tabs.open(bob)
    tab.connect(tab.sid, tab.root.router.headers.cookie, "/chat?channel=secret")
    # The sentence is there with the redirect: behind it, the next page load would cancel it.
    assert led_to(await tab.do(SessionState.load_chat)) == ['"/chat?channel=general"']
    assert "There is no such channel" in str(tab.state(NoticeState).message)
    assert hub.value(tab.sid, "channel")["name"] == "general"


async def test_ending_one_session_leaves_the_other_of_that_person(tabs: Tabs, ada: Actor) -> None:
    phone = sign_in(ada.user_id)
    here, there = await tabs.open(ada), await tabs.open(phone)
    perform(sessions.end, ada)
    await until(lambda: tabs.pages.closed)
    assert tabs.pages.closed == [here.sid]
    await send(there, "still here")
    assert there.state(ComposerState).stored == ["one"]


async def test_the_session_is_found_among_whatever_cookies_there_are(tabs: Tabs, ada: Actor) -> None:
    tab = tabs.closed(ada)
    cookie = tab.root.router.headers.cookie.split("; ")[1]
    for cookies in (f'other={{"a": 1}}; {cookie}', f"{cookie}; =;;", f"a=b;{cookie};c"):
        tab.connect(tab.sid, cookies)
        await tab.do(ChannelsState.show_dialog, "browse")
    for cookies in ("", "chat_session", "chat_session=", "chat_session=a.b.c", "x" + cookie, "\0", "é"):
        tab.connect(tab.sid, cookies)
        with pytest.raises(SignedOut):
            await tab.do(ChannelsState.show_dialog, "browse")


# -- notices, presence -----------------------------------------------------------------------------


async def test_a_notice_is_shown_and_dismissed(tabs: Tabs) -> None:
    tab = tabs.closed()
    await tab.do(NoticeState.show, "Not possible.")
    await tab.do(NoticeState.show, "Not possible.")
    assert (tab.state(NoticeState).message, tab.state(NoticeState).count) == ("Not possible.", 2)
    await tab.do(NoticeState.dismiss)
    assert tab.state(NoticeState).message == ""


def test_an_error_is_told_in_its_own_sentence_and_a_fault_of_ours_in_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert "No." in str(tell(Forbidden("No.")).args)
    assert led_to([tell(SignedOut())]) == ['"/login"']
    assert OUR_FAULT in str(tell(ValueError("secret detail")).args)
    assert "A handler failed." in caplog.text


async def test_reading_along_is_for_the_channel_that_the_page_shows(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_of(ada, "open", bob)
    writer, reader = await tabs.open(ada, "open"), await tabs.open(bob, "open")
    await reader.do(PresenceState.follow, "yes")  # only true is true
    await send(writer, "first")
    bobs = hub.person(reader.sid)
    assert bobs is not None
    await until(lambda: [item["unread"] for item in bobs.sidebar()] == [0, 1])
    await reader.do(PresenceState.follow, True)
    assert [item["unread"] for item in bobs.sidebar()] == [0, 0]
    stranger = tabs.closed()
    await stranger.do(PresenceState.follow, True)
    await stranger.do(PresenceState.note_activity)


async def test_a_strangers_page_has_no_past_to_read(tabs: Tabs, ada: Actor) -> None:
    tab = tabs.closed()
    for handler in (HistoryState.load_older, HistoryState.load_newer, HistoryState.jump_to_present):
        await tab.do(handler)
    assert tab.state(HistoryState).page == []
    assert not tab.state(HistoryState).active
