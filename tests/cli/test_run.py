"""Running the application: the pages are built, the server is started, its address is told."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from chat_app.cli import run
from chat_app.settings import get_settings

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Program:
    """A server that ends by itself, with a status, once it has been waited for; `is_up` until then."""

    def __init__(self, status: int, is_up: bool = True) -> None:
        self.status, self.is_up = status, is_up

    def poll(self) -> int | None:
        return None if self.is_up else self.status

    def wait(self) -> int:
        return self.status


@pytest.fixture
def steps(settings: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return what was done, in order; nothing of it is really done."""
    done: list[str] = []
    before = [signal.getsignal(number) for number in SIGNALS]
    settings.setattr(run, "foreground", nullcontext)  # of a terminal, where there is one
    settings.setattr(run, "refuse_taken", lambda _: done.append("looked at the port"))
    settings.setattr(run, "build_pages", lambda: done.append("built"))
    settings.setattr(run, "answers", lambda *_: done.append("asked") or len(done) > 4)
    yield done
    for number, handler in zip(SIGNALS, before, strict=True):
        signal.signal(number, handler)


def started(monkeypatch: pytest.MonkeyPatch, program: Program, done: list[str]) -> None:
    """Have this program be the server."""

    @contextmanager
    def running(command: list[str]) -> Iterator[Any]:
        done.append(" ".join(command[2:]))
        yield program

    monkeypatch.setattr(run, "running", running)


def test_the_address_is_told_once_the_server_answers(
    settings: pytest.MonkeyPatch, steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    started(settings, Program(3), steps)
    assert run.run_server() == 3, "the server's own status"
    look = "looked at the port"
    assert steps == [look, "built", look, "chat_app serve --with-parent", "asked"]
    port = get_settings().port
    assert f"Chat en Vivo is running at http://127.0.0.1:{port}\nCtrl-C stops it." in capsys.readouterr().out


def test_no_address_is_told_of_a_server_that_ended(
    settings: pytest.MonkeyPatch, steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    started(settings, Program(1, is_up=False), steps)
    assert run.run_server() == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("number", SIGNALS)
def test_who_stops_it_is_told_so_and_it_has_not_failed(
    settings: pytest.MonkeyPatch, steps: list[str], capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    settings.setattr(run, "build_pages", lambda: os.kill(os.getpid(), number))
    assert run.run_server() == 0
    assert capsys.readouterr().out == "\nStopped.\n"
    assert {signal.getsignal(each) for each in SIGNALS} == {signal.SIG_IGN}, "asking twice changes nothing"


def test_it_waits_until_the_server_answers(settings: pytest.MonkeyPatch, steps: list[str]) -> None:
    settings.setattr("time.sleep", lambda _: None)
    program: Any = Program(0)
    assert run.wait_until_it_answers(program, "127.0.0.1", 1)
    assert steps == ["asked"] * 5


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "http://127.0.0.1:3000"), ("::1", "http://[::1]:3000")]
)
def test_an_address_of_ipv6_stands_in_brackets(host: str, url: str) -> None:
    assert run.address(host, 3000) == url


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Record what is done with the terminal. This program is one of the group 7, which has the foreground."""
    done: list[str] = []
    numbers = (signal.SIGTSTP, signal.SIGTTOU)
    before = [signal.getsignal(number) for number in numbers]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(os, "getpid", lambda: 9)
    monkeypatch.setattr(os, "getpgrp", lambda: 7)
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: 7)
    monkeypatch.setattr(os, "setpgid", lambda *_: done.append("a group of its own"))
    monkeypatch.setattr(os, "tcsetpgrp", lambda _, group: done.append(f"foreground for {group}"))
    yield done
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def test_it_has_the_foreground_while_it_runs_and_gives_it_back(terminal: list[str]) -> None:
    with run.foreground():
        assert terminal == ["a group of its own", "foreground for 9"]
        assert signal.getsignal(signal.SIGTSTP) == signal.SIG_IGN, "it is not suspended"
    assert terminal[2:] == ["foreground for 7"]


def test_a_terminal_that_is_gone_need_not_be_given_back(
    terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OSError("no such terminal")

    with run.foreground():
        monkeypatch.setattr(os, "tcsetpgrp", gone)
    assert terminal == ["a group of its own", "foreground for 9"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("getpid", 7), ("tcgetpgrp", 8), ("isatty", False)],
    ids=["leads its group already", "in the background", "no terminal"],
)
def test_where_there_is_no_foreground_to_take_it_takes_none(
    terminal: list[str], monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    monkeypatch.setattr(sys.stdin if name == "isatty" else os, name, lambda *_: value)
    with run.foreground():
        assert terminal == []
    assert terminal == []
