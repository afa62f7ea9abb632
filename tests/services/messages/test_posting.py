"""Posting: many at once, written together, each answered for itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import psycopg2
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from chat_app.backends import outages
from chat_app.backends.bus import bus
from chat_app.backends.limits import Limit
from chat_app.errors import Busy, ChatError, Forbidden, Invalid, NotFound, SignedOut, TooMany, Unavailable
from chat_app.events import Event, MessagePosted
from chat_app.models import Message
from chat_app.services.access import Actor, Claim
from chat_app.services.accounts import sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import posting, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.posting import Writer
from chat_app.services.messages.posts import Post
from chat_app.services.rows import Answer
from chat_app.services.transactions import read, write
from tests.conftest import Database
from tests.services.conftest import Counted
from tests.support.asynchronous import ticks
from tests.support.people import channel_of, person, token_of

PLENTY = 100_000


class Gate:
    """Holds what is to be stored while closed, and says what was stored together: the texts."""

    def __init__(self) -> None:
        self.together: list[list[str]] = []
        self.store: Callable[..., Awaitable[list[Answer]]] = storing.store_together
        self._open = asyncio.Event()
        self._open.set()

    async def __call__(self, posts: Sequence[Post], at: datetime, since: float) -> list[Answer]:
        self.together.append([post.draft.text for post in posts])
        await self._open.wait()
        return await self.store(posts, at, since)

    @asynccontextmanager
    async def closed_behind(self, plug: Awaitable[Any]) -> AsyncIterator[None]:
        """Have everything in the block wait behind a first post."""
        self._open.clear()
        first = asyncio.ensure_future(plug)
        await ticks()
        assert self.together, "the plug is on its way"
        yield
        await ticks()
        self._open.set()
        await first


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def writer(gate: Gate) -> Writer:
    return Writer(Limit(PLENTY, 10), gate)


async def at_once(gate: Gate, writer: Writer, plug: Draft, *posts: tuple[Any, Draft]) -> list[Any]:
    """Post all of these while a first post of the first of them is being stored; return the answers."""
    async with gate.closed_behind(writer.post(posts[0][0], plug)):
        tasks = [asyncio.ensure_future(writer.post(author, draft)) for author, draft in posts]
    return await asyncio.gather(*tasks, return_exceptions=True)


def stored(session: Session, channel_id: int) -> list[Message]:
    here = select(Message).where(Message.channel_id == channel_id)
    return list(session.exec(here.order_by(col(Message.seq))))


def seqs_stored(channel_id: int) -> list[int]:
    return [message.seq for message in read(stored, channel_id)]


def texts_stored(channel_id: int) -> list[str]:
    return [message.text for message in read(stored, channel_id)]


def seqs(answers: Sequence[Any]) -> list[int]:
    return [message.seq for message, _ in answers]


async def test_200_posts_at_once_are_numbered_without_gaps_in_the_order_they_came(
    writer: Writer, ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    drafts = [Draft(town, f"number {number}", f"id-{number}") for number in range(200)]
    answers = await asyncio.gather(
        *(writer.post((ann, bob)[number % 2], draft) for number, draft in enumerate(drafts))
    )
    assert all(created for _, created in answers)
    assert seqs(answers) == seqs_stored(town) == list(range(1, 201))
    assert texts_stored(town) == [draft.text for draft in drafts]
    ids = [int(message.id) for message, _ in answers]
    assert ids == sorted(ids)
    events = [event for event in told if isinstance(event, MessagePosted)]
    assert [event.message.seq for event in events] == list(range(1, 201))


async def test_posts_that_wait_are_stored_together(gate: Gate, writer: Writer, ann: Actor, town: int) -> None:
    drafts = [Draft(town, f"number {number}") for number in range(20)]
    answers = await at_once(gate, writer, Draft(town, "first"), *((ann, draft) for draft in drafts))
    assert seqs(answers) == list(range(2, 22))
    assert [len(texts) for texts in gate.together] == [1, 20]


async def test_posts_of_one_turn_of_the_loop_are_stored_together(
    gate: Gate, writer: Writer, ann: Actor, town: int
) -> None:
    await asyncio.gather(*(writer.post(ann, Draft(town, "hello")) for _ in range(3)))
    assert [len(texts) for texts in gate.together] == [3]


async def test_channels_wait_for_each_other_only_where_there_is_one_writer(
    gate: Gate, writer: Writer, ann: Actor, town: int, database: Database
) -> None:
    city = channel_of(ann, "city")
    async with gate.closed_behind(writer.post(ann, Draft(town, "first"))):
        others = [
            asyncio.ensure_future(writer.post(ann, Draft(channel_id, "hello"))) for channel_id in (city, town)
        ]
        await ticks()
        under_way = [["first"]] if database.kind == "sqlite" else [["first"], ["hello"]]
        assert gate.together == under_way
    assert seqs(await asyncio.gather(*others)) == [1, 2]


@pytest.mark.parametrize("mentions", ["", " @bob @ann @nobody"])
@pytest.mark.parametrize("many", [1, 7])
async def test_posts_alone_or_together_take_one_statement_and_some_more_on_sqlite(
    many: int, mentions: str, ann: Actor, town: int, statements: Counted, database: Database
) -> None:
    posts = [Post(ann, Draft(town, f"hello{mentions}")) for _ in range(many)]
    with statements() as ran:
        write(storing.store, town, posts, posting.now())
    expected = ["SELECT", "UPDATE", *(["INSERT", *(["SELECT", "INSERT"] if mentions else [])] * many)]
    assert [statement.split()[0] for statement in ran] == (
        expected if database.kind == "sqlite" else ["WITH"]
    )


async def test_refused_post_fails_alone(
    gate: Gate, writer: Writer, ann: Actor, bob: Actor, town: int
) -> None:
    eve, nowhere = person("eve"), town + 1000
    answers = await at_once(
        gate,
        writer,
        Draft(town, "first"),
        (ann, Draft(town, "second")),
        (eve, Draft(town, "let me in")),
        (ann, Draft(nowhere, "nowhere")),
        (ann, Draft(town, "x" * 4001)),
        (ann, Draft(town, "what?", reply_to=10**9)),
        (bob, Draft(town, "third")),
    )
    assert [type(answer) for answer in answers] == [tuple, Forbidden, NotFound, Invalid, Invalid, tuple]
    assert texts_stored(town) == ["first", "second", "third"]


async def test_message_is_stored_and_told_before_its_author_hears(
    writer: Writer, ann: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    seen: list[tuple[list[int], int]] = []
    task = asyncio.ensure_future(writer.post(ann, Draft(town, "hello")))
    task.add_done_callback(lambda _: seen.append((seqs_stored(town), len(told))))
    await task
    await ticks()
    assert seen == [([1], 1)]


async def test_same_client_message_id_at_once_is_one_message(
    gate: Gate, writer: Writer, ann: Actor, bob: Actor, town: int, told: list[Event]
) -> None:
    told.clear()
    same = Draft(town, "hello", "id-1")
    answers = await at_once(
        gate, writer, Draft(town, "first"), (ann, same), (bob, same), (ann, same), (ann, same)
    )
    assert [created for _, created in answers] == [True, True, False, False]
    assert len({message.id for message, _ in answers}) == 2
    assert len(told) == 3


async def test_when_another_process_is_quicker_with_the_same_each_post_is_redone_alone(
    gate: Gate, writer: Writer, ann: Actor, town: int, told: list[Event]
) -> None:
    first, _ = await writer.post(ann, Draft(town, "hello", "id-1"))
    told.clear()
    store, failed = gate.store, []

    async def too_late_to_see(posts: Sequence[Post], *asked: Any) -> list[Answer]:
        if len(posts) > 1:
            failed.append(posts)
            raise IntegrityError("INSERT", {}, Exception("the same is there"))
        return await store(posts, *asked)

    gate.store = too_late_to_see
    drafts = [Draft(town, "one"), Draft(town, "hello", "id-1"), Draft(town, "two"), Draft(town, "")]
    answers = await at_once(gate, writer, Draft(town, "plug"), *((ann, draft) for draft in drafts))
    assert (len(failed), answers[1]) == (1, (first, False))
    assert isinstance(answers[3], Invalid)
    assert texts_stored(town) == ["hello", "plug", "one", "two"]
    assert [event.message.text for event in told if isinstance(event, MessagePosted)] == [
        "plug",
        "one",
        "two",
    ]


async def test_two_writers_with_the_same_retries_store_each_once(ann: Actor, town: int) -> None:
    writers = [Writer(Limit(PLENTY, 10)) for _ in range(2)]
    drafts = [Draft(town, f"number {number}", f"id-{number}") for number in range(50)]

    async def post_all(writer: Writer) -> list[posting.Posted]:
        return await asyncio.gather(*(writer.post(ann, draft) for draft in drafts))

    one, other = await asyncio.gather(*(post_all(writer) for writer in writers))
    assert [message.id for message, _ in one] == [message.id for message, _ in other]
    assert sum(created for _, created in [*one, *other]) == 50
    assert seqs_stored(town) == list(range(1, 51))


async def test_two_writers_in_many_channels_never_stop_each_other(ann: Actor) -> None:
    here = [channel_of(ann, f"channel-{number}") for number in range(4)]
    writers = [Writer(Limit(PLENTY, 10)) for _ in range(2)]
    orders = (here, list(reversed(here)))
    posts = [
        writer.post(ann, Draft(channel_id, "hello"))
        for _ in range(20)
        for writer, order in zip(writers, orders, strict=True)
        for channel_id in order
    ]
    await asyncio.gather(*posts)
    assert [seqs_stored(channel_id) for channel_id in here] == [list(range(1, 41))] * 4


@pytest.mark.parametrize(
    "lost",
    [OperationalError("COMMIT", {}, Exception("server closed")), psycopg2.OperationalError("server closed")],
)
async def test_when_the_database_is_away_every_post_hears_it_and_none_is_repeated(
    gate: Gate, writer: Writer, ann: Actor, town: int, lost: Any
) -> None:
    store, calls = gate.store, []

    async def lost_while_committing(posts: Sequence[Post], *asked: Any) -> list[Answer]:
        calls.append(len(posts))
        raise outages.meaning(lost) or AssertionError

    gate.store = lost_while_committing
    answers = await asyncio.gather(
        *(writer.post(ann, Draft(town, "hello")) for _ in range(3)), return_exceptions=True
    )
    assert ([type(answer) for answer in answers], calls) == ([Unavailable] * 3, [3])
    gate.store = store
    assert seqs([await writer.post(ann, Draft(town, "back"))]) == [1]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ZeroDivisionError(), ZeroDivisionError),
        (outages.busy(), Busy),
        (psycopg2.DataError("no such number"), psycopg2.DataError),
    ],
)
async def test_what_goes_wrong_with_one_post_does_not_harm_the_others(
    gate: Gate, writer: Writer, ann: Actor, town: int, error: Exception, kind: type
) -> None:
    store = gate.store

    async def stumbling(posts: Sequence[Post], *asked: Any) -> list[Answer]:
        if any(post.draft.text == "boom" for post in posts):
            raise error
        return await store(posts, *asked)

    gate.store = stumbling
    drafts = [Draft(town, text) for text in ("one", "boom", "two")]
    answers = await at_once(gate, writer, Draft(town, "first"), *((ann, draft) for draft in drafts))
    assert [type(answer) for answer in answers] == [tuple, kind, tuple]
    assert texts_stored(town) == ["first", "one", "two"]


@pytest.mark.parametrize(
    ("code", "redone"), [("40P01", True), ("54000", True), ("55P03", True), ("57014", False)]
)
async def test_only_what_postgresql_has_surely_rolled_back_is_redone(
    gate: Gate, writer: Writer, ann: Actor, town: int, code: str, redone: bool
) -> None:
    store, calls = gate.store, []
    refused = Exception("refused")
    refused.pgcode = code  # type: ignore[attr-defined]

    async def refusing(posts: Sequence[Post], *asked: Any) -> list[Answer]:
        calls.append(len(posts))
        if len(posts) > 1:
            raise OperationalError("INSERT", {}, refused)
        return await store(posts, *asked)

    gate.store = refusing
    answers = await asyncio.gather(
        *(writer.post(ann, Draft(town, "hello")) for _ in range(2)), return_exceptions=True
    )
    assert calls == ([2, 1, 1] if redone else [2])
    assert [type(answer) for answer in answers] == [tuple if redone else OperationalError] * 2


async def test_draft_that_is_no_draft_fails_alone(gate: Gate, writer: Writer, ann: Actor, town: int) -> None:
    drafts: list[Any] = [Draft(town, "one"), Draft(town, 7), Draft("7", "boom"), Draft(town, "two")]  # pyright: ignore[reportArgumentType]
    answers = await at_once(gate, writer, Draft(town, "first"), *((ann, draft) for draft in drafts))
    assert [isinstance(answer, Exception) for answer in answers] == [False, True, True, False]
    assert texts_stored(town) == ["first", "one", "two"]


async def test_trouble_with_telling_leaves_the_message_stored_and_answered(
    writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_events: object) -> None:
        raise RuntimeError("nobody listens")

    monkeypatch.setattr(bus, "publish", broken)
    answers = [await writer.post(ann, Draft(town, text)) for text in ("hello", "again")]
    assert seqs(answers) == seqs_stored(town) == [1, 2]


async def test_ended_session_is_refused(ann: Actor, town: int) -> None:
    token = token_of(ann)
    assert (await posting.post(token, Draft(town, "hello")))[1]
    write(sessions.end, ann)
    for who in (token, ann, Claim(ann.user_id, ann.session_id)):
        with pytest.raises(SignedOut):
            await posting.post(who, Draft(town, "hello?"))
    assert seqs_stored(town) == [1]


async def test_what_is_no_token_is_refused(ann: Actor, town: int) -> None:
    for token in ("", "nonsense", token_of(ann)[:-3]):
        with pytest.raises(SignedOut):
            await posting.post(token, Draft(town, "hello"))


async def test_message_removed_member_sent_is_refused(
    writer: Writer, ann: Actor, bob: Actor, town: int
) -> None:
    assert (await writer.post(bob, Draft(town, "hello")))[1]
    write(memberships.remove, ann, town, bob.user_id)
    with pytest.raises(Forbidden):
        await writer.post(bob, Draft(town, "hello?"))


async def test_channel_that_is_deleted_meanwhile_refuses_the_post(
    gate: Gate, writer: Writer, ann: Actor, town: int
) -> None:
    post = asyncio.ensure_future(writer.post(ann, Draft(town, "hello")))
    async with gate.closed_behind(asyncio.wait([post])):
        write(channels.delete, ann, town)
    with pytest.raises(NotFound):
        await post


async def test_each_person_has_a_limit_and_what_is_not_new_does_not_count(
    ann: Actor, bob: Actor, town: int
) -> None:
    time = 0.0
    limit = Limit(10, 10, clock=lambda: time)
    writer = Writer(limit)

    async def post(actor: Actor, retry_id: str, text: str = "hello") -> bool | type[ChatError]:
        try:
            return (await writer.post(actor, Draft(town, text, retry_id)))[1]
        except ChatError as error:
            return type(error)

    assert [await post(ann, f"id-{number}") for number in range(9)] == [True] * 9
    assert [await post(ann, "id-3") for _ in range(3)] == [False] * 3
    assert await post(ann, "id-9", "") is Invalid
    assert limit.left(ann.user_id).remaining == 1
    assert await post(ann, "id-9") is True
    assert await post(ann, "id-10") is TooMany
    assert [await post(ann, "id-3") for _ in range(20)] == [False] * 20
    assert await post(bob, "id-1") is True
    time = 10.0
    assert await post(ann, "id-10") is True
    assert seqs_stored(town) == list(range(1, 13))


async def test_what_could_not_be_stored_does_not_count(gate: Gate, ann: Actor, town: int) -> None:
    limit = Limit(10, 10)
    writer = Writer(limit, gate)

    async def away(*_: Any) -> list[Answer]:
        raise Unavailable("away", 1)

    gate.store = away
    with pytest.raises(Unavailable):
        await writer.post(ann, Draft(town, "hello"))
    assert limit.left(ann.user_id).remaining == 10


async def test_limit_of_the_settings_holds_for_everybody_who_posts_through_doors(
    ann: Actor, town: int
) -> None:
    posts = [posting.post(who, Draft(town, "hello")) for who in (token_of(ann), *[ann] * 10)]
    answers = await asyncio.gather(*posts, return_exceptions=True)
    assert [isinstance(answer, TooMany) for answer in answers] == [False] * 10 + [True]
    assert 0 < answers[-1].retry_after <= 10  # type: ignore[union-attr]
    assert posting.left(ann.user_id).remaining == 0


async def test_door_that_gives_up_waiting_does_not_stop_the_writer(
    gate: Gate, writer: Writer, ann: Actor, town: int
) -> None:
    held = asyncio.ensure_future(writer.post(ann, Draft(town, "held")))
    async with gate.closed_behind(asyncio.wait([held])):
        queued = asyncio.ensure_future(writer.post(ann, Draft(town, "queued")))
        await ticks()
        for task in (held, queued):
            task.cancel()
        after = asyncio.ensure_future(writer.post(ann, Draft(town, "after")))
    assert (await after)[0].text == "after"
    assert texts_stored(town) == ["held", "after"]


async def test_stopping_writes_what_waits_and_posting_goes_on_after(
    gate: Gate, writer: Writer, ann: Actor, town: int
) -> None:
    await writer.stop()
    async with gate.closed_behind(writer.post(ann, Draft(town, "first"))):
        waiting = [asyncio.ensure_future(writer.post(ann, Draft(town, "hello"))) for _ in range(30)]
        await ticks()
        stopping = asyncio.ensure_future(writer.stop())
    await stopping
    assert seqs_stored(town) == list(range(1, 32))
    await asyncio.gather(*waiting)
    assert seqs([await writer.post(ann, Draft(town, "after"))]) == [32]


async def test_rush_is_written_in_parts(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "MAX_POSTS_TOGETHER", 10)
    answers = await at_once(gate, writer, Draft(town, "first"), *[(ann, Draft(town, "hello"))] * 25)
    assert seqs(answers) == list(range(2, 27))
    assert [len(texts) for texts in gate.together] == [1, 10, 10, 5]


async def test_post_beyond_what_may_wait_is_refused_at_once(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "MAX_POSTS_WAITING", 2)
    answers = await at_once(gate, writer, Draft(town, "first"), *[(ann, Draft(town, "hello"))] * 3)
    assert [type(answer) for answer in answers] == [tuple, tuple, Busy]
    assert (await writer.post(ann, Draft(town, "later")))[1]


async def test_post_that_has_waited_for_too_long_is_refused_and_not_written(
    gate: Gate, writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with gate.closed_behind(writer.post(ann, Draft(town, "first"))):
        late = asyncio.ensure_future(writer.post(ann, Draft(town, "late")))
        await ticks()
        monkeypatch.setattr(posting, "PATIENCE", -1)
    with pytest.raises(Busy):
        await late
    assert texts_stored(town) == ["first"]


async def test_a_post_that_cannot_be_answered_is_refused_and_the_writer_goes_on(
    writer: Writer, ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(writer, "_answer", lambda outcomes: 1 / 0)
        with pytest.raises(RuntimeError):
            await writer.post(ann, Draft(town, "never answered"))
    assert (await writer.post(ann, Draft(town, "goes on")))[1]


async def test_a_lane_that_ends_for_any_reason_leaves_nobody_waiting(
    gate: Gate, writer: Writer, ann: Actor, town: int
) -> None:
    async def end(*_: Any) -> list[Answer]:
        raise asyncio.CancelledError

    first = asyncio.ensure_future(writer.post(ann, Draft(town, "first")))
    async with gate.closed_behind(asyncio.wait([first])):
        behind = asyncio.ensure_future(writer.post(ann, Draft(town, "behind")))
        await ticks()
        gate.store = end
    for lost in (first, behind):
        with pytest.raises(RuntimeError):
            await lost
    gate.store = storing.store_together
    assert seqs([await writer.post(ann, Draft(town, "goes on"))]) == [1]
