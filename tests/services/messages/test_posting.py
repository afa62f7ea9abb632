"""Posting: many at once, in few transactions, each answered for itself."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from chat_app.backends.bus import bus
from chat_app.backends.limits import Limit
from chat_app.errors import Busy, ChatError, Forbidden, Invalid, NotFound, SignedOut, TooMany, Unavailable
from chat_app.events import Event, MessagePosted
from chat_app.models import Message
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.channels import memberships
from chat_app.services.messages import posting, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.posting import Writer
from chat_app.services.transactions import read, write
from tests.services.conftest import Counted
from tests.support.people import channel_of, person, token_of

SOON = 10  # seconds; nothing here waits that long unless it is broken


class Gate:
    """Holds the writer before its transactions while closed, and counts them."""

    def __init__(self) -> None:
        self.transactions = 0
        self.held = threading.Semaphore(0)  # one for each transaction that came to the gate
        self._open = threading.Event()
        self._begin = posting.transaction
        self._open.set()

    def close(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        self.transactions += 1
        self.held.release()
        assert self._open.wait(SOON)
        with self._begin() as session:
            yield session


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate()
    monkeypatch.setattr(posting, "transaction", gate.transaction)
    return gate


@pytest.fixture
def writer() -> Iterator[Writer]:
    writer = Writer(Limit(100_000, 10))
    yield writer
    writer.stop()


def stored(session: Session, channel_id: int) -> list[Message]:
    here = select(Message).where(Message.channel_id == channel_id)
    return list(session.exec(here.order_by(col(Message.seq))))


def seqs_stored(channel_id: int) -> list[int]:
    return [message.seq for message in read(stored, channel_id)]


def refusal(future: "Future[Any]") -> BaseException | None:
    return future.exception(SOON)


def together(
    gate: Gate, writer: Writer, plug: Callable[[], object], *submits: Callable[[], Any]
) -> list[Any]:
    """Have the writer find all of these waiting at once, behind a first post."""
    gate.close()
    plug()
    assert gate.held.acquire(timeout=SOON)
    futures = [submit() for submit in submits]
    gate.open()
    return futures


def test_200_posts_from_8_threads_are_numbered_without_gaps(
    writer: Writer, ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    tokens = [token_of(ann), token_of(bob)]

    def submit(number: int) -> "Future[posting.Posted]":
        return writer.submit(tokens[number % 2], Draft(town, f"number {number}", f"id-{number}"))

    with ThreadPoolExecutor(8) as threads:
        futures = list(threads.map(submit, range(200)))
    answers = [future.result(SOON) for future in futures]
    assert all(created for _, created in answers)
    assert sorted(message.seq for message, _ in answers) == list(range(1, 201))
    assert seqs_stored(town) == list(range(1, 201))
    assert {message.text for message, _ in answers} == {f"number {number}" for number in range(200)}
    events = [event for event in told if isinstance(event, MessagePosted)]
    assert [event.message.seq for event in events] == list(range(1, 201))


def test_posts_that_wait_share_one_transaction(gate: Gate, writer: Writer, ann: Actor, town: int) -> None:
    submits = [lambda n=n: writer.submit(ann, Draft(town, f"number {n}")) for n in range(20)]
    futures = together(gate, writer, submits[0], *submits[1:])
    assert [future.result(SOON)[0].seq for future in futures] == list(range(2, 21))
    assert gate.transactions == 2


def test_post_alone_takes_three_statements(
    writer: Writer, ann: Actor, town: int, statements: Counted
) -> None:
    with statements() as ran:
        writer.submit(token_of(ann), Draft(town, "hello", "id-1")).result(SOON)
    assert [statement.split()[0] for statement in ran] == ["SELECT", "UPDATE", "INSERT"]


def test_refused_post_fails_alone(gate: Gate, writer: Writer, ann: Actor, bob: Actor, town: int) -> None:
    eve = person("eve")
    futures = together(
        gate,
        writer,
        lambda: writer.submit(ann, Draft(town, "first")),
        lambda: writer.submit(ann, Draft(town, "second")),
        lambda: writer.submit(eve, Draft(town, "let me in")),
        lambda: writer.submit(ann, Draft(town + 1000, "nowhere")),
        lambda: writer.submit(ann, Draft(town, "x" * 4001)),
        lambda: writer.submit(bob, Draft(town, "third")),
    )
    assert [type(refusal(future)) for future in futures] == [
        type(None), Forbidden, NotFound, Invalid, type(None),
    ]  # fmt: skip
    assert [message.text for message in read(stored, town)] == ["first", "second", "third"]
    assert gate.transactions == 2


def test_message_is_stored_and_told_before_its_author_hears(
    writer: Writer, ann: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    seen: list[tuple[list[int], int]] = []
    heard = threading.Event()

    def look(_future: object) -> None:
        seen.append((seqs_stored(town), len(told)))
        heard.set()

    writer.submit(ann, Draft(town, "hello")).add_done_callback(look)
    assert heard.wait(SOON)
    assert seen == [([1], 1)]


def test_same_client_message_id_twice_in_a_batch_is_one_message(
    gate: Gate, writer: Writer, ann: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    submits = [lambda: writer.submit(ann, Draft(town, "hello", "id-1"))] * 3
    futures = together(gate, writer, lambda: writer.submit(ann, Draft(town, "first")), *submits)
    answers = [future.result(SOON) for future in futures]
    assert [created for _, created in answers] == [True, False, False]
    assert len({message.id for message, _ in answers}) == 1
    assert len(told) == 2


@pytest.fixture
def late_to_see(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first look for `id-1` come too early to see it, as when another process is storing it."""
    context_of, looked = storing._posting_context, []

    def late(session: Session, actor: Any, draft: Draft) -> Any:
        found = context_of(session, actor, draft)
        if draft.client_message_id != "id-1" or looked:
            return found
        looked.append(draft)
        return found._replace(earlier_id=None)

    monkeypatch.setattr(storing, "_posting_context", late)


