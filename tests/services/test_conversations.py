"""Conversations without a name: a title for each reader, all that a channel does, nothing for others."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from chat_app.errors import ChatError, Forbidden, NotFound
from chat_app.events import Event, MemberLeft, MessagePosted, TypingStarted
from chat_app.realtime.event_streams import Streams
from chat_app.services import access, conversations
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles
from chat_app.services.channels import channels, memberships, read_marks, typing_notice
from chat_app.services.event_stream import cursors
from chat_app.services.event_stream.follow import Follower
from chat_app.services.live_source import LiveSource
from chat_app.services.messages import changes, editing, reactions, reading, search, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.support.people import channel_of, direct_between, person, post, thread_of


@pytest.fixture
def direct(ann: Actor, bob: Actor) -> int:
    """Return a direct message between Ann and Bob, of which no administrator is part."""
    return direct_between(ann.user_id, bob.user_id)


@pytest.fixture
def whispered(ann: Actor, direct: int) -> int:
    """Return the id of a message of Ann's in it."""
    return int(post(ann, direct, "whispered"))


@pytest.fixture
def den(ann: Actor, bob: Actor) -> int:
    """Return a private channel of Ann's with Bob in it."""
    return channel_of(ann, "den", bob, private=True)


@pytest.fixture
def thread(ann: Actor, bob: Actor, den: int) -> int:
    """Return a thread in it that both follow."""
    return thread_of(post(ann, den, "a question"), ann.user_id, bob.user_id)


def title(reader: Actor, channel_id: int) -> str:
    """Return what a person is told as the title of a conversation."""
    return read(channels.get, reader, channel_id).title


# -- titles ----------------------------------------------------------------------------------------


def test_a_direct_message_is_called_by_its_people_without_the_reader(
    ann: Actor, bob: Actor, eve: Actor
) -> None:
    write(profiles.change, ann, "zoë")
    three = direct_between(ann.user_id, bob.user_id, eve.user_id)
    assert {each.username: title(each, three) for each in (ann, bob, eve)} == {
        "ann": "bob, eve",
        "bob": "eve, zoë",
        "eve": "bob, zoë",
    }
    assert title(ann, direct_between(ann.user_id)) == "zoë"


def test_who_has_the_same_name_as_another_is_told_apart_in_a_title(
    ann: Actor, bob: Actor, eve: Actor, direct: int
) -> None:
    write(profiles.change, eve, "Bob")
    assert title(ann, direct) == "bob @bob"


def test_a_thread_is_called_as_what_it_hangs_from(
    ann: Actor, bob: Actor, thread: int, whispered: int
) -> None:
    assert title(bob, thread) == "den"
    below = thread_of(whispered, ann.user_id, bob.user_id)
    assert (title(ann, below), title(bob, below)) == ("bob", "ann")


def test_titles_of_all_readers_are_those_that_each_is_told(
    ann: Actor, bob: Actor, direct: int, thread: int, whispered: int
) -> None:
    for channel_id in (direct, thread, thread_of(whispered)):
        channel = read(access.channel_for, ann, channel_id)
        titles = read(conversations.titles_of, channel)
        assert {titles.of(each.user_id) for each in (ann, bob)} == {
            title(each, channel_id) for each in (ann, bob)
        }


def test_what_one_is_in_is_listed_by_name_and_behind_that_by_title(
    ann: Actor, bob: Actor, eve: Actor, direct: int, thread: int
) -> None:
    zoo, group = channel_of(ann, "zoo"), direct_between(ann.user_id, bob.user_id, eve.user_id)
    listed = [(each.title, each.name, each.kind) for each in read(channels.list_visible, ann)]
    assert listed == [
        ("den", "den", "channel"),
        ("general", "general", "channel"),
        ("zoo", "zoo", "channel"),
        ("bob", None, "direct"),
        ("bob, eve", None, "direct"),
        ("den", None, "thread"),
    ]
    assert [each.id for each in read(channels.list_joined, ann)][2:5] == [str(zoo), str(direct), str(group)]


