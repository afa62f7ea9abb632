"""The servers that are measured: how each is started, where it listens, and who speaks to it."""

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg2
from psycopg2 import sql

from benchmarks.generator.drivers.base import Driver
from benchmarks.generator.drivers.chat_app import ChatApp
from benchmarks.generator.drivers.socketio_rest import SocketIoServer

PG_URL = os.environ.get("PG_URL", "postgresql://postgres@127.0.0.1:5440")
HOME = Path(os.environ.get("PEERS_HOME", Path(tempfile.gettempdir()) / "chat-bench"))


@dataclass(frozen=True)
class Peer:
    """A kind of server. `start` is a script of `servers`, with what it is told."""

    name: str
    title: str
    driver: type[Driver]
    start: tuple[str, ...]
    port: int
    database: str
    sqlite: bool = False

    @property
    def url(self) -> str:
        """Return the address of its database."""
        if self.sqlite:
            return f"sqlite:///{HOME / 'sqlite' / self.database}.db"
        return f"{PG_URL}/{self.database}"

    def with_database(self, suffix: str) -> "Peer":
        """Return the same with a database of its own for what would make others slower."""
        return replace(self, database=f"{self.database}_{suffix}")

    def make_database(self) -> None:
        """Have the database, empty if it is new."""
        if self.sqlite:
            return (HOME / "sqlite").mkdir(parents=True, exist_ok=True)
        connection = psycopg2.connect(f"{PG_URL}/postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [self.database])
            if not cursor.fetchone():
                name = sql.Identifier(self.database)
                cursor.execute(sql.SQL("create database {} template template0").format(name))
        connection.close()


OURS = Peer("chat_app", "Chat en Vivo", ChatApp, ("chat_app.sh",), 7004, "chat_app")
ON_SQLITE = replace(OURS, name="sqlite", title="Chat en Vivo on SQLite", sqlite=True)
WITH_LIMITS = replace(OURS, name="limits", start=("chat_app.sh", "default-limits"))
NEST = Peer("nest", "NestJS", SocketIoServer, ("nest.sh",), 7001, "peer_nest")
PYSIO = Peer("pysio", "python-socketio", SocketIoServer, ("pysio.sh",), 7002, "peer_pysio")
OTHERS = (NEST, PYSIO)
ALL = (NEST, PYSIO, OURS, ON_SQLITE)
