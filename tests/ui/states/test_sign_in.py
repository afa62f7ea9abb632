"""Signing up and in, called as Reflex calls it."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import func, select

from chat_app.models import User
from chat_app.services.access import Actor
from chat_app.services.accounts import registration, sessions
from chat_app.services.transactions import read, write
from chat_app.ui.addresses import sign_in_address
from chat_app.ui.browser_calls import open_session
from chat_app.ui.connecting import connect_page
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.sign_in import NOT_OPENED, SignInState, SignUpState
from chat_app.ui.states.toast import ToastState
from chat_app.ui.states.welcome import WelcomeState
from tests.conftest import start_afresh
from tests.support.people import PASSWORD, channel_of, cookie_of, sign_in
from tests.ui.tabs import ABSURD, Tabs, english, led_to, stored, until

# -- signing up and in -----------------------------------------------------------------------------


async def test_signing_up_opens_a_session(tabs: Tabs) -> None:
    tab = tabs.closed()
    events = await tab.do(SignUpState.sign_up, {"username": "Ada", "password": PASSWORD})
    assert len(events) == 1
    assert "/api/session" in str(events[0].args)
    assert (tab.state(SignUpState).errors, tab.state(SignUpState).busy) == ({}, False)
    assert [len(stored()[name]) for name in ("users", "sessions")] == [1, 1]


async def test_what_is_wrong_with_signing_up_stands_beside_its_field(tabs: Tabs, ada: Actor) -> None:
    tab, before = tabs.closed(), stored()
    wrong = {"username": "a b", "password": "short", "display_name": "x" * 51}
    assert await tab.do(SignUpState.sign_up, wrong) == []
    assert set(tab.state(SignUpState).errors) == {"username", "password", "display_name"}
    await tab.do(SignUpState.sign_up, {"username": "ADA", "password": PASSWORD})
    assert set(tab.state(SignUpState).errors) == {"username"}
    assert stored() == before
    assert not tab.state(SignUpState).busy


async def test_a_page_makes_no_more_accounts_than_its_address_may(
    tabs: Tabs, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("SIGN_UPS", "1")
    start_afresh()
    tab = tabs.closed()
    registration.sign_up("ada", PASSWORD, address=tab.root.router.session.client_ip)
    before = stored()
    assert await tab.do(SignUpState.sign_up, {"username": "bob", "password": PASSWORD}) == []
    assert english(tab.state(SignUpState).errors["form"]).startswith("That was too often.")
    assert stored() == before


async def test_signing_in_needs_the_right_password_and_says_the_same_for_an_unknown_name(
    tabs: Tabs, ada: Actor
) -> None:
    tab, before = tabs.closed(), stored()
    answers = []
    for username, password in (("ada", "wrong password"), ("nobody", PASSWORD)):
        assert await tab.do(SignInState.sign_in, {"username": username, "password": password}) == []
        answers.append(tab.state(SignInState).errors)
    assert answers[0] == answers[1] == {"form": "That username and password do not match."}
    assert stored() == before
    events = await tab.do(SignInState.sign_in, {"username": " Ada ", "password": PASSWORD})
    assert "/api/session" in str(events[0].args)
    assert tab.state(SignInState).errors == {}


async def test_absurd_credentials_are_refused_and_change_nothing(tabs: Tabs, ada: Actor) -> None:
    tab, before = tabs.closed(), stored()
    for handler, state in ((SignInState.sign_in, SignInState), (SignUpState.sign_up, SignUpState)):
        for absurd in ABSURD:
            for form in (absurd, {"username": absurd, "password": absurd, "display_name": absurd}):
                assert await tab.do(handler, form) == []
                assert tab.state(state).errors
                assert not tab.state(state).busy
    assert stored() == before


async def test_a_ticket_in_a_script_cannot_break_out_of_it(tabs: Tabs, ada: Actor) -> None:
    script = str(open_session('"});alert(1);({"', "/chat", SignInState.note_session).args)
    assert "alert(1)" in script
    assert '"});alert(1)' not in script.replace('\\"', "")


# -- the first account -----------------------------------------------------------------------------


async def test_the_entrance_knows_whether_the_next_account_is_the_first(tabs: Tabs) -> None:
    tab = tabs.closed(path="/")
    for is_first in (True, False):
        for path in ("/", "/login", "/register"):
            tab.connect(tab.sid, "", path)
            await tab.do(SessionState.load_sign_in)
            assert tab.state(SessionState).is_first is is_first
        if is_first:
            registration.sign_up("ada", PASSWORD)


@pytest.mark.usefixtures("every_socket")
async def test_the_first_account_is_told_once_that_it_administers(tabs: Tabs) -> None:
    for username, is_told in (("ada", True), ("bob", False)):
        tab = tabs.closed(path="/register")
        await tab.do(SignUpState.sign_up, {"username": username, "password": PASSWORD})
        user_id = read(lambda session: session.exec(select(func.max(User.id))).one() or 0)
        tab.connect(username, cookie_of(sign_in(user_id)))
        await connect_page(tab.root)
        assert tab.state(WelcomeState).is_shown is is_told
        await connect_page(tab.root)
        assert not tab.state(WelcomeState).is_shown


# -- where one wanted to go ------------------------------------------------------------------------


def leads_on(call: Any) -> str:
    """Where the browser goes after the call."""
    found = re.search(r'location\.assign\(\W*"([^"]*?)\W*"\)', str(call.args).replace("\\", ""))
    assert found
    return found.group(1)


WANTED = "/chat?channel=sales&message=12"
KEPT = "%2Fchat%3Fchannel%3Dsales%26message%3D12"


async def test_whoever_is_not_signed_in_is_led_back_to_where_they_wanted_to_go(
    tabs: Tabs, ada: Actor
) -> None:
    tab = tabs.closed()
    assert led_to(await tab.go(WANTED)) == [f'"/login?next={KEPT}"']
    tab.connect(tab.sid, "", f"/login?next={KEPT}")
    await tab.do(SessionState.load_sign_in)
    assert tab.state(SessionState).next_query == f"?next={KEPT}"  # for the way to the sign-up
    [call] = await tab.do(SignInState.sign_in, {"username": "ada", "password": PASSWORD})
    assert leads_on(call) == WANTED
    here = await tabs.open(ada)
    assert led_to(await here.go(WANTED)) != []  # there is no such message, so it is not shown
    here.connect(here.sid, here.root.router.headers.cookie, f"/login?next={KEPT}")
    assert led_to(await here.do(SessionState.load_sign_in)) == [f'"{WANTED}"']


@pytest.mark.usefixtures("every_socket")
async def test_whoever_was_signed_out_is_told_so_and_led_back(tabs: Tabs, ada: Actor) -> None:
    channel_of(ada, "sales")
    tab = await tabs.open(ada, "sales")
    await connect_page(tab.root)
    write(sessions.end, ada)
    await until(lambda: tabs.pages.led)
    assert tabs.pages.led == [(tab.sid, "sales")]
    session = tab.state(SessionState)
    # The page is led there by the hub, and connects again; its load may come before that or after.
    way = sign_in_address("/chat?channel=sales", signed_out=True)
    for late in (False, True):
        tab.connect(f"{tab.sid}+", tab.root.router.headers.cookie, way)
        if late:
            await tab.do(SessionState.load_sign_in)
        await connect_page(tab.root)
        assert (session.was_signed_out, session.next_query) == (True, "?next=%2Fchat%3Fchannel%3Dsales")
        session._session_id = "as before"
    [call] = await tab.do(SignInState.sign_in, {"username": "ada", "password": PASSWORD})
    assert leads_on(call) == "/chat?channel=sales"


@pytest.mark.parametrize("by_notice", [True, False])
async def test_a_session_that_has_run_out_is_noticed_by_whatever_is_done(
    tabs: Tabs, ada: Actor, by_notice: bool
) -> None:
    channel_of(ada, "sales")
    tab, other = await tabs.open(ada, "sales"), await tabs.open(ada)
    tabs._bus._listeners.clear()  # so that nobody tells
    assert await tab.do(ToastState.leave) == []
    assert tabs.pages.led == []  # it is not over yet
    write(sessions.end, ada)
    assert await (tab.do(ToastState.leave) if by_notice else tab.go("/chat?channel=general")) == []
    assert tabs.pages.led == [(tab.sid, "sales"), (other.sid, "general")]
    way = '"/login?next=%2Fchat%3Fchannel%3Dgeneral'
    assert led_to(await tab.go("/chat?channel=general")) == [way + '&ended=1"']
    left = tabs.closed()  # whoever signs out has no cookie any more
    assert led_to(await left.go("/chat?channel=general")) == [way + '"']


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/chat\\evil",
        "/chatter",
        "/chat/../login",
        "/chat@evil.example",
        "/chat?a=\\\\evil",
        "/chat?a=\n",
        "\t/chat",
        "chat",
        "javascript:alert(1)",
        "/login",
        "/chat?" + "x" * 500,
        "",
    ],
)
async def test_no_address_but_one_of_the_chat_is_followed(tabs: Tabs, ada: Actor, address: str) -> None:
    tab = tabs.closed(path=f"/login?next={quote(address, safe='')}")
    await tab.do(SessionState.load_sign_in)
    assert tab.state(SessionState).next_query == ""
    [call] = await tab.do(SignInState.sign_in, {"username": "ada", "password": PASSWORD})
    assert leads_on(call) == "/chat"
    assert "evil" not in str(call.args)


async def test_a_session_that_could_not_be_opened_is_told_of(tabs: Tabs) -> None:
    tab = tabs.closed(path=f"/register?next={KEPT}")
    for wrong in (False, None, "", {}, 1):
        tab.state(SignInState).errors = {}
        await tab.do(SignInState.note_session, wrong)
        assert tab.state(SignInState).errors == {"form": NOT_OPENED}
        redirect, said = await tab.do(SignUpState.note_session, wrong)
        assert led_to([redirect]) == [f'"/login?next={KEPT}"']
        assert NOT_OPENED in str(said.args)
    tab.state(SignInState).errors = {}
    for state in (SignInState, SignUpState):
        assert await tab.do(state.note_session, True) == []
    assert tab.state(SignInState).errors == {}


async def test_errors_of_another_visit_are_forgotten_on_the_way_and_those_of_this_one_are_not(
    tabs: Tabs,
) -> None:
    tab = tabs.closed(path="/register")
    await tab.do(SignUpState.sign_up, {"username": "?", "password": PASSWORD})
    await tab.do(SessionState.load_sign_in)  # it may come after what somebody quick has sent
    assert tab.state(SignUpState).errors
    await tab.do(SessionState.forget_forms)
    assert tab.state(SignUpState).errors == {}
    await tab.do(SignUpState.sign_up, {"username": "?", "password": PASSWORD})
    await connect_page(tab.root, loaded=False)
    assert tab.state(SignUpState).errors
    await connect_page(tab.root, loaded=True)
    assert tab.state(SignUpState).errors == {}