def test_people_and_parent_are_told_with_a_conversation(
    ann: Actor, bob: Actor, direct: int, thread: int
) -> None:
    told = read(channels.get, ann, direct)
    assert [user.username for user in told.members or []] == ["ann", "bob"]
    assert (told.private, told.parent_message_id) == (True, None)
    of_thread = read(channels.get, ann, thread)
    assert of_thread.members is None
    assert read(reading.get, ann, int(of_thread.parent_message_id or 0)).text == "a question"


def test_sentences_name_a_conversation_as_its_reader_does(ann: Actor, bob: Actor, eve: Actor) -> None:
    town = channel_of(ann, "town", bob)
    thread = thread_of(post(ann, town), ann.user_id)
    with pytest.raises(Forbidden, match=r"^Join town first\.$"):
        write(storing.insert, eve, Draft(thread, "hello"))
    with pytest.raises(NotFound, match=r"^That person is not in town\.$"):
        write(memberships.remove, ann, thread, bob.user_id)


# -- all that a channel does -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["direct", "thread"])
def test_its_people_write_read_find_count_and_change(
    request: pytest.FixtureRequest, ann: Actor, bob: Actor, told: list[Event], kind: str
) -> None:
    place: int = request.getfixturevalue(kind)
    told.clear()
    first, again = (
        write(storing.insert, ann, Draft(place, "salt and pepper", client_message_id="once")) for _ in "12"
    )
    assert (first[0].seq, first[1], again) == (1, True, (first[0], False))
    assert [event for event in told if isinstance(event, MessagePosted)] == [MessagePosted(first[0])]
    reply = write(storing.insert, bob, Draft(place, "hello @ann", reply_to=int(first[0].id)))[0]
    assert [each.username for each in reply.mentions] == ["ann"]
    assert [each.text for each in read(reading.page, ann, place).items] == ["salt and pepper", "hello @ann"]
    for within in (None, place):
        assert [each.id for each in read(search.find, bob, "pepper", within).items] == [first[0].id]
    assert (read(channels.get, bob, place).unread, read(channels.get, bob, place).last_seq) == (2, 2)
    write(read_marks.advance, bob, place, 1)
    assert read(channels.get, bob, place).unread == 1
    write(typing_notice.report, bob, place)
    assert [each.channel_id for each in told if isinstance(each, TypingStarted)] == [place]
    write(editing.edit, ann, int(first[0].id), "sugar")
    write(reactions.add, bob, int(first[0].id), "👍")
    assert len(read(changes.between, bob, place, 1, 2, 0)[0]) == 2
    assert [each.user.username for each in read(memberships.list_members, bob, place)] == ["ann", "bob"]
    write(editing.delete, ann, int(first[0].id))
    assert read(reading.get, bob, int(first[0].id)).deleted


@pytest.mark.parametrize("kind", ["direct", "thread"])
def test_the_live_side_has_it_with_the_title_of_each(
    request: pytest.FixtureRequest, ann: Actor, bob: Actor, kind: str
) -> None:
    place: int = request.getfixturevalue(kind)
    post(bob, place, "hello @ann")
    snapshot, mine = LiveSource().channel(place), LiveSource().person(ann.user_id)
    assert snapshot
    assert mine
    assert (snapshot.view["name"], snapshot.view["kind"], len(snapshot.messages)) == ("", kind, 1)
    own = mine.memberships[place]
    assert own.title == snapshot.titles.of(ann.user_id) == {"direct": "bob", "thread": "den"}[kind]
    assert (own.name, own.kind, own.unread, own.mentions) == ("", kind, 1, 1)
    others = LiveSource().person(bob.user_id)
    assert others
    assert others.memberships[place].title == {"direct": "ann", "thread": "den"}[kind]
    assert all(each not in str(snapshot.view) for each in ("ann", "bob", "den"))


