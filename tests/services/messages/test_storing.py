"""Storing messages: what is kept of a post, and what is refused."""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest
from sqlmodel import Session

from chat_app.backends.database import transaction
from chat_app.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut, TooMany
from chat_app.events import Event, MessagePosted
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from tests.conftest import Database
from tests.services.conftest import Counted, last_seq, texts
from tests.support.people import channel_of, person


def test_posted_message_is_complete_without_being_read_again(
    ann: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    message, created = write(storing.insert, ann, Draft(town, "  hello\nworld \n", "id-1"))
    assert created
    assert (message.seq, message.text, message.channel_id) == (1, "hello\nworld", str(town))
    assert (message.author.username, message.author.id) == ("ann", str(ann.user_id))
    assert (message.deleted, message.edited_at, message.reactions) == (False, None, [])
    assert read(reading.get, ann, int(message.id)) == message
    assert told == [MessagePosted(message)]


def test_post_takes_one_statement_and_three_on_sqlite(
    ann: Actor, town: int, statements: Counted, database: Database
) -> None:
    with statements() as ran:
        write(storing.insert, ann, Draft(town, "hello", "id-1"))
    expected = ["SELECT", "UPDATE", "INSERT"] if database.kind == "sqlite" else ["WITH"]
    assert [statement.split()[0] for statement in ran] == expected


def test_sequence_counts_from_one_in_each_channel(ann: Actor, town: int) -> None:
    city = channel_of(ann, "city")
    taken = [write(storing.insert, ann, Draft(here, "hello"))[0].seq for here in (town, city, town, town)]
    assert taken == [1, 1, 2, 3]
    assert (read(last_seq, town), read(last_seq, city)) == (3, 1)


@pytest.mark.parametrize(
    "text", ["x", "x" * 4000, "密" * 4000, "🐎" * 4000, " " * 50 + "x" * 4000 + "\n", "👩‍🚀"]
)
def test_text_within_the_limit_is_stored_whole(ann: Actor, town: int, text: str) -> None:
    message, _ = write(storing.insert, ann, Draft(town, text))
    assert read(reading.get, ann, int(message.id)).text == text.strip()


@pytest.mark.parametrize("text", ["", "   \n\t ", "\0", "\u200b\u2060", "x" * 4001])
def test_text_beyond_the_limit_is_refused(ann: Actor, town: int, text: str, told: list[Event]) -> None:
    told.clear()
    with pytest.raises(Invalid) as refused:
        write(storing.insert, ann, Draft(town, text))
    assert refused.value.errors[0].field == "text"
    assert read(last_seq, town) == 0
    assert told == []


def test_sentence_about_a_long_message_is_for_people(ann: Actor, town: int) -> None:
    with pytest.raises(Invalid, match="Messages can have at most 4,000 characters."):
        write(storing.insert, ann, Draft(town, "x" * 4001))


def test_characters_that_no_database_stores_are_left_out(ann: Actor, town: int) -> None:
    message, _ = write(storing.insert, ann, Draft(town, "a\0b\ud800c <b>&'\"; DROP TABLE 100% :x %(y)s"))
    assert message.text == "abc <b>&'\"; DROP TABLE 100% :x %(y)s"
    assert read(reading.get, ann, int(message.id)) == message


def test_outsider_posts_nowhere(ann: Actor, town: int) -> None:
    eve, den = person("eve"), channel_of(ann, "den", private=True)
    with pytest.raises(Forbidden, match="Join #town first."):
        write(storing.insert, eve, Draft(town, "hello"))
    for absent in (den, den + 1, 0, -1, 10**30):
        with pytest.raises(NotFound):
            write(storing.insert, eve, Draft(absent, "hello"))
    assert read(texts) == []


def test_former_member_posts_no_more(ann: Actor, bob: Actor, town: int) -> None:
    write(storing.insert, bob, Draft(town, "hello"))
    write(memberships.remove, ann, town, bob.user_id)
    with pytest.raises(Forbidden):
        write(storing.insert, bob, Draft(town, "hello again"))


def test_ended_session_posts_no_more(bob: Actor, town: int) -> None:
    write(sessions.end, bob)
    with pytest.raises(SignedOut):
        write(storing.insert, bob, Draft(town, "hello"))


def test_session_of_one_does_not_post_for_another(ann: Actor, bob: Actor, town: int) -> None:
    mixed = Actor(ann.user_id, ann.username, ann.is_admin, bob.session_id)
    with pytest.raises(SignedOut):
        write(storing.insert, mixed, Draft(town, "hello"))


def test_same_client_message_id_again_answers_the_stored_message(
    ann: Actor, town: int, told: list[Event]
) -> None:
    first, _ = write(storing.insert, ann, Draft(town, "hello", "id-1"))
    told.clear()
    again, created = write(storing.insert, ann, Draft(town, "hello, louder", "id-1"))
    assert (again, created) == (first, False)
    assert read(texts) == [(1, "hello")]
    assert told == []


@pytest.mark.parametrize("removed", [True, False])
def test_same_client_message_id_in_another_channel_is_refused_and_shows_nothing(
    ann: Actor, bob: Actor, town: int, told: list[Event], removed: bool
) -> None:
    secret = channel_of(ann, "secret", bob, private=True)
    write(storing.insert, bob, Draft(secret, "psst", "id-1"))
    if removed:
        write(memberships.remove, ann, secret, bob.user_id)
    told.clear()
    with pytest.raises(Conflict) as refused:
        write(storing.insert, bob, Draft(town, "hello", "id-1"))
    assert refused.value.field == "client_message_id"
    assert read(texts) == [(1, "psst")]
    assert told == []
    with pytest.raises(NotFound) if removed else nullcontext():
        assert write(storing.insert, bob, Draft(secret, "psst", "id-1"))[1] is False


def test_same_client_message_id_of_somebody_else_is_another_message(
    ann: Actor, bob: Actor, town: int
) -> None:
    write(storing.insert, ann, Draft(town, "mine", "id-1"))
    message, created = write(storing.insert, bob, Draft(town, "mine", "id-1"))
    assert created
    assert message.seq == 2


def test_messages_without_a_client_message_id_are_each_their_own(ann: Actor, town: int) -> None:
    for nothing in (None, None, "", ""):
        assert write(storing.insert, ann, Draft(town, "hello", nothing))[1]
    assert read(last_seq, town) == 4


@pytest.mark.parametrize("retry_id", ["x" * 65, "with space", "é", "\0", "a\n"])
def test_unusable_client_message_id_is_refused(ann: Actor, town: int, retry_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(storing.insert, ann, Draft(town, "hello", retry_id))
    assert refused.value.errors[0].field == "client_message_id"


def test_only_what_would_be_a_new_and_permitted_message_comes_too_often(ann: Actor, town: int) -> None:
    full = TooMany("Later.", 1, 1)
    eve = person("eve")
    first, _ = write(storing.insert, ann, Draft(town, "hello", "id-1"))
    with pytest.raises(TooMany, match="Later."):
        write(storing.insert, ann, Draft(town, "hello", "id-2"), full)
    assert write(storing.insert, ann, Draft(town, "hello", "id-1"), full) == (first, False)
    with pytest.raises(Forbidden):
        write(storing.insert, eve, Draft(town, "hello"), full)
    with pytest.raises(Invalid):
        write(storing.insert, ann, Draft(town, " "), full)
    with pytest.raises(Invalid, match="reply"):
        write(storing.insert, ann, Draft(town, "what?", reply_to=10**6), full)
    assert read(last_seq, town) == 1


def test_reply_names_a_message_of_the_same_channel(ann: Actor, bob: Actor, town: int) -> None:
    first, _ = write(storing.insert, ann, Draft(town, "hello"))
    reply, _ = write(storing.insert, bob, Draft(town, "hello yourself", reply_to=int(first.id)))
    assert reply.reply_to == first.id
    assert read(reading.get, ann, int(reply.id)) == reply


def test_reply_to_a_message_elsewhere_is_refused(ann: Actor, bob: Actor, town: int) -> None:
    den = channel_of(ann, "den", private=True)
    hidden = int(write(storing.insert, ann, Draft(den, "psst"))[0].id)
    for elsewhere in (hidden, hidden + 1, 0, -1, 10**30):
        with pytest.raises(Invalid) as refused:
            write(storing.insert, bob, Draft(town, "what?", reply_to=elsewhere))
        assert refused.value.errors[0].field == "reply_to"
    assert read(last_seq, town) == 0


def test_transaction_that_fails_leaves_nothing(ann: Actor, town: int, told: list[Event]) -> None:
    told.clear()

    def insert_and_fail(session: Session) -> None:
        storing.insert(session, ann, Draft(town, "hello", "id-1"))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        write(insert_and_fail)
    assert (read(texts), read(last_seq, town), told) == ([], 0, [])
    assert write(storing.insert, ann, Draft(town, "hello", "id-1"))[0].seq == 1


KILLED = """
import os, signal
from chat_app.backends.database import transaction
from chat_app.services.messages import drafts, storing
from chat_app.services.access import Claim
with transaction() as session:
    claim, draft = Claim({user_id}, {session_id!r}), drafts.Draft({channel_id}, "hello", "id-1")
    assert storing.insert(session, claim, draft)[0].seq == 1
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
    assert write(storing.insert, ann, Draft(town, "hello", "id-1"))[0].seq == 1


def test_reader_does_not_wait_for_a_writer(ann: Actor, town: int) -> None:
    with transaction() as session:
        storing.insert(session, ann, Draft(town, "hello"))
        assert read(reading.page, ann, town).items == []
        assert read(channels.get, ann, town).last_seq == 0
    assert [message.text for message in read(reading.page, ann, town).items] == ["hello"]
