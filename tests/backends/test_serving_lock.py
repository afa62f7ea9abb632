"""One process serves one directory of data."""

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from chat_app.backends import serving_lock
from chat_app.misconfiguration import CannotStart
from tests.conftest import start_afresh


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[IO[str]]]:
    """Return what this process holds, which is nothing at first and again in the end."""
    files: list[IO[str]] = []
    monkeypatch.setattr(serving_lock, "_held", files)
    yield files
    for file in files:
        file.close()


def is_locked(folder: Path) -> bool:
    with (folder / "serving.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.parametrize(
    ("database", "folder"),
    [
        (None, "data"),
        ("sqlite:///{}/elsewhere/chat.db", "elsewhere"),
        ("postgresql://chat@127.0.0.1/chat", "data"),
    ],
    ids=["as it comes", "another file", "a database that is in no file"],
)
def test_who_serves_holds_the_directory_of_the_data_until_it_ends(
    settings: pytest.MonkeyPatch, tmp_path: Path, held: list[IO[str]], database: str | None, folder: str
) -> None:
    if database:
        settings.setenv("DATABASE_URL", database.format(tmp_path))
        start_afresh()
    serving_lock.hold()
    assert is_locked(tmp_path / folder)
    assert (tmp_path / folder).stat().st_mode & 0o077 == 0, "it is nobody else's"
    held.pop().close()
    assert not is_locked(tmp_path / folder)


def test_who_serves_already_may_ask_again(settings: pytest.MonkeyPatch, held: list[IO[str]]) -> None:
    serving_lock.hold()
    serving_lock.hold()
    assert len(held) == 1


def test_who_comes_second_is_told_so(
    settings: pytest.MonkeyPatch, tmp_path: Path, held: list[IO[str]]
) -> None:
    serving_lock.hold()
    first = held.pop()
    with pytest.raises(CannotStart, match=f"Another process serves what is in {tmp_path / 'data'} already."):
        serving_lock.hold()
    assert held == []
    first.close()
    serving_lock.hold()


def test_where_nothing_can_be_kept_is_named(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(CannotStart, match=f"Nothing can be kept in {tmp_path / 'data'}: "):
        serving_lock.hold()
