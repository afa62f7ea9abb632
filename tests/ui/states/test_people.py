"""My profile, the cards of others, and who writes, called as Reflex calls them."""

import pytest

from chat_app.errors import NotFound, SignedOut
from chat_app.realtime.views import NO_CARD
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles, sessions
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import write
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.people import PersonState, ProfileState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState
from tests.support.people import channel_of
from tests.ui.states.test_history import fill
from tests.ui.tabs import ABSURD, ABSURD_IDS, Tab, Tabs, send, stored, until

NEW = {"display_name": "Ada Lovelace", "color": "violet", "status": "On holiday"}


def names(tab: Tab) -> list[str]:
    return [typist["name"] for typist in tab.state(LiveState).typing]


# -- profile ---------------------------------------------------------------------------------------


async def test_a_profile_that_is_saved_shows_at_once_to_everybody(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    mine, other = await tabs.open(ada), await tabs.open(bob)
    await send(mine, "hello")
    await until(lambda: tabs.pages.window(other.sid))
    await mine.do(ProfileState.show_profile)
    assert mine.state(ProfileState).is_open
    await mine.do(ProfileState.save_profile, NEW)
    assert not mine.state(ProfileState).is_open
    await until(lambda: tabs.pages.window(other.sid)[0]["author"] == "Ada Lovelace")
    assert tabs.pages.window(other.sid)[0]["color"] == "violet"
    await until(
        lambda: "Ada Lovelace" in [view["display_name"] for view in tabs.pages.shown[other.sid]["online"]]
    )
    shown = next(view for view in other.state(LiveState).online if view["id"] == str(ada.user_id))
    assert (shown["color"], shown["status"]) == ("violet", "On holiday")
    me = mine.state(SessionState)
    assert (me.display_name, me.color, me.status) == ("Ada Lovelace", "violet", "On holiday")
    assert tabs.pages.shown[mine.sid]["status"] == "On holiday"
    assert me.handle == ""
    write(profiles.change, bob, NEW["display_name"])
    await until(lambda: tabs.pages.shown[mine.sid].get("handle") == "@ada")
    assert mine.state(SessionState).handle == "@ada"


async def test_wrong_fields_are_told_beside_them_and_the_dialog_stays(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    before = stored()
    await tab.do(ProfileState.show_profile)
    await tab.do(ProfileState.save_profile, {"display_name": "x" * 51, "color": "puce", "status": "x" * 101})
    assert tab.state(ProfileState).is_open
    assert tab.state(ProfileState).errors.keys() == {"display_name", "color", "status"}
    assert stored() == before
    await tab.do(ProfileState.close_profile)
    assert (tab.state(ProfileState).is_open, tab.state(ProfileState).errors) == (False, {})


async def test_absurd_profiles_change_nothing(tabs: Tabs, ada: Actor) -> None:
    write(profiles.change, ada, "Ada", status="Here")
    tab = await tabs.open(ada)
    before = stored()
    for absurd in ABSURD:
        await tab.do(ProfileState.save_profile, absurd)
        await tab.do(ProfileState.save_profile, {"color": absurd})
        if not isinstance(absurd, str):
            await tab.do(ProfileState.save_profile, {"display_name": absurd, "status": absurd})
    assert stored() == before


async def test_nobody_changes_a_profile_without_a_session(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    before = stored()
    await tabs.closed().do(ProfileState.save_profile, NEW)
    write(sessions.end, ada)
    ended = stored()
    await tab.do(ProfileState.save_profile, NEW)
    assert "sign in" in tab.state(ProfileState).errors["form"]
    assert stored() == ended
    assert before["users"] == ended["users"]


# -- cards -----------------------------------------------------------------------------------------


async def test_a_card_tells_who_somebody_is_and_whether_they_are_here(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    write(profiles.change, bob, "Bob", "teal", "At lunch")
    tab = await tabs.open(ada)
    await tab.do(PersonState.show_person, str(bob.user_id))
    card = tab.state(PersonState).card
    assert (card["username"], card["display_name"], card["color"]) == ("bob", "Bob", "teal")
    assert (card["status"], card["presence"], card["bot"]) == ("At lunch", "offline", False)
    assert card["since"] > 0
    await tabs.open(bob)
    await tab.do(PersonState.show_person, str(bob.user_id))
    assert tab.state(PersonState).card["presence"] == "online"
    await tab.do(PersonState.close_person)
    assert tab.state(PersonState).card == NO_CARD


async def test_ones_own_card_leads_to_the_profile(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    await tab.do(PersonState.show_person, str(ada.user_id))
    await tab.do(ProfileState.show_profile)
    assert (tab.state(PersonState).card, tab.state(ProfileState).is_open) == (NO_CARD, True)


async def test_there_is_no_card_of_nobody_and_none_for_strangers(tabs: Tabs, ada: Actor) -> None:
    tab, stranger = await tabs.open(ada), tabs.closed()
    for absurd in ABSURD_IDS:
        with pytest.raises(NotFound):
            await tab.do(PersonState.show_person, absurd)
    with pytest.raises(SignedOut):
        await stranger.do(PersonState.show_person, str(ada.user_id))
    assert tab.state(PersonState).card == stranger.state(PersonState).card == NO_CARD


# -- writing ---------------------------------------------------------------------------------------


async def test_who_writes_is_shown_until_it_is_sent(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    writer, reader = await tabs.open(ada), await tabs.open(bob)
    await writer.do(PresenceState.note_typing, True)
    await until(lambda: names(reader) == ["ada"])
    await send(writer, "done")
    await until(lambda: names(reader) == [])


async def test_only_true_is_writing_and_all_else_is_not(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    writer, reader = await tabs.open(ada), await tabs.open(bob)
    for absurd in [value for value in ABSURD if value is not True]:
        await writer.do(PresenceState.note_typing, absurd)
    await writer.do(PresenceState.note_typing, True)
    await until(lambda: names(reader) == ["ada"])
    await writer.do(PresenceState.note_typing, False)
    await until(lambda: names(reader) == [])


async def test_nobody_is_shown_who_could_not_write_there(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "open")
    member, guest, stranger = await tabs.open(ada, "open"), await tabs.open(bob, "open"), tabs.closed()
    for page in (guest, stranger):
        await page.do(PresenceState.note_typing, True)
    await member.do(PresenceState.note_typing, True)
    await until(lambda: names(guest) == ["ada"])
    assert names(stranger) == []


# -- the past --------------------------------------------------------------------------------------


async def test_a_page_of_the_past_shows_names_as_they_are_now(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    fill(channel_of(ada, "long", bob), ada, bob, number=200)
    tab, writer = await tabs.open(ada, "long"), await tabs.open(bob)
    await tab.do(HistoryState.load_names)  # nothing to do in the present
    await tab.do(HistoryState.load_older)
    count = tab.state(HistoryState).profile_version
    await writer.do(ProfileState.save_profile, {"display_name": "Robert", "color": "pink"})
    await until(lambda: tabs.pages.shown[tab.sid].get("profile_version") == count + 1)
    await tab.do(HistoryState.load_names)
    shown = {(view["username"], view["author"]) for view in tab.state(HistoryState).page}
    assert shown == {("ada", "ada"), ("bob", "Robert")}
    assert {view["color"] for view in tab.state(HistoryState).page if view["username"] == "bob"} == {"pink"}


async def test_a_quote_in_the_past_is_of_whoever_wrote_it_under_their_name_as_it_is_now(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    long = channel_of(ada, "long", bob)
    asked, _ = write(storing.insert, bob, Draft(long, "how?"))
    write(storing.insert, ada, Draft(long, "so", reply_to=int(asked.id)))
    fill(long, ada, number=200)
    tab = await tabs.open(ada, "long")
    await tab.do(HistoryState.show_message, 2)
    write(profiles.change, bob, "Ada")
    await tab.do(HistoryState.load_names)
    page = {view["seq"]: view for view in tab.state(HistoryState).page}
    assert (page[1]["author"], page[1]["handle"], page[2]["handle"]) == ("Ada", "@bob", "@ada")
    assert page[2]["quote"]
    assert (page[2]["quote"]["author"], page[2]["quote"]["handle"]) == ("Ada", "@bob")
