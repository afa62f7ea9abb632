"""Messages: storing, editing, deleting."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from sqlmodel import Session, col, select

from chat_app.backends.database import transaction
from chat_app.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut, TooMany
from chat_app.events import Event, MessageChanged, MessagePosted
from chat_app.models import Channel, Message
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import messages
from chat_app.services.messages.messages import Draft
from chat_app.services.transactions import read, write
from tests.people import channel_of, person
from tests.services.conftest import Counted


def texts(session: Session) -> list[tuple[int, str]]:
    return list(
        session.exec(select(Message.seq, Message.text).order_by(col(Message.channel_id), col(Message.seq)))
    )


def last_seq(session: Session, channel_id: int) -> int:
    return session.get_one(Channel, channel_id).last_seq


def test_posted_message_is_complete_without_being_read_again(
    ann: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    message, created = write(messages.insert, ann, Draft(town, "  hello\nworld \n", "id-1"))
    assert created
    assert (message.seq, message.text, message.channel_id) == (1, "hello\nworld", str(town))
    assert (message.author.username, message.author.id) == ("ann", str(ann.user_id))
    assert (message.deleted, message.edited_at, message.reactions) == (False, None, [])
    assert read(messages.get, ann, int(message.id)) == message
    assert told == [MessagePosted(message)]


def test_post_takes_three_statements(ann: Actor, town: int, statements: Counted) -> None:
    with statements() as ran:
        write(messages.insert, ann, Draft(town, "hello", "id-1"))
    assert [statement.split()[0] for statement in ran] == ["SELECT", "UPDATE", "INSERT"]


def test_sequence_counts_from_one_in_each_channel(ann: Actor, town: int) -> None:
    city = channel_of(ann, "city")
    taken = [write(messages.insert, ann, Draft(here, "hello"))[0].seq for here in (town, city, town, town)]
    assert taken == [1, 1, 2, 3]
    assert (read(last_seq, town), read(last_seq, city)) == (3, 1)


@pytest.mark.parametrize(
    "text", ["x", "x" * 4000, "密" * 4000, "🐎" * 4000, " " * 50 + "x" * 4000 + "\n", "👩‍🚀"]
)
def test_text_within_the_limit_is_stored_whole(ann: Actor, town: int, text: str) -> None:
    message, _ = write(messages.insert, ann, Draft(town, text))
    assert read(messages.get, ann, int(message.id)).text == text.strip()


@pytest.mark.parametrize("text", ["", "   \n\t ", "\0", "\u200b\u2060", "x" * 4001])
def test_text_beyond_the_limit_is_refused(ann: Actor, town: int, text: str, told: list[Event]) -> None:
    told.clear()
    with pytest.raises(Invalid) as refused:
        write(messages.insert, ann, Draft(town, text))
    assert refused.value.errors[0].field == "text"
    assert read(last_seq, town) == 0
    assert told == []


def test_sentence_about_a_long_message_is_for_people(ann: Actor, town: int) -> None:
    with pytest.raises(Invalid, match="Messages can have at most 4,000 characters."):
        write(messages.insert, ann, Draft(town, "x" * 4001))


def test_characters_that_no_database_stores_are_left_out(ann: Actor, town: int) -> None:
    message, _ = write(messages.insert, ann, Draft(town, "a\0b\ud800c <b>&'\"; DROP TABLE 100% :x %(y)s"))
    assert message.text == "abc <b>&'\"; DROP TABLE 100% :x %(y)s"
    assert read(messages.get, ann, int(message.id)) == message


def test_outsider_posts_nowhere(ann: Actor, town: int) -> None:
    eve, den = person("eve"), channel_of(ann, "den", private=True)
    with pytest.raises(Forbidden, match="Join #town first."):
        write(messages.insert, eve, Draft(town, "hello"))
    for absent in (den, den + 1, 0, -1, 10**30):
        with pytest.raises(NotFound):
            write(messages.insert, eve, Draft(absent, "hello"))
    assert read(texts) == []


def test_former_member_posts_no_more(ann: Actor, bob: Actor, town: int) -> None:
    write(messages.insert, bob, Draft(town, "hello"))
    write(memberships.remove, ann, town, bob.user_id)
    with pytest.raises(Forbidden):
        write(messages.insert, bob, Draft(town, "hello again"))


def test_ended_session_posts_no_more(bob: Actor, town: int) -> None:
    write(sessions.end, bob)
    with pytest.raises(SignedOut):
        write(messages.insert, bob, Draft(town, "hello"))


def test_session_of_one_does_not_post_for_another(ann: Actor, bob: Actor, town: int) -> None:
    mixed = Actor(ann.user_id, ann.username, ann.is_admin, bob.session_id)
    with pytest.raises(SignedOut):
        write(messages.insert, mixed, Draft(town, "hello"))


def test_same_client_message_id_again_answers_the_stored_message(
    ann: Actor, town: int, told: list[Event]
) -> None:
    first, _ = write(messages.insert, ann, Draft(town, "hello", "id-1"))
    told.clear()
    again, created = write(messages.insert, ann, Draft(town, "hello, louder", "id-1"))
    assert (again, created) == (first, False)
    assert read(texts) == [(1, "hello")]
    assert told == []


@pytest.mark.parametrize("removed", [True, False])
def test_same_client_message_id_in_another_channel_is_refused_and_shows_nothing(
    ann: Actor, bob: Actor, town: int, told: list[Event], removed: bool
) -> None:
    secret = channel_of(ann, "secret", bob, private=True)
    write(messages.insert, bob, Draft(secret, "psst", "id-1"))
    if removed:
        write(memberships.remove, ann, secret, bob.user_id)
    told.clear()
    with pytest.raises(Conflict) as refused:
        write(messages.insert, bob, Draft(town, "hello", "id-1"))
    assert refused.value.field == "client_message_id"
    assert read(texts) == [(1, "psst")]
    assert told == []
    with pytest.raises(NotFound) if removed else nullcontext():
        assert write(messages.insert, bob, Draft(secret, "psst", "id-1"))[1] is False


def test_same_client_message_id_of_somebody_else_is_another_message(
    ann: Actor, bob: Actor, town: int
) -> None:
    write(messages.insert, ann, Draft(town, "mine", "id-1"))
    message, created = write(messages.insert, bob, Draft(town, "mine", "id-1"))
    assert created
    assert message.seq == 2


def test_messages_without_a_client_message_id_are_each_their_own(ann: Actor, town: int) -> None:
    for nothing in (None, None, "", ""):
        assert write(messages.insert, ann, Draft(town, "hello", nothing))[1]
    assert read(last_seq, town) == 4


@pytest.mark.parametrize("retry_id", ["x" * 65, "with space", "é", "\0", "a\n"])
def test_unusable_client_message_id_is_refused(ann: Actor, town: int, retry_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(messages.insert, ann, Draft(town, "hello", retry_id))
    assert refused.value.errors[0].field == "client_message_id"


def test_only_a_new_and_permitted_message_is_counted(ann: Actor, town: int) -> None:
    counted: list[int] = []
    eve = person("eve")
    write(messages.insert, ann, Draft(town, "hello", "id-1"), lambda: counted.append(1))
    write(messages.insert, ann, Draft(town, "hello", "id-1"), lambda: counted.append(2))
    with pytest.raises(Forbidden):
        write(messages.insert, eve, Draft(town, "hello"), lambda: counted.append(3))
    with pytest.raises(Invalid):
        write(messages.insert, ann, Draft(town, " "), lambda: counted.append(4))
    assert counted == [1]


def test_message_over_the_limit_takes_no_number(ann: Actor, town: int) -> None:
    def full() -> None:
        raise TooMany("Later.", 1, 1)

    with pytest.raises(TooMany):
        write(messages.insert, ann, Draft(town, "hello"), full)
    assert read(last_seq, town) == 0


def test_reply_names_a_message_of_the_same_channel(ann: Actor, bob: Actor, town: int) -> None:
    first, _ = write(messages.insert, ann, Draft(town, "hello"))
    reply, _ = write(messages.insert, bob, Draft(town, "hello yourself", reply_to=int(first.id)))
    assert reply.reply_to == first.id
    assert read(messages.get, ann, int(reply.id)) == reply


def test_reply_to_a_message_elsewhere_is_refused(ann: Actor, bob: Actor, town: int) -> None:
    den = channel_of(ann, "den", private=True)
    hidden = int(write(messages.insert, ann, Draft(den, "psst"))[0].id)
    for elsewhere in (hidden, hidden + 1, 0, -1, 10**30):
        with pytest.raises(Invalid) as refused:
            write(messages.insert, bob, Draft(town, "what?", reply_to=elsewhere))
        assert refused.value.errors[0].field == "reply_to"
    assert read(last_seq, town) == 0


def test_transaction_that_fails_leaves_nothing(ann: Actor, town: int, told: list[Event]) -> None:
    told.clear()

    def insert_and_fail(session: Session) -> None:
        messages.insert(session, ann, Draft(town, "hello", "id-1"))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        write(insert_and_fail)
    assert (read(texts), read(last_seq, town), told) == ([], 0, [])
    assert write(messages.insert, ann, Draft(town, "hello", "id-1"))[0].seq == 1


KILLED = """
import os, signal
from chat_app.backends.database import transaction
from chat_app.services.messages import messages
from chat_app.services.access import Claim
with transaction() as session:
    claim, draft = Claim({user_id}, {session_id!r}), messages.Draft({channel_id}, "hello", "id-1")
    assert messages.insert(session, claim, draft)[0].seq == 1
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_process_killed_before_its_commit_leaves_nothing(ann: Actor, town: int) -> None:
    script = KILLED.format(user_id=ann.user_id, session_id=ann.session_id, channel_id=town)
    path = os.pathsep.join(sys.path)
    killed = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": path}, check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    assert (read(texts), read(last_seq, town)) == ([], 0)
    assert write(messages.insert, ann, Draft(town, "hello", "id-1"))[0].seq == 1