@pytest.mark.usefixtures("late_to_see")
def test_when_a_transaction_fails_each_post_is_redone_alone(
    gate: Gate, ann: Actor, town: int, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(posting, "transaction", gate._begin)
        first, _ = write(_insert_unseen, ann, Draft(town, "hello", "id-1"))
    told.clear()
    writer = Writer(Limit(4, 10))
    futures = together(
        gate,
        writer,
        lambda: writer.submit(ann, Draft(town, "one")),
        lambda: writer.submit(ann, Draft(town, "two")),
        lambda: writer.submit(ann, Draft(town, "hello", "id-1")),
        lambda: writer.submit(ann, Draft(town, "three")),
        lambda: writer.submit(ann, Draft(town + 1000, "nowhere")),
    )
    assert futures[1].result(SOON) == (first, False)
    assert [futures[0].result(SOON)[0].seq, futures[2].result(SOON)[0].seq] == [3, 4]
    assert isinstance(refusal(futures[3]), NotFound)
    assert [message.text for message in read(stored, town)] == ["hello", "one", "two", "three"]
    assert [event.message.text for event in told if isinstance(event, MessagePosted)] == [
        "one",
        "two",
        "three",
    ]
    assert gate.transactions == 2 + 4, "the plug, all together, then each alone"
    writer.stop()


def _insert_unseen(session: Session, actor: Actor, draft: Draft) -> posting.Posted:
    """Store without spending the first look of `late_to_see`."""
    standing = storing._posting_context(session, actor, Draft(draft.channel_id, draft.text))
    return storing._store(session, actor, draft, standing), True


def test_two_writers_with_the_same_retries_store_each_once(ann: Actor, town: int) -> None:
    writers = [Writer(Limit(1000, 10)) for _ in range(2)]
    drafts = [Draft(town, f"number {number}", f"id-{number}") for number in range(50)]

    def submit(writer: Writer) -> list[posting.Posted]:
        return [future.result(SOON) for future in [writer.submit(ann, draft) for draft in drafts]]

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(submit, writers)
    for writer in writers:
        writer.stop()
    assert [message.id for message, _ in one] == [message.id for message, _ in other]
    assert sum(created for _, created in [*one, *other]) == 50
    assert seqs_stored(town) == list(range(1, 51))


def test_two_writers_in_many_channels_never_stop_each_other(ann: Actor) -> None:
    here = [channel_of(ann, f"channel-{number}") for number in range(4)]
    writers = [Writer(Limit(1000, 10)) for _ in range(2)]
    orders = (here, list(reversed(here)))

    def submit(writer: Writer, order: list[int]) -> None:
        futures = [writer.submit(ann, Draft(channel_id, "hello")) for _ in range(20) for channel_id in order]
        for future in futures:
            future.result(SOON)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(submit, writers, orders))
    for writer in writers:
        writer.stop()
    assert [seqs_stored(channel_id) for channel_id in here] == [list(range(1, 41))] * 4


