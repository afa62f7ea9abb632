"""Starting the server."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from reflex.constants import Env
from reflex_base.environment import environment

from chat_app import chat_app
from chat_app.backends import serving_lock
from chat_app.cli import serve
from chat_app.cli.processes import ROOT
from tests.conftest import start_afresh
from tests.support.asynchronous import SkippingLoop
from tests.support.server import free_port


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_is_refused_in_a_sentence(command: str) -> None:
    """Granian would share the port with whatever listens there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
        program = [sys.executable, "-m", "chat_app", command]
        refused = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert refused.returncode != 0
    assert refused.stderr.strip() == f"Port {port} is taken. Choose another: make run PORT={port + 1}"


PARENT = """
import sys
from chat_app.cli.processes import running
with running([sys.executable, "-c", sys.argv[1]]) as child:
    child.wait()
"""
CHILD = """
import signal, sys, time
from chat_app.cli.serve import end_with_parent
def leave(*_):
    print("stopped", flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, leave)
end_with_parent()
print("serving", flush=True)
time.sleep(60)
"""


def test_a_server_whose_parent_is_killed_stops_as_if_it_were_told_to() -> None:
    command = [sys.executable, "-c", PARENT, CHILD]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "serving\n"
        parent.send_signal(signal.SIGKILL)
        assert parent.stdout.readline() == "stopped\n"
        assert parent.stdout.read() == "", "and is gone"


SERVES = """
import sys
from chat_app.cli.serve import serve
async def app(scope, receive, send):
    await receive()
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})
serve(app, sys.argv[1], int(sys.argv[2]))
"""


def test_all_addresses_are_those_of_both_families(until: Callable[[Callable[[], bool]], None]) -> None:
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", SERVES, "::", str(port)], cwd=ROOT) as server:
        try:
            for address in ("127.0.0.1", "::1"):
                until(lambda address=address: listens(address, port))
        finally:
            server.terminate()


def listens(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    def wait(come: Callable[[], bool]) -> None:
        give_up = time.monotonic() + 20
        while not come():
            assert time.monotonic() < give_up
            time.sleep(0.05)

    return wait


STARTING = {
    "end_with_parent": "watches its parent",
    "refuse_taken": "looks at the port",
    "refuse_unusable": "looks at the database",
    "serve_chat": "serves",
}


@pytest.mark.parametrize("with_parent", [True, False])
def test_a_server_begins_to_serve_when_nothing_is_in_its_way(
    settings: pytest.MonkeyPatch, with_parent: bool
) -> None:
    steps: list[str] = []
    for name, step in STARTING.items():
        settings.setattr(serve, name, lambda *_, step=step, **__: steps.append(step))
    settings.setattr(serving_lock, "hold", lambda: steps.append("serves alone"))
    serve.serve_installation(with_parent=with_parent)
    looks = ["looks at the port", "looks at the database", "serves alone", "serves"]
    assert steps == ["watches its parent"] * with_parent + looks


@pytest.mark.parametrize("name", ["refuse_taken", "refuse_unusable", "hold"])
def test_a_server_that_something_is_in_the_way_of_serves_nothing(
    settings: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(*_: object) -> None:
        raise SystemExit("It cannot be.")

    for passing in ("refuse_taken", "refuse_unusable"):
        settings.setattr(serve, passing, lambda *_: None)
    settings.setattr(serving_lock, "hold", lambda: None)
    settings.setattr(serving_lock if name == "hold" else serve, name, refuse)
    settings.setattr(serve, "serve_chat", lambda **_: pytest.fail("it serves"))
    with pytest.raises(SystemExit, match="It cannot be."):
        serve.serve_installation(with_parent=False)


def test_the_end_of_standard_input_is_heard_as_the_signal_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"all that was said")))
    monkeypatch.setattr(os, "kill", lambda *what: killed.append(what))
    started: list[threading.Thread] = []
    start = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda self: started.append(self) or start(self))
    serve.end_with_parent()
    (thread,) = started
    thread.join(10)
    assert killed == [(os.getpid(), signal.SIGTERM)]
    assert thread.daemon, "it keeps no server from ending"


@pytest.mark.parametrize(
    ("host", "bound"), [("::", None), ("0.0.0.0", "0.0.0.0"), ("127.0.0.1", "127.0.0.1")]
)
def test_only_all_addresses_of_both_families_are_spelled_otherwise(host: str, bound: str | None) -> None:
    assert serve.configuration(lambda: None, host, 3000).host == bound


def test_a_server_tells_the_application_that_it_stops_before_it_waits_for_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[str] = []

    async def shutdown(_self: Any, sockets: Any = None) -> None:
        steps.append(f"waits, then closes {sockets}")

    def run(self: Any) -> None:
        steps.append(f"serves at {self.config.port}")
        asyncio.run(self.shutdown(["one"]))

    monkeypatch.setattr(uvicorn.Server, "shutdown", shutdown)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve.serve(lambda: None, "127.0.0.1", 3000, leave=lambda: steps.append("lets go"))
    serve.serve(lambda: None, "127.0.0.1", 3001)
    closes = "waits, then closes ['one']"
    assert steps == ["serves at 3000", "lets go", closes, "serves at 3001", closes]


@pytest.mark.parametrize("pages", [True, False])
def test_the_application_is_served_as_it_is_built(settings: pytest.MonkeyPatch, pages: bool) -> None:
    served: list[Any] = []
    variables: list[Any] = [
        environment.REFLEX_ENV_MODE,
        environment.REFLEX_SKIP_COMPILE,
        environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP,
    ]
    for variable in variables:
        settings.setenv(variable.name, "")  # to be put back as it was
    settings.setenv("PORT", "3210")
    start_afresh()
    settings.setattr(chat_app, "app", lambda: "the application")
    settings.setattr(serve, "serve", lambda *what, leave: served.append((*what, leave)))
    serve.serve_chat(pages=pages)
    assert served == [("the application", "127.0.0.1", 3210, chat_app.api.state.streams.end)]
    assert [variable.get() for variable in variables] == [Env.PROD, True, pages]


def test_a_server_that_rests_stops_in_the_moment_in_which_it_is_told_to() -> None:
    async def stop_after(seconds: float) -> float:
        loop = asyncio.get_running_loop()
        server = serve.Server(serve.configuration(None, "127.0.0.1", 0), lambda: None)
        running = asyncio.create_task(server.main_loop())
        await asyncio.sleep(seconds)
        assert server.server_state.default_headers[0][0] == b"date"
        told = loop.time()
        server.handle_exit(signal.SIGTERM, None)
        await running
        return loop.time() - told

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(stop_after(2.5)) == 0
