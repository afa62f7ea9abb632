"""What the handlers of a page do, and what they refuse, called as Reflex calls them."""

from typing import Any

import pytest

from chat_app.errors import Busy, Forbidden, SignedOut
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.messages import posting
from chat_app.services.transactions import write
from chat_app.ui.live.hub import hub
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import REMEMBERED, ComposerState
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.identity import actor_of
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.toast import OUR_FAULT, ToastState, toast_of
from tests.support.people import channel_of, cookie_of, person, sign_in, token_of
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


async def test_what_the_limit_refuses_is_no_failure_and_says_when_to_send_it_again(
    tabs: Tabs, ada: Actor
) -> None:
    tab = await tabs.open(ada)
    for number in range(12):
        await send(tab, "quick", f"id-{number}")
    state = tab.state(ComposerState)
    assert len(state.stored) == 10
    assert state.failed == {}
    assert [*state.waiting] == ["id-10", "id-11"]
    assert all(0 < wait["seconds"] <= 10 for wait in state.waiting.values())
    await send(tab, "quick", "id-10")  # too early: another answer, which the page can tell from the first
    numbers = [wait["number"] for wait in state.waiting.values()]
    assert [*state.waiting] == ["id-11", "id-10"]
    assert numbers == [2, 3]


async def test_what_cannot_be_stored_just_now_waits_too(
    tabs: Tabs, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: Any) -> None:
        raise Busy("Somebody else is writing.", 3)

    tab = await tabs.open(ada)
    monkeypatch.setattr(posting, "post", locked)
    await send(tab, "patient", "one")
    assert tab.state(ComposerState).waiting == {"one": {"seconds": 3, "number": 1}}
    assert tab.state(ComposerState).failed == {}