def test_when_the_database_is_away_every_post_hears_it_and_none_is_repeated(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def lost_at_commit() -> Iterator[Session]:
        with gate.transaction() as session:
            yield session
            session.rollback()
            raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    with monkeypatch.context() as away:
        away.setattr(posting, "transaction", lost_at_commit)
        submits = [lambda: writer.submit(ann, Draft(town, "hello"))] * 3
        futures = together(gate, writer, submits[0], *submits[1:])
        assert [type(refusal(future)) for future in futures] == [Unavailable, Unavailable]
        assert gate.transactions == 2
    assert writer.submit(ann, Draft(town, "back")).result(SOON)[0].seq == 1


def test_mistake_of_ours_in_one_post_does_not_harm_the_others(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    original_store = storing._store

    def store(session: Session, actor: Any, draft: Draft, author: Any) -> Any:
        if draft.text == "boom":
            raise ZeroDivisionError
        return original_store(session, actor, draft, author)

    monkeypatch.setattr(storing, "_store", store)
    texts = ("one", "boom", "two")
    submits = [lambda text=text: writer.submit(ann, Draft(town, text)) for text in texts]
    futures = together(gate, writer, lambda: writer.submit(ann, Draft(town, "first")), *submits)
    assert [type(refusal(future)) for future in futures] == [type(None), ZeroDivisionError, type(None)]
    assert [message.text for message in read(stored, town)] == ["first", "one", "two"]


def test_draft_that_cannot_even_be_sorted_fails_alone(
    gate: Gate, writer: Writer, ann: Actor, town: int
) -> None:
    drafts = [Draft(town, "one"), Draft("7", "boom"), Draft(town, "two")]  # pyright: ignore[reportArgumentType]
    submits = [lambda draft=draft: writer.submit(ann, draft) for draft in drafts]
    futures = together(gate, writer, lambda: writer.submit(ann, Draft(town, "first")), *submits)
    assert [type(refusal(future)) for future in futures] == [type(None), TypeError, type(None)]
    assert seqs_stored(town) == [1, 2, 3]


def test_trouble_with_telling_leaves_the_message_stored_and_answered(
    writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_events: object) -> None:
        raise RuntimeError("nobody listens")

    monkeypatch.setattr(bus, "publish", broken)
    assert writer.submit(ann, Draft(town, "hello")).result(SOON)[1]
    assert writer.submit(ann, Draft(town, "again")).result(SOON)[1]
    assert seqs_stored(town) == [1, 2]


def test_ended_session_is_refused(writer: Writer, ann: Actor, town: int) -> None:
    token = token_of(ann)
    assert writer.submit(token, Draft(town, "hello")).result(SOON)[1]
    write(sessions.end, ann)
    for who in (token, ann):
        assert isinstance(refusal(writer.submit(who, Draft(town, "hello?"))), SignedOut)
    assert seqs_stored(town) == [1]


def test_what_is_no_token_is_refused_before_it_queues(writer: Writer, ann: Actor, town: int) -> None:
    for token in ("", "nonsense", token_of(ann)[:-3]):
        with pytest.raises(SignedOut):
            writer.submit(token, Draft(town, "hello"))


def test_message_removed_member_sent_is_refused(writer: Writer, ann: Actor, bob: Actor, town: int) -> None:
    assert writer.submit(bob, Draft(town, "hello")).result(SOON)[1]
    write(memberships.remove, ann, town, bob.user_id)
    assert isinstance(refusal(writer.submit(bob, Draft(town, "hello?"))), Forbidden)


def test_each_person_has_a_limit_and_retries_do_not_count(ann: Actor, bob: Actor, town: int) -> None:
    time = 0.0
    writer = Writer(Limit(10, 10, clock=lambda: time))

    def post(actor: Actor, retry_id: str) -> bool | type[ChatError]:
        try:
            return writer.submit(actor, Draft(town, "hello", retry_id)).result(SOON)[1]
        except ChatError as error:
            return type(error)

    assert [post(ann, f"id-{number}") for number in range(10)] == [True] * 10
    assert post(ann, "id-10") is TooMany
    assert [post(ann, "id-3") for _ in range(20)] == [False] * 20
    assert post(bob, "id-1") is True
    time = 10.0
    assert post(ann, "id-10") is True
    assert seqs_stored(town) == list(range(1, 13))
    writer.stop()


def test_limit_of_the_settings_holds_for_everybody_who_posts_through_doors(ann: Actor, town: int) -> None:
    async def post_eleven() -> list[Any]:
        drafts = [Draft(town, f"number {number}") for number in range(11)]
        posts = [posting.post(token_of(ann), drafts[0])]
        posts += [posting.post_as(ann, draft) for draft in drafts[1:]]
        return await asyncio.gather(*posts, return_exceptions=True)

    answers = asyncio.run(post_eleven())
    assert [isinstance(answer, TooMany) for answer in answers] == [False] * 10 + [True]
    assert 0 < answers[-1].retry_after <= 10


def test_door_that_gives_up_waiting_does_not_stop_the_writer(gate: Gate, ann: Actor, town: int) -> None:
    async def give_up() -> posting.Posted:
        gate.close()
        held = asyncio.create_task(posting.post_as(ann, Draft(town, "held")))
        await asyncio.to_thread(gate.held.acquire, True, SOON)
        queued = asyncio.create_task(posting.post_as(ann, Draft(town, "queued")))
        await asyncio.sleep(0)  # queued is in the queue now
        for task in (held, queued):
            task.cancel()
        await asyncio.gather(held, queued, return_exceptions=True)
        gate.open()
        return await posting.post_as(ann, Draft(town, "after"))

    message, _ = asyncio.run(give_up())
    assert message.text == "after"
    assert [message.text for message in read(stored, town)] == ["held", "after"]


def test_stopping_writes_what_is_queued(gate: Gate, ann: Actor, town: int) -> None:
    writer = Writer(Limit(1000, 10))
    gate.close()
    futures = [writer.submit(ann, Draft(town, f"number {number}")) for number in range(30)]
    gate.open()
    writer.stop()
    assert all(future.done() for future in futures)
    assert seqs_stored(town) == list(range(1, 31))
    writer.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "posting"]


def test_writer_goes_on_after_a_stop(ann: Actor, town: int) -> None:
    writer = Writer(Limit(1000, 10))
    for seq in (1, 2):
        assert writer.submit(ann, Draft(town, "hello")).result(SOON)[0].seq == seq
        writer.stop()


def test_rush_beyond_one_transaction_is_written_in_several(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "MAX_POSTS_TOGETHER", 10)
    submits = [lambda: writer.submit(ann, Draft(town, "hello"))] * 25
    futures = together(gate, writer, submits[0], *submits)
    assert [future.result(SOON)[0].seq for future in futures] == list(range(2, 27))
    assert gate.transactions == 1 + 3


@pytest.mark.parametrize(("code", "kind"), [("40P01", Busy), ("54000", OperationalError), ("55P03", Busy)])
def test_what_postgresql_refuses_for_one_post_does_not_harm_the_others(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch, code: str, kind: type
) -> None:
    original_store, refused = storing._store, Exception("refused")
    refused.pgcode = code  # type: ignore[attr-defined]

    def store(session: Session, actor: Any, draft: Draft, author: Any) -> Any:
        if draft.text == "boom":
            raise OperationalError("INSERT", {}, refused)
        return original_store(session, actor, draft, author)

    monkeypatch.setattr(storing, "_store", store)
    submits = [lambda text=text: writer.submit(ann, Draft(town, text)) for text in ("one", "boom", "two")]
    futures = together(gate, writer, lambda: writer.submit(ann, Draft(town, "first")), *submits)
    assert [type(refusal(future)) for future in futures] == [type(None), kind, type(None)]


def test_a_post_that_cannot_be_answered_is_refused_and_the_writer_goes_on(
    writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(writer, "_write", lambda posts: 1 / 0)
        assert type(refusal(writer.submit(ann, Draft(town, "never written")))) is RuntimeError
    assert writer.submit(ann, Draft(town, "goes on")).result(SOON)[0].seq == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_writer_whose_thread_has_died_writes_what_comes_next(
    writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(posts: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(writer, "_write", dies)
        writer.submit(ann, Draft(town, "lost"))
        thread = writer._thread
        assert thread
        thread.join(SOON)
    assert writer.submit(ann, Draft(town, "goes on")).result(SOON)[0].seq == 1
