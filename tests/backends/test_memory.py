"""One call forgets what a process keeps."""

import pytest

from chat_app.backends import memory
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