@pytest.mark.parametrize("kind", ["direct", "thread"])
def test_event_streams_tell_its_people_of_it_and_nobody_else(
    request: pytest.FixtureRequest, admin: Actor, ann: Actor, bob: Actor, eve: Actor, kind: str
) -> None:
    place: int = request.getfixturevalue(kind)

    async def heard_by(actor: Actor) -> str:
        stream = (streams := Streams(most_a_person=1)).open(actor.user_id, actor.session_id)
        told = Follower(stream, actor, {place: cursors.Position(0, 0)}).listen(heartbeat=0.02, lasts=5)
        heard = [await anext(told)]
        written = await asyncio.to_thread(post, ann, place, "as it happens")
        message = await asyncio.to_thread(read, reading.get, ann, int(written))
        streams.handle(MessagePosted(message))
        async for each in told:
            if each is None:
                return str(heard)
            heard.append(each)
        return str(heard)

    post(ann, place, "before")
    heard = asyncio.run(heard_by(bob))
    assert ("before" in heard, "as it happens" in heard) == (True, True)
    for outsider in (admin, eve):
        heard = asyncio.run(heard_by(outsider))
        assert ("stream.opened" in heard, "before" in heard, "happens" in heard) == (True, False, False)


# -- and nothing of it for others ------------------------------------------------------------------

Asked = Callable[[Actor, int, int], Any]
ASKED: dict[str, Asked] = {
    "the channel": lambda who, place, _: read(access.channel_for, who, place),
    "the channel, to write": lambda who, place, _: read(access.membership_for, who, place),
    "the channel, to manage": lambda who, place, _: read(access.owned_channel_for, who, place),
    "its public shape": lambda who, place, _: read(channels.get, who, place),
    "a page of it": lambda who, place, _: read(reading.page, who, place),
    "a message": lambda who, _, message: read(reading.get, who, message),
    "its changes": lambda who, place, _: read(changes.between, who, place, 0, 9, 0),
    "a search in it": lambda who, place, _: read(search.find, who, "whispered", place),
    "its members": lambda who, place, _: read(memberships.list_members, who, place),
    "members by name": lambda who, place, _: read(memberships.search_members, who, place, "a"),
    "joining": lambda who, place, _: write(memberships.join, who, place),
    "leaving": lambda who, place, _: write(memberships.leave, who, place),
    "bringing oneself in": lambda who, place, _: write(memberships.invite, who, place, who.user_id),
    "removing somebody": lambda who, place, _: write(memberships.remove, who, place, 1),
    "posting": lambda who, place, _: write(storing.insert, who, Draft(place, "hello")),
    "reading": lambda who, place, _: write(read_marks.advance, who, place, 1),
    "typing": lambda who, place, _: write(typing_notice.report, who, place),
    "renaming": lambda who, place, _: write(channels.change, who, place, "mine"),
    "deleting": lambda who, place, _: write(channels.delete, who, place),
    "a reaction": lambda who, _, message: write(reactions.add, who, message, "👍"),
    "an edit": lambda who, _, message: write(editing.edit, who, message, "mine"),
    "a deletion": lambda who, _, message: write(editing.delete, who, message),
}


@pytest.mark.parametrize("kind", ["direct", "thread", "thread of a direct message"])
@pytest.mark.parametrize("what", ASKED)
def test_outsiders_and_administrators_are_answered_as_if_there_were_none(
    admin: Actor, ann: Actor, bob: Actor, eve: Actor, direct: int, den: int, kind: str, what: str
) -> None:
    parent = den if kind == "thread" else direct
    place = direct if kind == "direct" else thread_of(post(ann, parent), ann.user_id, bob.user_id)
    message = int(post(ann, place, "whispered"))
    assert read(reading.get, bob, message).text == "whispered"
    for outsider in (admin, eve):
        with pytest.raises((NotFound, Forbidden)) as refused:
            ASKED[what](outsider, place, message)
        with pytest.raises(ChatError) as absent:
            ASKED[what](outsider, 10**6, 10**6)
        # An edit is refused by whose the message is before anybody is told whether one may see it.
        assert str(refused.value) == str(absent.value), outsider
    assert read(reading.page, bob, place).items == [read(reading.get, bob, message)]


@pytest.mark.parametrize("kind", ["direct", "thread"])
def test_outsiders_and_administrators_do_not_come_across_it(
    request: pytest.FixtureRequest, admin: Actor, ann: Actor, bob: Actor, eve: Actor, kind: str
) -> None:
    place: int = request.getfixturevalue(kind)
    post(ann, place, "whispered")
    for outsider in (admin, eve):
        assert [each.title for each in read(channels.list_visible, outsider)] == ["general"]
        assert read(channels.list_joinable, outsider) == []
        assert read(channels.list_joinable, outsider, "bob") == []
        assert read(channels.find, outsider, "den") == read(channels.find, outsider, "bob") == []
        assert read(search.find, outsider, "whispered").items == []
        assert read(search.find_with_channels, outsider, "whispered") == ([], False)
        assert read(cursors.missed, outsider, {place: cursors.Position(0, 0)}).news == []
        mine = LiveSource().person(outsider.user_id)
        assert mine
        assert place not in mine.memberships


