"""Start programs so that they end wholly, and see whether a server answers."""

import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from chat_app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_STOP = 10
# Where a server that listens at all addresses is asked.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}
ASKED_AT = {"0.0.0.0": ("127.0.0.1",), "::": ("127.0.0.1", "::1")}


@contextmanager
def running(command: list[str], env: dict[str, str] | None = None) -> Generator[subprocess.Popen[bytes]]:
    """Run a program in its own session; end it with everything it started when the block is left.

    Its standard input ends when this program does, even by SIGKILL.
    """
    process = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True, stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a program that `running` or a session of its own started to stop; then kill what is left of it."""
    with suppress(subprocess.TimeoutExpired):
        process.terminate()
        process.wait(SECONDS_TO_STOP)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def refuse_taken(settings: Settings) -> None:
    """End this program if something listens at HOST and PORT: the server would share the port with it."""
    for host in ASKED_AT.get(settings.host, (settings.host,)):
        if _listens(host, settings.port):
            raise SystemExit(
                f"Port {settings.port} is taken. Choose another: make run PORT={settings.port + 1}"
            )


def _listens(host: str, port: int) -> bool:
    """Whether something does there; ends this program where no such host is."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except socket.gaierror:
        raise SystemExit(f"HOST is {host}, and this machine knows no such name.") from None
    except OSError:
        return False
    return True


def answers(host: str, port: int, path: str = "/") -> bool:
    """Whether a server there answers with 200 just now, asked directly and through no proxy."""
    with closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
