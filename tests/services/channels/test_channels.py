"""Channels: making, listing, changing, deleting."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from chat_app.errors import ChatError, Conflict, Forbidden, Invalid, NotFound
from chat_app.events import ChannelChanged, ChannelCreated, ChannelDeleted, Event, MemberJoined
from chat_app.models import Channel, Membership, Message
from chat_app.services.access import Actor
from chat_app.services.channels import channels, memberships, read_marks
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.conftest import start_afresh
from tests.services.conftest import Counted
from tests.support.people import channel_of, person


def names(found: list) -> list[str]:
    return [channel.name for channel in found]


def rows_of(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_creator_owns_and_is_in_the_new_channel(ann: Actor, told: list[Event]) -> None:
    channel = write(channels.create, ann, "sales", " what we sell ")
    assert (channel.name, channel.topic, channel.private) == ("sales", "what we sell", False)
    assert (channel.joined, channel.member_count, channel.unread, channel.last_seq) == (True, 1, 0, 0)
    assert [member.role for member in read(memberships.list_members, ann, int(channel.id))] == ["owner"]
    assert told == [ChannelCreated(int(channel.id), False), MemberJoined(int(channel.id), ann.user_id)]


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Sales Team", "sales-team"),
        ("  Équipe de Ventas!! ", "equipe-de-ventas"),
        ("sales--team", "sales-team"),
        ("-sales-", "sales"),
        ("sales_team\n", "sales-team"),
        ("Straße", "strasse"),
        ("ａｂｃ", "abc"),
        ("продажи", "sales-team"),
        ("", "sales-team"),
        ("x", "sales-team"),
        ("a" * 40, "a" * 32),
        ("no\0pe", "nope"),
    ],
)
def test_name_that_is_no_slug_is_refused_with_a_proposal(ann: Actor, name: str, proposed: str) -> None:
    if proposed != "nope":
        with pytest.raises(Invalid) as refused:
            write(channels.create, ann, name)
        assert refused.value.errors[0].field == "name"
        assert f"for example {proposed}." in refused.value.message
    assert write(channels.create, ann, proposed).name == proposed


def test_sentence_about_a_name_is_for_people(ann: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        write(channels.create, ann, "Sales Team")
    assert refused.value.message == (
        "Use lower-case English letters, digits and single hyphens, for example sales-team."
    )


def test_taken_name_is_a_conflict_even_when_it_is_hidden(ann: Actor, bob: Actor) -> None:
    channel_of(ann, "den", private=True)
    with pytest.raises(Conflict) as refused:
        write(channels.create, bob, "den")
    assert refused.value.field == "name"


def test_of_two_who_race_for_a_name_one_gets_a_conflict(ann: Actor, bob: Actor) -> None:
    together = threading.Barrier(2, timeout=10)

    def create(actor: Actor) -> str:
        together.wait()
        try:
            return write(channels.create, actor, "town").title
        except ChatError as error:
            return error.code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(create, (ann, bob))) == ["conflict", "town"]


def test_topic_beyond_the_limit_is_refused(ann: Actor) -> None:
    assert write(channels.create, ann, "short", "t" * 250).topic == "t" * 250
    with pytest.raises(Invalid, match="Topics can have at most 250 characters."):
        write(channels.create, ann, "long", "t" * 251)


def test_each_sees_their_own_and_the_public_channels(ann: Actor, bob: Actor) -> None:
    channel_of(ann, "town")
    channel_of(ann, "den", private=True)
    assert names(read(channels.list_visible, ann)) == ["den", "general", "town"]
    assert names(read(channels.list_visible, bob)) == ["general", "town"]
    assert names(read(channels.list_joined, ann)) == ["den", "general", "town"]
    assert names(read(channels.list_joined, bob)) == ["general"]
    assert names(read(channels.list_joinable, ann)) == []
    assert names(read(channels.list_joinable, bob)) == ["town"]


def test_listing_is_one_statement_however_many_channels(ann: Actor, bob: Actor, statements: Counted) -> None:
    for number in range(12):
        channel_of(ann, f"channel-{number}", bob)
    with statements() as ran:
        found = read(channels.list_visible, bob)
    assert len(found) == 13
    assert [channel.member_count for channel in found] == [*[2] * 12, 3]
    assert len(ran) == 1


def test_unread_is_the_members_own(ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town", bob)
    for _ in range(3):
        write(storing.insert, ann, Draft(town, "hello"))
    write(read_marks.advance, bob, town, 2)
    assert read(channels.get, bob, town).unread == 1
    outsider = person("eve")
    seen = read(channels.get, outsider, town)
    assert (seen.joined, seen.unread, seen.last_seq, seen.member_count) == (False, 0, 3, 2)


def test_owner_changes_what_is_given_and_nothing_else(ann: Actor, told: list[Event]) -> None:
    town = channel_of(ann, "town")
    told.clear()
    changed = write(channels.change, ann, town, topic="news")
    assert (changed.name, changed.topic, changed.private) == ("town", "news", False)
    changed = write(channels.change, ann, town, name="city", private=True)
    assert (changed.name, changed.topic, changed.private) == ("city", "news", True)
    assert told == [ChannelChanged(town), ChannelChanged(town)]
    assert [event.private for event in told if isinstance(event, ChannelChanged)] == [False, True]


def test_a_change_to_the_same_is_not_told(ann: Actor, told: list[Event]) -> None:
    town = channel_of(ann, "town")
    told.clear()
    write(channels.change, ann, town, name="town", topic="", private=False)
    assert told == []


def test_administrator_changes_a_channel_and_a_member_may_not(admin: Actor, ann: Actor, bob: Actor) -> None:
    town = channel_of(ann, "town", bob)
    assert write(channels.change, admin, town, topic="tidied").topic == "tidied"
    with pytest.raises(Forbidden):
        write(channels.change, bob, town, topic="mine now")
    assert read(channels.get, ann, town).topic == "tidied"


def test_change_to_a_bad_or_taken_name_changes_nothing(ann: Actor) -> None:
    town = channel_of(ann, "town")
    with pytest.raises(Conflict):
        write(channels.change, ann, town, name="general", topic="lost")
    with pytest.raises(Invalid):
        write(channels.change, ann, town, topic="lost", name="Two Words")
    assert read(channels.get, ann, town).topic == ""


def test_general_keeps_its_name_and_stays_open(admin: Actor) -> None:
    general = int(read(channels.list_joined, admin)[0].id)
    assert write(channels.change, admin, general, topic="all of us").topic == "all of us"
    with pytest.raises(Forbidden):
        write(channels.change, admin, general, name="lobby")
    with pytest.raises(Forbidden):
        write(channels.change, admin, general, private=True)
    with pytest.raises(Forbidden):
        write(channels.delete, admin, general)


def test_deleted_channel_takes_its_messages_and_members_along(
    ann: Actor, bob: Actor, told: list[Event]
) -> None:
    town = channel_of(ann, "town", bob)
    first, _ = write(storing.insert, ann, Draft(town, "hello"))
    write(storing.insert, bob, Draft(town, "hello yourself", reply_to=int(first.id)))
    kept = read(rows_of, Membership)
    write(channels.delete, ann, town)
    assert read(rows_of, Message) == 0
    assert read(rows_of, Membership) == kept - 2
    assert told[-1] == ChannelDeleted(town)
    with pytest.raises(NotFound):
        read(channels.get, ann, town)


def test_member_may_not_delete_and_outsider_does_not_find(ann: Actor, bob: Actor) -> None:
    town, den = channel_of(ann, "town", bob), channel_of(ann, "den", private=True)
    with pytest.raises(Forbidden):
        write(channels.delete, bob, town)
    with pytest.raises(NotFound):
        write(channels.delete, bob, den)
    assert names(read(channels.list_joined, ann)) == ["den", "general", "town"]


def test_the_id_of_a_deleted_channel_is_never_given_out_again(ann: Actor) -> None:
    town = channel_of(ann, "town")
    write(channels.delete, ann, town)
    assert channel_of(ann, "city") > town


def test_names_and_topics_may_be_as_long_as_the_settings_say(
    ann: Actor, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("CHANNEL_NAME_MAX", "500")
    settings.setenv("TOPIC_MAX", "500")
    start_afresh()
    town = write(channels.create, ann, "n" * 500, "t" * 500)
    assert read(channels.get, ann, int(town.id)) == town
    assert (town.name, town.topic) == ("n" * 500, "t" * 500)
    with pytest.raises(Invalid):
        write(channels.change, ann, int(town.id), name="n" * 501)
    with pytest.raises(Invalid):
        write(channels.change, ann, int(town.id), topic="t" * 501)


def test_general_is_made_once(admin: Actor) -> None:
    first = write(channels.ensure_general)
    assert write(channels.ensure_general).id == first.id
    assert read(rows_of, Channel) == 1


def test_channels_are_found_by_any_part_of_their_name(ann: Actor) -> None:
    for name in ("old-design", "design-team", "design", "sales"):
        write(channels.create, ann, name)
    for asked in ("design", " #DESIGN ", "désign"):
        assert names(read(channels.find, ann, asked)) == ["design", "design-team", "old-design"], asked
    assert names(read(channels.find, ann, "team")) == ["design-team"]
    assert names(read(channels.find, ann, "design team")) == ["design-team"]
    assert len(read(channels.find, ann, "design", 2)) == 2
    for asked in ("", "  ", "#", "%", "_", "designer", "продажи"):
        assert read(channels.find, ann, asked) == [], asked


def test_a_private_channel_is_found_by_who_is_in_it_alone(ann: Actor, bob: Actor) -> None:
    channel_of(ann, "secret-plans", private=True)
    assert names(read(channels.find, ann, "plans")) == ["secret-plans"]
    assert read(channels.find, bob, "plans") == []


def test_the_channels_to_browse_are_filtered_by_name_and_topic(ann: Actor, bob: Actor) -> None:
    for name, topic in (("sales", "Numbers"), ("cafe", "Qué comemos hoy"), ("design", "")):
        write(channels.create, ann, name, topic)
    write(channels.create, ann, "secret-sales", private=True)
    found = {
        part: names(read(channels.list_joinable, bob, part))
        for part in ("", "SAL", "que com", "nothing", "%")
    }
    assert found == {
        "": ["cafe", "design", "sales"],
        "SAL": ["sales"],
        "que com": ["cafe"],
        "nothing": [],
        "%": [],
    }
