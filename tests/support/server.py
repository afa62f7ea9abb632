"""The real application as a process of its own, which a test may kill and start again."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import jwt
from sqlmodel import Session, col, select

from chat_app.backends.database import make_engine, migrate
from chat_app.cli.processes import ROOT, answers, end
from chat_app.models import Channel, Message, User
from chat_app.security import ALGORITHM, installation
from chat_app.services.accounts import rules
from chat_app.settings import Settings

HOST = "127.0.0.1"
START_SECONDS = 60
# Quick to sign up, and limits that a test meets only where it means to.
FOR_TESTS = {"BCRYPT_COST": "4", "SIGN_IN_TRIES": "10000", "SIGN_UPS": "1000000"}
FOR_TESTS |= {"MESSAGES_PER_WINDOW": "100000"}


def plain_environment() -> dict[str, str]:
    """Return this environment with every setting at its default, whatever it or `.env` says."""
    fields = Settings.model_fields.items()
    return {**os.environ, **{name.upper(): as_text(field.default) for name, field in fields}}


def as_text(default: object) -> str:
    """Return a setting's default as one writes it in the environment."""
    if isinstance(default, bool):
        return str(default).lower()
    return ",".join(default) if isinstance(default, tuple) else str(default)


class Server:
    """A server with a data directory, and so a database, of its own. The pages have to be built.

    `settings` are environment variables, for example `OFFLINE_SECONDS="5"`.
    """

    program: Sequence[str] = ("chat_app", "serve")
    running: ClassVar[list["Server"]] = []

    def __init__(self, directory: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.data_dir = directory / "data"
        self._log = directory / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        ours = {"HOST": HOST, "PORT": str(self.port), "DATA_DIR": str(self.data_dir)}
        self._secret = secrets.token_hex(32)
        ours["SECRET_KEY"] = self._secret
        self._environment = {**plain_environment(), **FOR_TESTS, **ours, **settings}

    def start(self) -> None:
        """Serve, on the same port and data as before; returns when it answers."""
        if not self.data_dir.exists():
            self.data_dir.mkdir()
            (self.data_dir / "chat.db").write_bytes(empty_database())
        self._process = self._run()
        if self not in self.running:
            self.running.append(self)
        give_up = time.monotonic() + START_SECONDS
        while not answers(HOST, self.port, "/api/v1/health"):
            if self._process.poll() is not None or time.monotonic() > give_up:
                self.stop()
                raise AssertionError(f"The server did not come up:\n{self.log()}")
            time.sleep(0.05)

    def is_up(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End every process of it in an instant, as a crash or a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def pause(self) -> None:
        """Have it stand still, with every connection open, until `resume`."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Stop it as Ctrl-C does; nothing of it is left."""
        if self in self.running:
            self.running.remove(self)
        if self._process is not None:
            with suppress(ProcessLookupError):
                self.resume()
            end(self._process)

    def admit(self, username: str, password: str) -> str:
        """Make an account; the token that a browser signed in with it has in its cookie."""
        body = json.dumps({"username": username, "password": password})
        with closing(HTTPConnection(HOST, self.port, timeout=START_SECONDS)) as connection:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", "/api/v1/auth/register", body, headers)
            answer = json.load(connection.getresponse())
        claims = jwt.decode(answer["access_token"], self._secret, algorithms=[ALGORITHM])
        return jwt.encode({**claims, "typ": "browser"}, self._secret, ALGORITHM)

    @property
    def cookie_name(self) -> str:
        """What that cookie is called, over http."""
        return f"chat_session_{installation(self._secret)}"

    @contextmanager
    def database(self) -> Iterator[Session]:
        """Its database, in one transaction. What is written here, the running server is not told of."""
        engine = make_engine(f"sqlite:///{self.data_dir / 'chat.db'}")
        try:
            with Session(engine) as session:
                yield session
                session.commit()
        finally:
            engine.dispose()

    def seed(
        self,
        channel: str,
        texts: list[str],
        times: list[datetime] | None = None,
        authors: Sequence[str] = ("grace", "edsger"),
    ) -> None:
        """Make a public channel in which people have written these messages in turn, oldest first.

        `authors` are usernames; who is not there yet, is made. Without times, all of them a minute ago.
        """
        moments = times or [datetime.now(UTC) - timedelta(minutes=1)] * len(texts)
        with self.database() as session:
            people = {name: _somebody(session, name) for name in authors}
            made = Channel(name=channel, last_seq=len(texts))
            session.add_all([made, *people.values()])
            session.flush()
            for seq, (text, at, name) in enumerate(zip(texts, moments, cycle(authors), strict=False), 1):
                message = {"channel_id": made.id, "seq": seq, "author_id": people[name].id, "text": text}
                session.add(Message(**message, created_at=at))

    def stored(self, channel: str) -> list[tuple[int, str]]:
        """Return what the database has of a channel: seq and text, in order."""
        with self.database() as session:
            found = session.exec(
                select(Message.seq, Message.text)
                .join(Channel, col(Channel.id) == Message.channel_id)
                .where(Channel.name == channel)
                .order_by(col(Message.seq))
            )
            return [(seq, text) for seq, text in found]

    def log(self, lines: int = 60) -> str:
        """Return the last lines it wrote."""
        text = self._log.read_text(errors="replace") if self._log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)

    def _run(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *self.program],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


@cache
def empty_database() -> bytes:
    """Return a migrated database that is empty, made once for all servers."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "chat.db"
        migrate(url=f"sqlite:///{path}")
        return path.read_bytes()


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Return a server that is up for as long as this lasts."""
    server = Server(folder, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _somebody(session: Session, username: str) -> User:
    """Return the person of that name; otherwise one who never signs in."""
    known = session.exec(select(User).where(User.username == username)).first()
    color = rules.COLORS[len(username) % len(rules.COLORS)]
    return known or User(username=username, display_name=username.title(), password_hash="", color=color)


def free_port() -> int:
    """Return a port of this machine that nothing uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
