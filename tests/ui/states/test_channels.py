"""What a page can do with channels, and what is refused, called as Reflex calls them."""

from typing import Any

import pytest

from chat_app.errors import ChatError, Forbidden, NotFound, SignedOut
from chat_app.realtime.views import NO_LOSS
from chat_app.services.access import Actor
from chat_app.services.channels import memberships
from chat_app.services.transactions import write
from chat_app.ui.live.hub import hub
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.toast import ToastState
from tests.support.people import channel_of
from tests.ui.tabs import ABSURD, ABSURD_IDS, Tab, Tabs, english, led_to, open_id, send, stored, until

# -- channels --------------------------------------------------------------------------------------


async def test_a_new_channel_is_opened_with_its_owner_in_it(tabs: Tabs, ada: Actor) -> None:
    tab = await tabs.open(ada)
    events = await tab.do(
        ChannelsState.create_channel, {"name": "sales", "topic": " Sold? ", "private": "on"}
    )
    assert led_to(events) == ['"/chat?channel=sales"']
    await tab.go("/chat?channel=sales")
    view = hub.value(tab.sid, "channel")
    assert (view["name"], view["topic"], view["private"], view["member_count"]) == ("sales", "Sold?", True, 1)
    assert tab.state(ChannelsState).dialog == ""
    person_ = hub.person(tab.sid)
    assert person_ is not None
    await until(lambda: [item["name"] for item in person_.sidebar()] == ["general", "sales"])


async def test_a_channel_name_that_is_none_gets_a_proposal_beside_its_field(tabs: Tabs, ada: Actor) -> None:
    tab, before = await tabs.open(ada), stored()
    await tab.do(ChannelsState.create_channel, {"name": "Équipe de Ventas!", "topic": "x" * 251})
    assert "for example equipe-de-ventas." in english(tab.state(ChannelsState).errors["name"])
    await tab.do(ChannelsState.create_channel, {"name": "general"})
    assert "already" in english(tab.state(ChannelsState).errors["name"])
    await tab.do(ChannelsState.create_channel, {"name": "fine", "topic": "x" * 251})
    assert "250" in english(tab.state(ChannelsState).errors["topic"])
    assert stored() == before


