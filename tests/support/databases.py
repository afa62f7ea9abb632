"""The databases that tests run on: SQLite in a file, and a PostgreSQL server of their own.

The server runs in a temporary folder, on 127.0.0.1 and a socket in that folder, and is gone with
the tests. It needs PostgreSQL's programs and nothing else.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg2

START_SECONDS = 30
# Nothing here has to survive a crash of the machine.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def program(name: str) -> str | None:
    """Where one of PostgreSQL's programs is, in PATH or where distributions hide it."""
    hidden = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, hidden)))


def what_is_missing() -> str:
    """Why no PostgreSQL can be started here, as a sentence; empty when it can."""
    if program("initdb") is None or program("postgres") is None:
        return "PostgreSQL's programs initdb and postgres are not installed, so nothing was tested on it."
    if os.geteuid() == 0 and _other_user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as."
    return ""


class PostgresServer:
    """A server of one's own, from `start` to `stop`."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="chat-postgresql-"))
        self._port = _free_port()
        self._as: dict[str, Any] = _as_other_user() if os.geteuid() == 0 else {}
        self._process: subprocess.Popen[Any] | None = None
        self._created = 0

    def start(self) -> None:
        """Make the server's files, start it, and wait until it answers."""
        if self._as:
            shutil.chown(self._folder, self._as["user"], self._as["group"])
        self._run("initdb", "-U", "chat", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.resume()

    def resume(self) -> None:
        """Start it, also after `halt`, on the same port; returns once it answers."""
        options = ["-k", str(self._folder), "-p", str(self._port), "-c", "listen_addresses=127.0.0.1"]
        for setting in FAST:
            options += ["-c", setting]
        command = [*_with_us(), str(program("postgres")), "-D", self._data, *options]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, **self._as)
        self._wait()

    def stop(self) -> None:
        """End the server and leave nothing of it."""
        self.halt()
        shutil.rmtree(self._folder, ignore_errors=True)

    def halt(self) -> None:
        """End the server; what it has stored stays."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # which waits for nobody who is still connected
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def new_database(self, template: str = "template1") -> str:
        """Return the name of a new database: empty, or a copy of another one."""
        self._created += 1
        name = f"chat_{self._created}"
        self.run_sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def url(self, database: str) -> str:
        """Return the address of a database, in the form that platforms hand out."""
        return f"postgresql://chat@127.0.0.1:{self._port}/{database}"

    def run_sql(self, database: str, statement: str) -> None:
        """Run a statement outside any transaction."""
        connection = psycopg2.connect(self.url(database))
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, name: str, *options: str) -> None:
        command = [str(program(name)), "-D", self._data, *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **self._as)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg2.connect(self.url("postgres")).close()
            except psycopg2.OperationalError as error:
                gone = self._process is None or self._process.poll() is not None
                if gone or time.monotonic() > deadline:
                    log = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
                time.sleep(0.02)


def _other_user() -> pwd.struct_passwd | None:
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users.get("nobody")


def _as_other_user() -> dict[str, Any]:
    user = _other_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _with_us() -> list[str]:
    """Where the system can do that: what ends the server even when the tests are killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