def test_nobody_changes_what_a_direct_message_is(admin: Actor, bob: Actor, eve: Actor) -> None:
    assert admin.is_admin
    direct = direct_between(admin.user_id, bob.user_id)
    message = int(post(bob, direct, "mine"))
    for refused in (
        lambda: write(channels.change, admin, direct, "mine"),
        lambda: write(channels.change, admin, direct, None, "a topic"),
        lambda: write(channels.change, admin, direct, None, None, False),
        lambda: write(channels.delete, admin, direct),
        lambda: write(memberships.remove, admin, direct, bob.user_id),
        lambda: write(memberships.leave, admin, direct),
        lambda: write(memberships.invite, admin, direct, eve.user_id),
        lambda: write(editing.delete, admin, message),
    ):
        with pytest.raises(Forbidden):
            refused()
    assert read(reading.get, bob, message).text == "mine"
    assert [each.role for each in read(memberships.list_members, admin, direct)] == ["member", "member"]


def test_a_thread_is_managed_with_its_channel_and_is_no_channel_itself(
    ann: Actor, bob: Actor, eve: Actor, den: int, thread: int
) -> None:
    for refused in (
        lambda: write(channels.change, ann, thread, "mine"),
        lambda: write(channels.delete, ann, thread),
        lambda: write(memberships.invite, ann, thread, eve.user_id),
        lambda: write(editing.delete, bob, int(post(ann, thread))),
    ):
        with pytest.raises(Forbidden):
            refused()
    write(editing.delete, ann, int(post(bob, thread)))  # its channel is Ann's


def test_a_thread_is_read_by_who_reads_its_channel_and_followed_by_who_is_in_it(
    ann: Actor, bob: Actor, eve: Actor
) -> None:
    town = channel_of(ann, "town", bob)
    thread = thread_of(post(ann, town), ann.user_id)
    post(ann, thread, "in it")
    for reader in (bob, eve):
        assert [each.text for each in read(reading.page, reader, thread).items] == ["in it"]
        assert str(thread) not in [each.id for each in read(channels.list_visible, reader)]
    assert write(memberships.join, bob, thread).joined
    with pytest.raises(Forbidden, match="Join #town first"):
        write(memberships.join, eve, thread)
    assert [each.role for each in read(memberships.list_members, ann, thread)] == ["member", "member"]


def test_who_leaves_a_channel_or_is_removed_has_left_its_threads(
    ann: Actor, bob: Actor, den: int, thread: int, told: list[Event]
) -> None:
    write(memberships.remove, ann, den, bob.user_id)
    assert {MemberLeft(den, bob.user_id), MemberLeft(thread, bob.user_id)} <= set(told)
    for refused in (
        lambda: read(reading.page, bob, thread),
        lambda: write(storing.insert, bob, Draft(thread, "still here")),
    ):
        with pytest.raises(NotFound):
            refused()
    mine = LiveSource().person(bob.user_id)
    assert mine
    assert not {den, thread} & mine.memberships.keys()


def test_who_stops_following_a_thread_stays_in_its_channel(
    ann: Actor, bob: Actor, den: int, thread: int
) -> None:
    write(memberships.leave, bob, thread)
    write(memberships.leave, ann, thread)
    assert read(access.membership_for, bob, den)[0].id == den
    assert read(access.channel_for, bob, thread).id == thread


def test_a_thread_ends_with_what_it_hangs_from(ann: Actor, bob: Actor, den: int, thread: int) -> None:
    write(channels.delete, ann, den)
    with pytest.raises(NotFound):
        read(reading.page, bob, thread)


def test_a_person_who_comes_later_is_no_part_of_a_direct_message(direct: int) -> None:
    with pytest.raises(NotFound):
        read(channels.get, person("newcomer"), direct)
