"""Build the pages where needed and serve until Ctrl-C: `make run`, after the migration."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

import click

from chat_app.cli.build import build_pages
from chat_app.cli.processes import EVERYWHERE, answers, refuse_taken, running
from chat_app.settings import Settings, get_settings


def run_server() -> int:
    """Return the exit status: 0 when it was stopped, the server's own when that ended by itself."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        with foreground():
            return serve(get_settings())
    except KeyboardInterrupt:
        click.echo("\nStopped.")
        return 0


def stop(_number: int, _frame: object) -> None:
    """Leave by the way that ends everything started; asking twice changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def serve(settings: Settings) -> int:
    """Build, start the server, tell the address once it answers, wait for the end."""
    host = EVERYWHERE.get(settings.host, settings.host)
    refuse_taken(settings)
    build_pages()
    refuse_taken(settings)  # again: building takes a while
    with running([sys.executable, "-m", "chat_app", "serve", "--with-parent"]) as server:
        if wait_until_it_answers(server, host, settings.port):
            click.echo(f"\nChat en Vivo is running at {address(host, settings.port)}")
            click.echo("Ctrl-C stops it.")
        return server.wait()


def address(host: str, port: int) -> str:
    """Return the URL of a host and port, IPv6 included."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> bool:
    """Return True once pages are served, False when the server ended instead."""
    while server.poll() is None:
        if answers(host, port):
            return True
        time.sleep(0.1)
    return False


@contextmanager
def foreground() -> Generator[None]:
    """Be the terminal's foreground job: Ctrl-C then reaches this program, and not make, which would fail."""
    group = os.getpgrp()
    if not sys.stdin.isatty() or os.tcgetpgrp(0) != group or group == os.getpid():
        yield
        return
    # A job of its own could be suspended while make waits for it, with no way back.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    try:
        yield
    finally:
        with suppress(OSError):
            os.tcsetpgrp(0, group)
