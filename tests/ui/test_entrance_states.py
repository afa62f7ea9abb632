"""Signing up and in, called as Reflex calls it."""

import pytest

from chat_app.services import accounts
from chat_app.services.access import Actor
from chat_app.ui.browser_calls import open_session
from chat_app.ui.states.entrance import SignInState, SignUpState
from tests.conftest import start_afresh
from tests.people import PASSWORD
from tests.ui.tabs import ABSURD, Tabs, english, stored

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
    accounts.sign_up("ada", PASSWORD, address=tab.root.router.session.client_ip)
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
    script = str(open_session('"});alert(1);({"').args)
    assert "alert(1)" in script
    assert '"});alert(1)' not in script.replace('\\"', "")