def test_author_edits_their_message(ann: Actor, bob: Actor, town: int, told: list[Event]) -> None:
    message, _ = write(messages.insert, bob, Draft(town, "helo"))
    edited = write(messages.edit, bob, int(message.id), " hello ")
    assert (edited.text, edited.seq, edited.created_at) == ("hello", 1, message.created_at)
    assert edited.edited_at is not None
    assert edited.edited_at >= message.created_at
    assert told[-1] == MessageChanged(edited)
    assert read(messages.get, ann, int(message.id)) == edited


def test_nobody_else_edits_it(admin: Actor, ann: Actor, bob: Actor, town: int) -> None:
    write(memberships.join, admin, town)
    message_id = int(write(messages.insert, bob, Draft(town, "hello"))[0].id)
    for other in (admin, ann, person("eve")):
        with pytest.raises(Forbidden):
            write(messages.edit, other, message_id, "goodbye")
    assert read(texts) == [(1, "hello")]


def test_outsider_does_not_find_a_hidden_message(ann: Actor) -> None:
    eve, den = person("eve"), channel_of(ann, "den", private=True)
    message_id = int(write(messages.insert, ann, Draft(den, "psst"))[0].id)
    with pytest.raises(NotFound):
        read(messages.get, eve, message_id)
    with pytest.raises(NotFound):
        write(messages.edit, eve, message_id, "boo")
    with pytest.raises(NotFound):
        write(messages.delete, eve, message_id)
    assert read(texts) == [(1, "psst")]


