"""Pages of history, over 500 messages."""

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from chat_app.errors import Invalid, NotFound
from chat_app.models import Channel, Message
from chat_app.models.columns import now
from chat_app.schemas import MessagePage
from chat_app.services.access import Actor
from chat_app.services.messages import drafts, reading, storing
from chat_app.services.transactions import read, write
from tests.services.conftest import Counted
from tests.support.people import channel_of, person

COUNT = 500


@pytest.fixture
def town(ann: Actor, bob: Actor) -> int:
    channel_id = channel_of(ann, "town", bob)
    write(fill, channel_id, [ann.user_id, bob.user_id])
    return channel_id


def fill(session: Session, channel_id: int, author_ids: list[int]) -> None:
    """Store what 500 posts would leave, at once."""
    alike = {"channel_id": channel_id, "created_at": now()}
    posted = [
        {**alike, "seq": seq, "author_id": author_ids[seq % 2], "text": f"number {seq}"}
        for seq in range(1, COUNT + 1)
    ]
    session.exec(insert(Message), params=posted)
    session.get_one(Channel, channel_id).last_seq = COUNT


def seqs(page: MessagePage) -> list[int]:
    return [message.seq for message in page.items]


def numbers(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


def test_newest_page_comes_first(ann: Actor, town: int) -> None:
    page = read(reading.page, ann, town)
    assert seqs(page) == numbers(451, 500)
    assert (page.has_before, page.has_after) == (True, False)
    assert {message.author.username for message in page.items} == {"ann", "bob"}
    assert page.items[-1].text == "number 500"


@pytest.mark.parametrize("limit", [7, 50, 100])
def test_backwards_through_all_of_it(ann: Actor, town: int, limit: int) -> None:
    found, before = [], COUNT + 1
    while True:
        page = read(reading.page, ann, town, before=before, limit=limit)
        found[:0] = seqs(page)
        before = page.items[0].seq
        assert page.has_after == (page.items[-1].seq < COUNT)
        assert page.has_before == (before > 1)
        if not page.has_before:
            break
    assert found == numbers(1, COUNT)


@pytest.mark.parametrize("limit", [7, 50, 100])
def test_forwards_through_all_of_it(ann: Actor, town: int, limit: int) -> None:
    found, after = [], 0
    while True:
        page = read(reading.page, ann, town, after=after, limit=limit)
        found += seqs(page)
        after = page.items[-1].seq
        assert page.has_before == (page.items[0].seq > 1)
        assert page.has_after == (after < COUNT)
        if not page.has_after:
            break
    assert found == numbers(1, COUNT)


@pytest.mark.parametrize(
    ("cursor", "first", "last", "has_before", "has_after"),
    [
        ({"before": 51}, 1, 50, False, True),
        ({"before": 52}, 2, 51, True, True),
        ({"before": 2}, 1, 1, False, True),
        ({"before": 1}, 1, 0, False, True),
        ({"before": -9}, 1, 0, False, True),
        ({"before": 10**30}, 451, 500, True, False),
        ({"after": 450}, 451, 500, True, False),
        ({"after": 449}, 450, 499, True, True),
        ({"after": 499}, 500, 500, True, False),
        ({"after": 500}, 501, 500, True, False),
        ({"after": 10**30}, 501, 500, True, False),
        ({"after": -9}, 1, 50, False, True),
        ({"around": 250}, 226, 275, True, True),
        ({"around": 1}, 1, 50, False, True),
        ({"around": 500}, 451, 500, True, False),
        ({"around": 25}, 1, 50, False, True),
        ({"around": 26}, 2, 51, True, True),
        ({"around": -(10**30)}, 1, 50, False, True),
        ({"around": 10**30}, 451, 500, True, False),
    ],
)
def test_page_beside_a_number(
    ann: Actor, town: int, cursor: dict[str, int], first: int, last: int, has_before: bool, has_after: bool
) -> None:
    page = read(reading.page, ann, town, **cursor)
    assert seqs(page) == numbers(first, last)
    assert (page.has_before, page.has_after) == (has_before, has_after)


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (-5, 1), (1, 1), (100, 100), (101, 100), (10**30, 100)])
def test_page_is_never_larger_than_allowed(ann: Actor, town: int, limit: int, count: int) -> None:
    assert len(read(reading.page, ann, town, limit=limit).items) == count


def test_an_empty_channel_is_an_empty_page(ann: Actor) -> None:
    empty = channel_of(ann, "empty")
    for cursor in ({}, {"before": 1}, {"after": 0}, {"around": 1}):
        page = read(reading.page, ann, empty, **cursor)
        assert page == MessagePage(items=[], has_before=False, has_after=False)


def test_a_short_channel_is_one_page(ann: Actor) -> None:
    short = channel_of(ann, "short")
    for _ in range(3):
        write(storing.insert, ann, drafts.Draft(short, "hello"))
    for cursor in ({}, {"before": 4}, {"after": 0}, {"around": 2}):
        page = read(reading.page, ann, short, **cursor)
        assert seqs(page) == [1, 2, 3]
        assert (page.has_before, page.has_after) == (False, False)


def test_two_cursors_at_once_are_refused(ann: Actor, town: int) -> None:
    with pytest.raises(Invalid):
        read(reading.page, ann, town, before=9, after=3)


@pytest.mark.parametrize("limit", [1, 100])
def test_page_takes_two_statements_however_long(
    ann: Actor, town: int, limit: int, statements: Counted
) -> None:
    with statements() as ran:
        read(reading.page, ann, town, before=400, limit=limit)
    assert len(ran) == 2


def test_public_channel_is_read_by_everybody_and_private_one_by_members(ann: Actor, bob: Actor) -> None:
    eve = person("eve")
    town, den = channel_of(ann, "square"), channel_of(ann, "den", bob, private=True)
    for here in (town, den):
        write(storing.insert, ann, drafts.Draft(here, "hello"))
    for actor, here in ((ann, town), (bob, town), (eve, town), (ann, den), (bob, den)):
        assert seqs(read(reading.page, actor, here)) == [1]
    with pytest.raises(NotFound):
        read(reading.page, eve, den)