async def test_only_the_last_few_that_wait_are_remembered(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    for number in range(10 + REMEMBERED + 5):
        await send(tab, "quick", f"id-{number}")
    assert len(tab.state(ComposerState).waiting) == REMEMBERED


async def test_nobody_sends_without_a_session(tabs: Tabs, ada: Actor) -> None:
    channel_id, before = channel_of(ada, "open"), stored()
    tab = tabs.closed()
    await send(tab, "hello", "one", str(channel_id))
    assert "sign in" in tab.state(ComposerState).failed["one"]
    assert stored() == before


async def test_nobody_sends_after_signing_out(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    general = open_id(tab)
    write(sessions.end, ada)
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


async def test_the_chat_is_for_the_signed_in_and_the_sign_in_page_for_others(tabs: Tabs, ada: Actor) -> None:
    assert led_to(await tabs.closed().do(NavigationState.load_chat)) == ['"/login"']
    assert led_to(await tabs.closed(path="/").do(SessionState.load_sign_in)) == ['"/login"']
    assert await tabs.closed(path="/login").do(SessionState.load_sign_in) == []
    tab = await tabs.open(ada)
    assert led_to(await tab.do(SessionState.load_sign_in)) == ['"/chat"']
    assert await tab.do(NavigationState.load_chat) == []


async def test_a_page_knows_whose_it_is_and_a_strangers_page_knows_nobody(tabs: Tabs, ada: Actor) -> None:
    mine, strange = (await tabs.open(ada)).state(SessionState), tabs.closed().state(SessionState)
    assert (mine.ready, mine.username, mine.is_admin) == (True, "ada", True)
    assert (strange.ready, strange.username, strange.user_id, strange.is_admin) == (False, "", "", False)


async def test_an_address_that_may_not_be_seen_leads_to_general(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "secret", private=True)
    tab = tabs.closed(bob, "/chat?channel=secret")
    await hub.connect(tab.sid, bob.user_id, bob.session_id)
    # The sentence is there with the redirect: behind it, the next page load would cancel it.
    assert led_to(await tab.do(NavigationState.load_chat)) == ['"/chat?channel=general"']
    assert "There is no such channel" in str(tab.state(ToastState).message)


async def test_a_page_whose_person_may_be_writing_is_led_nowhere_by_a_lost_channel(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_of(ada, "secret", private=True)
    tab = await tabs.open(bob)
    for _ in range(2):
        assert await tab.go("/chat?channel=secret") == []
        assert tab.state(LiveState).lost == {"id": "", "name": "secret", "reason": "gone"}
        assert hub.value(tab.sid, "channel")["id"] == ""
        assert await tab.go("/chat?channel=general") == []
        assert tab.state(LiveState).lost["reason"] == ""


async def test_ending_one_session_leaves_the_other_of_that_person(tabs: Tabs, ada: Actor) -> None:
    phone = sign_in(ada.user_id)
    here, there = await tabs.open(ada), await tabs.open(phone)
    write(sessions.end, ada)
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
    name, _, token = cookie.partition("=")
    for cookies in ("", name, f"{name}=", f"{name}=a.b.c", "x" + cookie, f"chat_session={token}", "\0", "é"):
        tab.connect(tab.sid, cookies)
        with pytest.raises(SignedOut):
            await tab.do(ChannelsState.show_dialog, "browse")


async def test_cookies_that_a_parent_domain_has_set_keep_nobody_out(tabs: Tabs, ada: Actor) -> None:
    """They come under the same name, before or behind the right one, and have been signed once or never."""
    general = open_id(await tabs.open(ada))
    tab, ended = tabs.closed(ada), sign_in(ada.user_id)
    write(sessions.end, ended)
    name = sessions.cookie_name(secure=False)
    wrong = f"{cookie_of(ended)}; {name}=a.b.c; {name}=; {name}"
    for cookies in (
        f"{wrong}; {cookie_of(ada)}",
        f"{cookie_of(ada)}; {wrong}",
        f"{cookie_of(ada)}; {cookie_of(ada)}",
    ):
        tab.connect(tab.sid, cookies)
        await tab.do(ChannelsState.show_dialog, "browse")
        await send(tab, "hello", cookies[-9:], general)
        assert tab.state(ComposerState).failed == {}
    tab.connect(tab.sid, wrong)
    with pytest.raises(SignedOut):
        await tab.do(ChannelsState.show_dialog, "browse")


async def test_cookie_of_https_goes_before_one_that_a_neighbouring_host_could_set(
    tabs: Tabs, ada: Actor
) -> None:
    eve = person("eve")
    secure = f"{sessions.cookie_name(secure=True)}={token_of(ada)}"
    assert secure.startswith("__Host-")
    for cookies in (f"{secure}; {cookie_of(eve)}", f"{cookie_of(eve)}; {secure}"):
        tab = tabs.closed(ada)
        tab.connect(tab.sid, cookies)
        assert (await actor_of(tab.root)).user_id == ada.user_id


# -- notices, presence -----------------------------------------------------------------------------


async def test_a_notice_is_shown_and_dismissed(tabs: Tabs) -> None:
    tab = tabs.closed()
    await tab.do(ToastState.show, "Not possible.")
    await tab.do(ToastState.show, "Not possible.")
    assert (tab.state(ToastState).message, tab.state(ToastState).count) == ("Not possible.", 2)
    await tab.do(ToastState.dismiss)
    assert tab.state(ToastState).message == ""


def test_an_error_is_told_in_its_own_sentence_and_a_fault_of_ours_in_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert "No." in str(toast_of(Forbidden("No.")).args)
    assert ToastState.leave.fn.__name__ in str(toast_of(SignedOut()).handler)
    assert OUR_FAULT in str(toast_of(ValueError("secret detail")).args)
    assert "A handler failed." in caplog.text


async def test_reading_along_is_for_the_channel_that_the_page_shows(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_of(ada, "open", bob)
    writer, reader = await tabs.open(ada, "open"), await tabs.open(bob, "open")
    showing = hub.personal_var(reader.sid, "showing")
    await reader.do(PresenceState.follow, showing, "yes")  # only true is true
    await reader.do(PresenceState.follow, showing - 1, True)  # said of what the page showed before a break
    await send(writer, "first")
    bobs = hub.person(reader.sid)
    assert bobs is not None
    await until(lambda: [item["unread"] for item in bobs.sidebar()] == [0, 1])
    await reader.do(PresenceState.follow, showing, True)
    assert [item["unread"] for item in bobs.sidebar()] == [0, 0]
    await send(writer, "second", "two")
    await until(lambda: hub.window(reader.sid)[-1]["seq"] == 2)
    await reader.go("/chat?channel=general")
    for odd in ([], None, "", {"a": 1}, 0):
        await reader.do(PresenceState.follow, odd, False, 1)
    await reader.do(PresenceState.follow, showing, "no", 1)  # only false is false
    assert [item["unread"] for item in bobs.sidebar()] == [0, 0]
    await reader.do(PresenceState.follow, showing, False, 1)  # it left the channel before the second came
    assert [item["unread"] for item in bobs.sidebar()] == [0, 1]
    stranger = tabs.closed()
    await stranger.do(PresenceState.follow, 0, True)
    await stranger.do(PresenceState.note_read, open_id(reader), 1)
    await stranger.do(PresenceState.note_activity)


async def test_a_strangers_page_has_no_past_to_read(tabs: Tabs, ada: Actor) -> None:
    tab = tabs.closed()
    for handler in (HistoryState.load_older, HistoryState.load_newer, HistoryState.jump_to_present):
        await tab.do(handler)
    assert tab.state(HistoryState).page == []
    assert not tab.state(HistoryState).active
