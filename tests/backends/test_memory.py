"""One call forgets what a process keeps."""

import gc

import pytest

from chat_app.backends import memory
from chat_app.backends.limits import Limit
from chat_app.errors import TooMany
from chat_app.realtime.event_streams import Streams
from chat_app.services.accounts import passwords, registration
from chat_app.services.messages import posting, undo
from chat_app.services.messages.undo import Deleted


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare for this test alone."""
    monkeypatch.setattr(memory, "_forgetting", [*memory._forgetting])


def test_what_is_kept_is_made_once_until_everything_is_forgotten() -> None:
    made: list[int] = []

    @memory.kept
    def numbers() -> list[int]:
        made.append(len(made))
        return made[-1:]

    assert numbers() is numbers()
    before = numbers()
    memory.reset()
    assert numbers() is not before
    assert made == [0, 1]


def test_limits_and_what_could_be_undone_are_forgotten(settings: pytest.MonkeyPatch) -> None:
    limits = passwords.sign_in_limit, registration.sign_up_limit, posting.post_limit
    before = [limit() for limit in limits]
    undo.trash.keep(Deleted(1, by=7, text="secret", reactions=()))
    memory.reset()
    assert [limit() is known for limit, known in zip(limits, before, strict=True)] == [False] * 3
    assert not undo.trash._kept


def test_what_requests_were_counted_is_forgotten() -> None:
    limit = Limit(1, 60)
    memory.on_reset(limit.clear)
    limit.hit("a token")
    with pytest.raises(TooMany):
        limit.hit("a token")
    memory.reset()
    limit.hit("a token")


def test_event_streams_of_before_take_no_place_of_new_ones() -> None:
    streams = Streams(1)
    memory.on_reset(streams.clear)
    streams.open(1, "a session")
    with pytest.raises(TooMany):
        streams.open(1, "a session")
    memory.reset()
    streams.open(1, "a session")


def test_an_object_that_is_gone_is_asked_no_more() -> None:
    limit = Limit(1, 60)
    memory.on_reset(limit.clear)
    memory.reset()
    known = len(memory._forgetting)
    del limit
    gc.collect()
    memory.reset()
    assert len(memory._forgetting) < known