def test_author_who_has_left_edits_no_more(ann: Actor, bob: Actor, town: int) -> None:
    message_id = int(write(messages.insert, bob, Draft(town, "hello"))[0].id)
    write(memberships.remove, ann, town, bob.user_id)
    with pytest.raises(Forbidden):
        write(messages.edit, bob, message_id, "something rude")


@pytest.mark.parametrize("text", ["", " ", "x" * 4001])
def test_edit_keeps_the_limits(ann: Actor, town: int, text: str) -> None:
    message_id = int(write(messages.insert, ann, Draft(town, "hello"))[0].id)
    with pytest.raises(Invalid):
        write(messages.edit, ann, message_id, text)
    assert read(texts) == [(1, "hello")]


def test_edit_to_the_same_text_is_no_edit(ann: Actor, town: int, told: list[Event]) -> None:
    message, _ = write(messages.insert, ann, Draft(town, "hello"))
    told.clear()
    assert write(messages.edit, ann, int(message.id), "hello ") == message
    assert told == []


def test_deleted_message_keeps_its_place_and_loses_its_text(ann: Actor, town: int, told: list[Event]) -> None:
    first, _ = write(messages.insert, ann, Draft(town, "hello"))
    write(messages.insert, ann, Draft(town, "still here"))
    write(messages.delete, ann, int(first.id))
    gone = read(messages.get, ann, int(first.id))
    assert (gone.seq, gone.text, gone.deleted) == (1, "", True)
    assert told[-1] == MessageChanged(gone)
    assert read(texts) == [(1, ""), (2, "still here")]
    with pytest.raises(NotFound):
        write(messages.edit, ann, int(first.id), "back again")


