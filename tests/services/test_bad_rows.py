"""A row that cannot be read, and a text that cannot be worked on, cost themselves only."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from chat_app.api.routes.event_stream import _lines
from chat_app.backends.database import get_engine
from chat_app.schemas import MessagePublic, StreamResynced
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles, sessions
from chat_app.services.event_stream import cursors
from chat_app.services.event_stream.cursors import Position
from chat_app.services.event_stream.follow import StreamEvent
from chat_app.services.live_source import LiveSource
from chat_app.services.messages import editing, reactions, reading, search, storing
from chat_app.services.messages import mentions as mentioning
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from chat_app.text import folding
from tests.conftest import Database
from tests.support.people import token_of

# What no door stores, each brought into a row of its own. PostgreSQL takes only the first.
SPOILED = (
    "UPDATE reactions SET emoji = '\n' WHERE message_id = :id",
    "UPDATE reactions SET emoji = x'ff68' WHERE message_id = :id",
    "UPDATE messages SET text = CAST(x'ff68' AS TEXT) WHERE id = :id",
    "UPDATE messages SET created_at = 'yesterday' WHERE id = :id",
)


@pytest.fixture
def spoiled(database: Database, ann: Actor, town: int, hello: int) -> list[int]:
    """Messages that were spoiled, each before one that is whole; the numbers of all."""
    for statement in SPOILED if database.kind == "sqlite" else SPOILED[:1]:
        bad = int(write(storing.insert, ann, Draft(town, "hello, bad @bob"))[0].id)
        write(reactions.add, ann, bad, "👍")
        write(storing.insert, ann, Draft(town, "hello again", reply_to=bad))
        with get_engine().begin() as connection:
            connection.execute(text(statement), {"id": bad})
    return [*range(1, 10 if database.kind == "sqlite" else 4)]


READINGS: dict[str, Callable[[Actor, int], list[MessagePublic]]] = {
    "opening": lambda actor, town: [*(shown.messages if (shown := LiveSource().channel(town)) else [])],
    "paging": lambda actor, town: read(reading.page, actor, town).items,
    "searching": lambda actor, town: read(search.find, actor, "hello").items[::-1],
    "following": lambda actor, town: [
        news.message for news in read(cursors.missed, actor, {town: Position(0, 0)}).news
    ],
}


@pytest.mark.parametrize("reading", READINGS)
def test_a_row_that_cannot_be_read_keeps_no_other_from_being_shown(
    ann: Actor, town: int, spoiled: list[int], reading: str
) -> None:
    found = READINGS[reading](ann, town)
    assert [message.seq for message in found] == spoiled
    whole = [message for message in found if message.seq % 2]
    assert [message.text for message in whole] == ["hello", *["hello again"] * (len(whole) - 1)]
    assert all(message.quote for message in whole[1:])


def test_somebody_with_spoiled_rows_signs_in_and_is_read(
    spoiled: list[int], database: Database, ann: Actor
) -> None:
    if database.kind == "sqlite":
        with get_engine().begin() as connection:
            connection.execute(text("UPDATE users SET created_at = 'once', status = CAST(x'ff' AS TEXT)"))
    assert read(sessions.verify, token_of(ann)) == ann
    assert LiveSource().person(ann.user_id)
    assert read(profiles.get, ann, ann.user_id).username == "ann"


def fails(*_: object) -> list[str]:
    raise RecursionError("sec" + "ret")


def test_a_message_whose_words_cannot_be_told_is_stored_all_the_same(
    ann: Actor, town: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(folding, "tokens", fails)
        posted, _ = write(storing.insert, ann, Draft(town, "cannot be found"))
        edited = write(editing.edit, ann, int(posted.id), "nor so")
    assert edited.text == "nor so"
    assert read(search.find, ann, "nor").items == []
    assert "secret" not in caplog.text


def test_a_message_whose_names_cannot_be_read_mentions_nobody(
    ann: Actor, bob: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(mentioning, "names_in", fails)
        posted, _ = write(storing.insert, ann, Draft(town, "@bob"))
    assert posted.mentions == []


def test_an_event_that_cannot_be_written_leaves_its_stream_behind_it() -> None:
    class Unwritable(StreamResynced):
        name: str = "half a \ud83d"

    assert _lines(StreamEvent("message.posted", Unwritable(), "1.2.3")) == "id: 1.2.3\n\n"
    assert _lines(StreamEvent("stream.resynced", StreamResynced())) == "event: stream.resynced\ndata: {}\n\n"
