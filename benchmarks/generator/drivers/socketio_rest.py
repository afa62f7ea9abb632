"""The driver of both peers, which have the same calls, events and tables."""

import json
from dataclasses import dataclass
from typing import Any

import psycopg2

from benchmarks.generator.drivers.base import Client, Driver, Rest, signed_token
from benchmarks.generator.http1 import HOST, Http
from benchmarks.generator.wire import OnData, SocketIo

PEOPLE = """
    insert into users(username, password_hash)
    select 'bench' || i, '' from generate_series(0, %(people)s - 1) i
    on conflict do nothing
"""
MEMBERS = """
    insert into channel_members(channel_id, user_id)
    select %(channel)s, id from users where username = any(%(names)s) on conflict do nothing
"""
MESSAGES = """
    insert into messages(channel_id, user_id, content, created_at)
    select %(channel)s, (%(people)s)[1 + i %% %(count)s],
        'message number ' || i || ' ' || repeat('lorem ipsum ', 6),
        now() - make_interval(secs => %(messages)s - i)
    from generate_series(
        (select count(*) from messages where channel_id = %(channel)s) + 1, %(messages)s) i
"""


@dataclass
class SocketIoClient(Client):
    """A page that has joined a channel."""

    channel: int

    def send(self, text: str) -> None:
        """Send a message."""
        self.socket.emit("message", {"channelId": self.channel, "content": text})


class SocketIoRest(Rest):
    """The peers' REST calls."""

    def items(self, body: bytes) -> list[Any]:
        """Return the messages of an answer, which has the newest first."""
        return json.loads(body)[::-1]

    def place(self, item: Any) -> int:
        """Return a message's id."""
        return int(item["id"])

    def written(self, text: str) -> dict[str, str]:
        """Return what is posted."""
        return {"content": text}


class SocketIoServer(Driver):
    """Speaks socket.io to a peer, and SQL to its database."""

    def __init__(self, port: int, url: str) -> None:
        super().__init__(port, url)
        self.ids: dict[int, int] = {}
        self.channels: dict[str, int] = {}

    def fill(self, name: str, people: int, *, members: int | None = None, messages: int = 0) -> None:
        """Insert what is missing."""
        names = [f"bench{each}" for each in range(people)]
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(PEOPLE, {"people": people})
            cursor.execute("select substr(username, 6)::int, id from users where username = any(%s)", [names])
            self.ids = dict(cursor.fetchall())
            made = "insert into channels(name, created_by) values (%s, %s) on conflict do nothing"
            cursor.execute(made, [name, self.ids[0]])
            cursor.execute("select id from channels where name = %s", [name])
            (channel,) = cursor.fetchone() or (0,)
            self.channels[name] = channel
            cursor.execute(MEMBERS, {"channel": channel, "names": names[:members]})
            authors = [self.ids[each] for each in range(min(people, members or people))]
            said = {"channel": channel, "people": authors, "count": len(authors), "messages": messages}
            cursor.execute(MESSAGES, said)
            cursor.execute("vacuum analyze")
        connection.close()

    def token(self, person: int) -> str:
        """Return a person's token."""
        return signed_token({"sub": str(self.ids[person]), "username": f"bench{person}"})

    async def connect(self, person: int, on_data: OnData, channel: str) -> SocketIoClient:
        """Connect with a token and join the channel."""
        url = f"ws://{HOST}:{self.port}/socket.io/?EIO=4&transport=websocket"
        socket = await SocketIo.open(url, person, on_data, auth={"token": self.token(person)})
        (answer,) = await socket.call("join", {"channelId": self.channels[channel]})
        assert answer.get("ok"), answer
        return SocketIoClient(socket, self.channels[channel])

    async def rest(self, person: int, channel: str) -> SocketIoRest:
        """Return a client of the REST calls."""
        path = f"/channels/{self.channels[channel]}/messages"
        return SocketIoRest(await Http.open(self.port), self.token(person), path)
