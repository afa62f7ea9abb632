"""Programs that are started, and servers that are looked for."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chat_app.cli import processes
from chat_app.cli.processes import answers, end, refuse_taken, running
from chat_app.settings import get_settings
from tests.conftest import start_afresh
from tests.support.server import free_port

IGNORES = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)


def settings_of(settings: pytest.MonkeyPatch, host: str, port: int) -> None:
    settings.setenv("HOST", host)
    settings.setenv("PORT", str(port))
    start_afresh()


@contextmanager
def answering(*parts: bytes) -> Iterator[int]:
    """Return a port where anyone who asks is sent this, and hung up on."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.recv(1000)
                for part in parts:
                    client.sendall(part)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", False),
        (b"SSH-2.0-none of ours\r\n", False),
        (b"", False),
    ],
)
def test_only_a_server_that_serves_its_pages_answers(said: bytes, found: bool) -> None:
    with answering(said) as port:
        assert answers("127.0.0.1", port) is found


def test_where_nothing_listens_nothing_answers() -> None:
    assert not answers("127.0.0.1", free_port())


def test_a_server_is_asked_directly_whatever_proxy_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as port:
        assert answers("127.0.0.1", port)


def test_a_port_where_nothing_listens_is_not_refused(settings: pytest.MonkeyPatch) -> None:
    settings_of(settings, "127.0.0.1", free_port())
    refuse_taken(get_settings())


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_a_port_where_another_listens_is_refused_also_to_who_would_listen_everywhere(
    settings: pytest.MonkeyPatch, host: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings_of(settings, host, port)
        with pytest.raises(SystemExit, match=f"Port {port} is taken. .* PORT={port + 1}"):
            refuse_taken(get_settings())


def test_a_host_that_the_machine_does_not_know_is_named(settings: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    settings_of(settings, "nowhere.test", 3000)
    settings.setattr(socket, "create_connection", unknown)
    with pytest.raises(SystemExit, match="HOST is nowhere.test, and this machine knows no such name."):
        refuse_taken(get_settings())


def test_a_program_runs_in_a_session_of_its_own_and_is_gone_when_it_is_left() -> None:
    with running([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        assert process.poll() is None
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
    assert process.returncode == -signal.SIGTERM


def test_a_program_that_ended_by_itself_keeps_its_status() -> None:
    with running([sys.executable, "-c", "raise SystemExit(7)"]) as process:
        process.wait()
    assert process.returncode == 7


def test_a_program_that_does_not_stop_when_asked_to_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SECONDS_TO_STOP", 0.1)
    command = [sys.executable, "-c", IGNORES]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end(process)
    assert process.returncode == -signal.SIGKILL
