"""Who may see what: beside each permission its refusal."""

import pytest

from chat_app.errors import Forbidden, NotFound
from chat_app.services import access
from chat_app.services.channels import memberships
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.support.people import channel_of, person

HUGE = 10**30


def test_everybody_sees_a_public_channel_and_only_members_a_private_one() -> None:
    admin, ann, bob, eve = (person(name) for name in ("admin", "ann", "bob", "eve"))
    town, den = channel_of(ann, "town"), channel_of(ann, "den", bob, private=True)
    for actor in (admin, ann, bob, eve):
        assert read(access.channel_for, actor, town).name == "town"
    for actor in (ann, bob):
        assert read(access.channel_for, actor, den).name == "den"
    for actor in (admin, eve):
        with pytest.raises(NotFound):
            read(access.channel_for, actor, den)


def test_hidden_and_absent_channels_are_answered_alike() -> None:
    ann, eve = person("ann"), person("eve")
    den = channel_of(ann, "den", private=True)
    sentences = set()
    for channel_id in (den, den + 1, 0, -1, HUGE):
        with pytest.raises(NotFound) as refused:
            read(access.channel_for, eve, channel_id)
        sentences.add(refused.value.message)
    assert len(sentences) == 1


def test_channel_is_found_by_name_whatever_its_case() -> None:
    ann, eve = person("ann"), person("eve")
    den = channel_of(ann, "den", private=True)
    assert read(access.channel_named, ann, " Den").id == den
    for actor, name in ((eve, "den"), (ann, "nothing"), (ann, "\0"), (ann, "\ud800")):
        with pytest.raises(NotFound):
            read(access.channel_named, actor, name)


def test_outsider_is_told_to_join_a_public_channel_and_nothing_of_a_private_one() -> None:
    ann, eve = person("ann"), person("eve")
    town, den = channel_of(ann, "town"), channel_of(ann, "den", private=True)
    assert read(access.membership_for, ann, town)[1].role == "owner"
    with pytest.raises(Forbidden, match="Join #town first."):
        read(access.membership_for, eve, town)
    with pytest.raises(NotFound):
        read(access.membership_for, eve, den)


def test_former_member_is_an_outsider() -> None:
    ann, bob = person("ann"), person("bob")
    den = channel_of(ann, "den", bob, private=True)
    assert read(access.channel_for, bob, den)
    write(memberships.leave, bob, den)
    with pytest.raises(NotFound):
        read(access.channel_for, bob, den)


def test_owner_and_administrator_manage_a_channel_and_members_do_not() -> None:
    admin, ann, bob = (person(name) for name in ("admin", "ann", "bob"))
    assert admin.is_admin
    town = channel_of(ann, "town", bob)
    for actor in (admin, ann):
        assert read(access.owned_channel_for, actor, town).id == town
    with pytest.raises(Forbidden):
        read(access.owned_channel_for, bob, town)


def test_administrator_does_not_see_into_a_private_channel() -> None:
    admin, ann = person("admin"), person("ann")
    den = channel_of(ann, "den", private=True)
    with pytest.raises(NotFound):
        read(access.owned_channel_for, admin, den)
    write(memberships.invite, ann, den, admin.user_id)
    assert read(access.owned_channel_for, admin, den).id == den


def test_message_is_seen_by_whoever_sees_its_channel() -> None:
    ann, bob, eve = (person(name) for name in ("ann", "bob", "eve"))
    den = channel_of(ann, "den", bob, private=True)
    message_id = int(write(storing.insert, ann, Draft(den, "psst"))[0].id)
    message, channel = read(access.message_for, bob, message_id)
    assert (message.text, channel.id) == ("psst", den)
    for actor, wanted in ((eve, message_id), (bob, message_id + 1), (bob, HUGE), (bob, -1)):
        with pytest.raises(NotFound) as refused:
            read(access.message_for, actor, wanted)
        assert refused.value.message == "There is no such message."