def test_edit_that_comes_while_it_is_deleted_does_not_bring_the_text_back(ann: Actor, town: int) -> None:
    message_id = int(write(messages.insert, ann, Draft(town, "hello"))[0].id)
    deleted, asked = threading.Event(), threading.Event()

    def edit() -> str:
        deleted.wait(10)
        asked.set()
        try:
            return write(messages.edit, ann, message_id, "still here").text
        except NotFound as refused:
            return refused.code

    with ThreadPoolExecutor(1) as threads:
        editing = threads.submit(edit)
        with transaction() as session:
            messages.delete(session, ann, message_id)
            deleted.set()
            assert asked.wait(10)
        assert editing.result(10) == "not_found"
    assert read(texts) == [(1, "")]


def test_deleting_twice_is_told_once(ann: Actor, town: int, told: list[Event]) -> None:
    message_id = int(write(messages.insert, ann, Draft(town, "hello"))[0].id)
    told.clear()
    write(messages.delete, ann, message_id)
    write(messages.delete, ann, message_id)
    assert len(told) == 1


def test_owner_and_administrator_delete_and_other_members_may_not(
    admin: Actor, ann: Actor, bob: Actor, town: int
) -> None:
    eve = person("eve")
    write(memberships.join, eve, town)
    ids = [int(write(messages.insert, bob, Draft(town, f"rude {n}"))[0].id) for n in range(3)]
    with pytest.raises(Forbidden):
        write(messages.delete, eve, ids[0])
    for actor, message_id in zip((bob, ann, admin), ids, strict=True):
        write(messages.delete, actor, message_id)
    assert read(texts) == [(1, ""), (2, ""), (3, "")]


def test_deleted_message_frees_no_number_and_no_client_message_id(ann: Actor, town: int) -> None:
    message, _ = write(messages.insert, ann, Draft(town, "hello", "id-1"))
    write(messages.delete, ann, int(message.id))
    again, created = write(messages.insert, ann, Draft(town, "hello", "id-1"))
    assert (created, again.seq, again.deleted) == (False, 1, True)
    assert write(messages.insert, ann, Draft(town, "next"))[0].seq == 2


def test_reader_does_not_wait_for_a_writer(ann: Actor, town: int) -> None:
    with transaction() as session:
        messages.insert(session, ann, Draft(town, "hello"))
        assert read(messages.page, ann, town).items == []
        assert read(channels.get, ann, town).last_seq == 0
    assert [message.text for message in read(messages.page, ann, town).items] == ["hello"]
