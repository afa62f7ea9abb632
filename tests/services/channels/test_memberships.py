"""Memberships: joining, leaving, inviting, removing, reading."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from chat_app.backends.database import transaction
from chat_app.errors import ChatError, Forbidden, NotFound
from chat_app.events import ChannelDeleted, Event, MemberJoined, MemberLeft
from chat_app.models import Channel, Membership
from chat_app.services.access import Actor
from chat_app.services.accounts import bots
from chat_app.services.channels import channels, memberships
from chat_app.services.transactions import read, write
from tests.services.conftest import post, roles
from tests.support.people import channel_of, sign_in


def test_anybody_joins_a_public_channel(ann: Actor, bob: Actor, told: list[Event]) -> None:
    town = channel_of(ann, "town")
    channel = write(memberships.join, bob, town)
    assert (channel.joined, channel.member_count) == (True, 2)
    assert roles(ann, town) == {"ann": "owner", "bob": "member"}
    assert told[-1] == MemberJoined(town, bob.user_id)


def test_joining_twice_is_once(ann: Actor, told: list[Event]) -> None:
    town = channel_of(ann, "town")
    told.clear()
    assert write(memberships.join, ann, town).joined
    assert roles(ann, town) == {"ann": "owner"}
    assert told == []


def test_nobody_joins_a_private_channel_unasked(admin: Actor, ann: Actor, eve: Actor) -> None:
    den = channel_of(ann, "den", private=True)
    for outsider in (admin, eve):
        with pytest.raises(NotFound):
            write(memberships.join, outsider, den)
    assert roles(ann, den) == {"ann": "owner"}
    assert write(memberships.join, ann, den).joined


def test_who_joins_has_nothing_unread(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town")
    post(ann, town, 3)
    assert write(memberships.join, bob, town).unread == 0


def test_member_invites_into_a_private_channel_and_outsider_does_not(
    ann: Actor, bob: Actor, eve: Actor, told: list[Event]
) -> None:
    den = channel_of(ann, "den", private=True)
    invited = write(memberships.invite, ann, den, bob.user_id)
    assert (invited.user.username, invited.role) == ("bob", "member")
    assert told[-1] == MemberJoined(den, bob.user_id)
    with pytest.raises(NotFound):
        write(memberships.invite, eve, den, eve.user_id)
    write(memberships.invite, bob, den, eve.user_id)
    assert roles(ann, den) == {"ann": "owner", "bob": "member", "eve": "member"}


def test_outsider_of_a_public_channel_does_not_invite(ann: Actor, bob: Actor, eve: Actor) -> None:
    town = channel_of(ann, "town")
    with pytest.raises(Forbidden, match="Join #town first."):
        write(memberships.invite, bob, town, eve.user_id)


def test_inviting_a_member_again_changes_nothing(ann: Actor, bob: Actor, told: list[Event]) -> None:
    den = channel_of(ann, "den", bob, private=True)
    told.clear()
    assert write(memberships.invite, bob, den, ann.user_id).role == "owner"
    assert told == []


@pytest.mark.parametrize("user_id", [999_999, 0, -1, 10**30])
def test_nobody_is_invited_who_does_not_exist(ann: Actor, user_id: int) -> None:
    den = channel_of(ann, "den", private=True)
    with pytest.raises(NotFound, match="no such person"):
        write(memberships.invite, ann, den, user_id)


def test_leaving_ends_membership(ann: Actor, bob: Actor, told: list[Event]) -> None:
    town = channel_of(ann, "town", bob)
    write(memberships.leave, bob, town)
    assert roles(ann, town) == {"ann": "owner"}
    assert told[-1] == MemberLeft(town, bob.user_id)
    with pytest.raises(Forbidden):
        write(memberships.leave, bob, town)


def test_nobody_leaves_general(admin: Actor, bob: Actor) -> None:
    general = int(read(channels.list_joined, bob)[0].id)
    with pytest.raises(Forbidden):
        write(memberships.leave, bob, general)
    with pytest.raises(Forbidden):
        write(memberships.remove, admin, general, bob.user_id)
    assert set(roles(admin, general)) == {"admin", "bob"}


def test_last_owner_hands_the_channel_to_the_longest_member(ann: Actor, bob: Actor, eve: Actor) -> None:
    town = channel_of(ann, "town", eve, bob)
    write(memberships.leave, ann, town)
    assert roles(bob, town) == {"eve": "owner", "bob": "member"}


def test_private_channel_ends_with_its_last_member(ann: Actor, bob: Actor, told: list[Event]) -> None:
    den = channel_of(ann, "den", bob, private=True)
    write(memberships.leave, ann, den)
    assert roles(bob, den) == {"bob": "owner"}
    write(memberships.leave, bob, den)
    assert told[-2:] == [MemberLeft(den, bob.user_id), ChannelDeleted(den)]
    assert read(lambda session: session.get(Channel, den)) is None


def test_public_channel_stays_when_its_last_member_leaves(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town")
    write(memberships.leave, ann, town)
    assert write(memberships.join, bob, town).member_count == 1


def test_whoever_joins_a_channel_that_nobody_owns_owns_it(ann: Actor, bob: Actor, eve: Actor) -> None:
    town = channel_of(ann, "town")
    write(memberships.leave, ann, town)
    with pytest.raises(Forbidden):
        write(channels.change, bob, town, topic="mine")
    write(memberships.join, bob, town)
    write(memberships.join, ann, town)
    write(memberships.invite, bob, town, eve.user_id)
    assert roles(eve, town) == {"ann": "member", "bob": "owner", "eve": "member"}
    assert write(channels.change, bob, town, topic="mine").topic == "mine"
    with pytest.raises(Forbidden):
        write(channels.change, ann, town, topic="mine")


def test_of_several_who_join_such_a_channel_at_once_one_owns_it(ann: Actor, bob: Actor, eve: Actor) -> None:
    town = channel_of(ann, "town")
    write(memberships.leave, ann, town)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda actor: write(memberships.join, actor, town), (ann, bob, eve)))
    assert sorted(roles(ann, town).values()) == ["member", "member", "owner"]


def test_nobody_becomes_the_owner_of_general(admin: Actor, bob: Actor) -> None:
    general = int(read(channels.list_joined, bob)[0].id)
    assert set(roles(admin, general).values()) == {"member"}
    write(memberships.join, bob, general)
    with transaction() as session:
        session.delete(session.get_one(Membership, (general, bob.user_id)))
    write(memberships.join, bob, general)
    assert set(roles(admin, general).values()) == {"member"}


def test_of_all_who_leave_a_private_channel_at_once_none_leaves_it_behind(ann: Actor, bob: Actor) -> None:
    den = channel_of(ann, "den", bob, private=True)
    together = threading.Barrier(2, timeout=10)

    def leave(actor: Actor) -> None:
        together.wait()
        write(memberships.leave, actor, den)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(leave, (ann, bob)))
    assert read(lambda session: session.get(Channel, den)) is None


def test_who_joins_while_the_channel_is_deleted_is_told_so(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town")
    together = threading.Barrier(2, timeout=10)

    def meet(work, actor: Actor) -> str:
        together.wait()
        try:
            write(work, actor, town)
        except ChatError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as threads:
        deleted, joined = threads.map(meet, (channels.delete, memberships.join), (ann, bob))
    assert deleted == "done"
    assert joined in ("done", "not_found")


def test_owner_and_administrator_remove_and_member_may_not(
    admin: Actor, ann: Actor, bob: Actor, eve: Actor, told: list[Event]
) -> None:
    town = channel_of(ann, "town", bob, eve)
    with pytest.raises(Forbidden):
        write(memberships.remove, eve, town, bob.user_id)
    write(memberships.remove, ann, town, bob.user_id)
    assert told[-1] == MemberLeft(town, bob.user_id)
    write(memberships.remove, admin, town, ann.user_id)
    assert roles(eve, town) == {"eve": "owner"}


def test_removing_oneself_is_leaving(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town", bob)
    write(memberships.remove, bob, town, bob.user_id)
    assert roles(ann, town) == {"ann": "owner"}


@pytest.mark.parametrize("user_id", [999_999, 10**30])
def test_nobody_is_removed_who_is_not_in_it(ann: Actor, bob: Actor, user_id: int) -> None:
    town = channel_of(ann, "town")
    for stranger in (bob.user_id, user_id):
        with pytest.raises(NotFound, match="not in #town"):
            write(memberships.remove, ann, town, stranger)


def test_members_are_seen_by_whoever_sees_the_channel(ann: Actor, bob: Actor, eve: Actor) -> None:
    town, den = channel_of(ann, "town", bob), channel_of(ann, "den", private=True)
    assert set(roles(eve, town)) == {"ann", "bob"}
    with pytest.raises(NotFound):
        read(memberships.list_members, eve, den)


def test_every_channel_has_at_most_one_owner_after_much_coming_and_going(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town", bob)
    for actor in (ann, bob, ann):
        write(memberships.leave, actor, town)
        write(memberships.join, actor, town)
    owners = select(Membership).where(Membership.channel_id == town, Membership.role == "owner")
    assert len(read(lambda session: session.exec(owners).all())) == 1


@pytest.fixture
def bot(ann: Actor) -> Actor:
    """Return a bot of Ann's."""
    return sign_in(int(write(bots.create, ann, "helper").id))