async def test_a_public_channel_is_found_and_joined(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_id = channel_of(ada, "open")
    channel_of(ada, "secret", private=True)
    tab = await tabs.open(bob)
    await tab.do(ChannelsState.show_dialog, "browse")
    assert [item["name"] for item in tab.state(ChannelsState).to_browse] == ["open"]
    await tab.do(ChannelsState.filter_channels, "secret")
    assert (tab.state(ChannelsState).to_browse, tab.state(ChannelsState).browse_filter) == ([], "secret")
    await tab.do(ChannelsState.show_dialog, "browse")
    assert [item["name"] for item in tab.state(ChannelsState).to_browse] == ["open"]
    events = await tab.do(ChannelsState.join_channel, str(channel_id))
    assert led_to(events) == ['"/chat?channel=open"']
    await tab.go("/chat?channel=open")
    assert hub.value(tab.sid, "channel")["name"] == "open"
    await until(lambda: hub.value(tab.sid, "channel")["member_count"] == 2)


def loss(tabs: Tabs, tab: Tab) -> str:
    """Why the page has lost its channel, as it was told; empty where it has not."""
    lost = tabs.pages.shown.get(tab.sid, {}).get("lost", NO_LOSS)
    assert lost == tab.state(LiveState).lost
    return lost["reason"]


async def test_a_page_knows_whether_its_person_is_in_the_channel(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_id = channel_of(ada, "open")
    owner, visitor = await tabs.open(ada, "open"), await tabs.open(bob)
    other = await tabs.open(bob)
    assert visitor.state(LiveState).joined  # of general
    for tab in (visitor, other):
        await tab.go("/chat?channel=open")
        assert tabs.pages.shown[tab.sid]["joined"] is tab.state(LiveState).joined is False
    assert owner.state(LiveState).joined
    assert await visitor.do(ChannelsState.join_channel, str(channel_id)) == []  # it is there already
    await until(lambda: all(tabs.pages.shown[tab.sid]["joined"] for tab in (visitor, other)))
    assert visitor.state(LiveState).joined
    assert led_to(await visitor.do(ChannelsState.leave_channel)) == ['"/chat?channel=general"']
    await until(lambda: loss(tabs, other))
    assert tabs.pages.shown[other.sid]["joined"] is other.state(LiveState).joined is False
    assert not tabs.closed().state(LiveState).joined


async def test_a_private_channel_is_neither_joined_nor_opened_from_outside(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", private=True)
    tab, before = await tabs.open(bob), stored()
    with pytest.raises(NotFound):
        await tab.do(ChannelsState.join_channel, str(channel_id))
    assert await tab.go("/chat?channel=secret") == []
    assert loss(tabs, tab) == "gone"
    assert open_id(tab) == ""
    assert stored() == before


async def test_a_channel_is_left_and_its_page_led_elsewhere(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "open", bob)
    tab, other = await tabs.open(bob, "open"), await tabs.open(bob, "open")
    assert led_to(await tab.do(ChannelsState.leave_channel)) == ['"/chat?channel=general"']
    await until(lambda: loss(tabs, other) == "left")
    assert loss(tabs, tab) == ""  # who left knows
    assert open_id(tab) == open_id(other) == ""
    with pytest.raises(NotFound, match="No channel is open"):
        await tab.do(ChannelsState.leave_channel)


async def test_general_is_not_left_nor_a_channel_one_is_not_in(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "open")
    visitor, before = await tabs.open(bob), stored()
    with pytest.raises(Forbidden):
        await visitor.do(ChannelsState.leave_channel)
    await visitor.go("/chat?channel=open")
    with pytest.raises(Forbidden):
        await visitor.do(ChannelsState.leave_channel)
    assert stored() == before


async def test_a_member_invites_and_the_guest_gets_in(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "secret", private=True)
    tab, guest = await tabs.open(ada, "secret"), await tabs.open(bob)
    await tab.do(ChannelsState.show_dialog, "invite")
    await tab.do(ChannelsState.invite_person, {"username": " BOB "})
    assert (tab.state(ChannelsState).dialog, tab.state(ChannelsState).errors) == ("", {})
    await guest.go("/chat?channel=secret")
    assert hub.value(guest.sid, "channel")["name"] == "secret"


async def test_people_to_invite_are_found_by_a_part_of_their_name(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "secret", private=True)
    tab = await tabs.open(ada, "secret")
    for part, found in (("OB", ["bob"]), ("ada", []), ("nobody", []), (" ", []), ("b", ["bob"]), (None, [])):
        await tab.do(ChannelsState.find_guests, part)
        assert [item["username"] for item in tab.state(ChannelsState).to_invite] == found
    await tab.do(ChannelsState.find_guests, "b")
    await tab.do(ChannelsState.show_dialog, "invite")
    assert tab.state(ChannelsState).to_invite == []
    with pytest.raises(SignedOut):
        await tabs.closed().do(ChannelsState.find_guests, "b")


async def test_a_visitor_invites_nobody_and_nobody_is_invited_who_does_not_exist(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_of(ada, "open")
    owner, visitor = await tabs.open(ada, "open"), await tabs.open(bob, "open")
    before = stored()
    await visitor.do(ChannelsState.invite_person, {"username": "bob"})
    assert english(visitor.state(ChannelsState).errors["username"]) == "Join #open first."
    await owner.do(ChannelsState.invite_person, {"username": "nobody"})
    assert owner.state(ChannelsState).errors == {"username": "Nobody here has that username."}
    assert stored() == before


async def test_the_owner_changes_the_topic_for_all_who_look(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "open", bob)
    owner, member = await tabs.open(ada, "open"), await tabs.open(bob, "open")
    await owner.do(ChannelsState.change_topic, {"topic": "Weather"})
    await until(lambda: hub.value(member.sid, "channel")["topic"] == "Weather")


async def test_nobody_else_changes_the_topic(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    channel_of(ada, "open", bob)
    member, before = await tabs.open(bob, "open"), stored()
    await member.do(ChannelsState.change_topic, {"topic": "Mine"})
    assert "owner" in english(member.state(ChannelsState).errors["form"])
    assert stored() == before


async def test_whoever_is_removed_from_a_channel_can_do_nothing_there(
    tabs: Tabs, ada: Actor, bob: Actor
) -> None:
    channel_id = channel_of(ada, "secret", bob, private=True)
    tab = await tabs.open(bob, "secret")
    write(memberships.remove, ada, channel_id, bob.user_id)
    await until(lambda: open_id(tab) == "")
    before = stored()
    await send(tab, "still here", "one", str(channel_id))
    assert "There is no such channel" in tab.state(ComposerState).failed["one"]
    assert await tab.go("/chat?channel=secret") == []
    assert open_id(tab) == ""
    assert stored() == before


async def test_a_person_removed_just_while_a_private_channel_opens_does_not_see_it(
    tabs: Tabs, ada: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look-up that says yes and the moment from which the hub would tell this page."""
    channel_id = channel_of(ada, "secret", bob, private=True)
    tab, show = await tabs.open(bob), hub.show

    async def show_late(sid: str, shown: int) -> Any:
        write(memberships.remove, ada, channel_id, bob.user_id)
        await until(lambda: len(hub.person(tab.sid).memberships) == 1)  # type: ignore[union-attr]
        return await show(sid, shown)

    monkeypatch.setattr(hub, "show", show_late)
    assert await tab.go("/chat?channel=secret") == []
    assert open_id(tab) == ""
    assert loss(tabs, tab) == "gone"


async def test_without_a_session_nothing_of_a_channel_can_be_done(tabs: Tabs, ada: Actor) -> None:
    channel_id = str(channel_of(ada, "open"))
    tab, before = tabs.closed(), stored()
    await tab.do(ChannelsState.create_channel, {"name": "mine"})
    assert "sign in" in tab.state(ChannelsState).errors["form"]
    for handler, argument in (
        (ChannelsState.join_channel, channel_id),
        (ChannelsState.show_dialog, "browse"),
        (ChannelsState.filter_channels, "open"),
    ):
        with pytest.raises(SignedOut):
            await tab.do(handler, argument)
    assert led_to(await tab.go("/chat?channel=open")) == ['"/login?next=%2Fchat%3Fchannel%3Dopen"']
    with pytest.raises(NotFound):
        await tab.do(ChannelsState.leave_channel)
    for handler in (ChannelsState.invite_person, ChannelsState.change_topic):
        await tab.do(handler, {"username": "ada", "topic": "Mine"})
        assert "No channel is open." in tab.state(ChannelsState).errors.values()
    assert tab.state(ChannelsState).to_browse == []
    assert stored() == before


@pytest.mark.parametrize(
    "handler",
    [
        ChannelsState.join_channel,
        ChannelsState.show_dialog,
        ChannelsState.filter_channels,
        ChannelsState.find_guests,
        ChannelsState.create_channel,
        ChannelsState.invite_person,
        ChannelsState.change_topic,
        ToastState.show,
    ],
    ids=lambda handler: handler.fn.__name__,
)
async def test_absurd_arguments_are_refused_and_change_nothing(tabs: Tabs, ada: Actor, handler: Any) -> None:
    channel_of(ada, "open")
    tab, before = await tabs.open(ada, "open"), stored()
    fields = ("name", "topic", "username", "private")
    forms = [dict.fromkeys(fields, absurd) for absurd in ABSURD]
    refusals: list[str] = []
    for absurd in [*ABSURD_IDS, *forms]:
        try:
            await tab.do(handler, absurd)
        except ChatError as refusal:
            refusals.append(refusal.message)
    assert stored() == before
    assert open_id(tab) != ""
    assert all(len(sentence) < 200 for sentence in refusals)