def test_a_private_channel_in_which_only_bots_are_left_is_deleted(
    ann: Actor, bob: Actor, bot: Actor, told: list[Event]
) -> None:
    plans = channel_of(ann, "plans", bob, bot, private=True)
    write(memberships.leave, ann, plans)
    assert roles(bob, plans) == {"bob": "owner", "helper": "member"}
    write(memberships.leave, bob, plans)
    assert told[-1] == ChannelDeleted(plans)
    with pytest.raises(NotFound):
        read(channels.get, bot, plans)


def test_a_public_channel_in_which_only_bots_are_left_is_owned_by_whoever_comes(
    ann: Actor, bob: Actor, bot: Actor
) -> None:
    town = channel_of(ann, "town", bot)
    write(memberships.leave, ann, town)
    assert roles(bob, town) == {"helper": "member"}
    write(memberships.join, bob, town)
    assert roles(bob, town) == {"bob": "owner", "helper": "member"}


def test_a_bot_that_joins_a_channel_without_an_owner_does_not_own_it(ann: Actor, bot: Actor) -> None:
    town = channel_of(ann, "town")
    write(memberships.leave, ann, town)
    write(memberships.join, bot, town)
    assert roles(ann, town) == {"helper": "member"}
    with pytest.raises(Forbidden):
        write(channels.change, bot, town, topic="mine")


@pytest.mark.parametrize("private", [True, False])
def test_a_channel_that_a_bot_creates_is_its_persons(
    ann: Actor, bot: Actor, told: list[Event], private: bool
) -> None:
    town = int(write(channels.create, bot, "town", private=private).id)
    assert roles(ann, town) == {"ann": "owner", "helper": "member"}
    assert [event for event in told if isinstance(event, MemberJoined) and event.channel_id == town] == [
        MemberJoined(town, bot.user_id),
        MemberJoined(town, ann.user_id),
    ]
    write(memberships.leave, bot, town)
    assert roles(ann, town) == {"ann": "owner"}
