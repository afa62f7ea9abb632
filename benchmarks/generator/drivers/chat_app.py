"""The driver of this application: it sends what the page sends, and follows the channel as a page does.

A page gets the newest messages as they are now, not the one that is new, so a message may come again.
"""

import asyncio
import hashlib
import hmac
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from benchmarks.generator.drivers.base import SECRET, Client, Driver, Rest, signed_token
from benchmarks.generator.drivers.filling import fill, session_of
from benchmarks.generator.http1 import HOST, Http
from benchmarks.generator.wire import PATIENCE, OnData, SocketIo

NAMESPACE = "/_event"
STATES = "reflex___state____state.chat_app___ui___states"
SEND = f"{STATES}___composer____composer_state.send_message"
FOLLOW = f"{STATES}___presence____presence_state.follow"
HYDRATE = "reflex___state____state.hydrate_and_load"
SHOWING = re.compile(rb'"showing_rx_state_": ?([1-9]\d*)')


def cookie() -> str:
    """Return the name of the cookie that keeps a session, which has a mark of the installation."""
    return f"chat_session_{hmac.new(SECRET.encode(), b'installation', hashlib.sha256).hexdigest()[:12]}"


def router_at(channel: str) -> dict[str, Any]:
    """Return what a page says of its address."""
    return {"pathname": "/chat", "asPath": f"/chat?channel={channel}", "query": {"channel": channel}}


@dataclass
class Page(Client):
    """One open page: the channel is shown, its person reads along."""

    channel: int
    router: dict[str, Any]

    def send(self, text: str) -> None:
        """Send a message, as the composer does."""
        self.event(SEND, channel_id=str(self.channel), client_message_id=str(uuid.uuid4()), text=text)

    def event(self, name: str, **payload: Any) -> None:
        """Call a state's handler."""
        self.socket.emit("event", {"name": name, "payload": payload, "router_data": self.router})


class AppRest(Rest):
    """The application's REST calls."""

    def items(self, body: bytes) -> list[Any]:
        """Return the messages of an answer."""
        return json.loads(body)["items"]

    def place(self, item: Any) -> int:
        """Return a message's number."""
        return item["seq"]

    def written(self, text: str) -> dict[str, str]:
        """Return what is posted."""
        return {"text": text}


class ChatApp(Driver):
    """Speaks to this application as its page does."""

    repeats = True

    def __init__(self, port: int, url: str) -> None:
        super().__init__(port, url)
        self.ids: dict[int, int] = {}
        self.channels: dict[str, int] = {}

    def fill(self, name: str, people: int, *, members: int | None = None, messages: int = 0) -> None:
        """Insert what is missing, on either database."""
        self.ids, self.channels[name] = fill(self.url, name, people, members or people, messages)

    def token(self, person: int, kind: str) -> str:
        """Return a person's token: `browser` for the cookie, `access` for REST."""
        return signed_token({"typ": kind, "sid": session_of(person), "sub": str(self.ids[person])})

    async def connect(self, person: int, on_data: OnData, channel: str) -> Page:
        """Connect with the cookie of a session, wait for the first snapshot, and follow."""
        showing: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def until_shown(person: int, at: float, payload: bytes) -> None:
            if not showing.done() and (told := SHOWING.search(payload)):
                showing.set_result(int(told[1]))
            on_data(person, at, payload)

        url = f"ws://{HOST}:{self.port}{NAMESPACE}/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        router = router_at(channel)
        hello = {"event": {"name": HYDRATE, "router_data": router}}
        headers = {"Cookie": f"{cookie()}={self.token(person, 'browser')}"}
        socket = await SocketIo.open(
            url, person, until_shown, auth=hello, namespace=NAMESPACE, headers=headers
        )
        page = Page(socket, self.channels[channel], router)
        page.event(FOLLOW, showing=await asyncio.wait_for(showing, PATIENCE), following=True)
        socket.on_data = on_data
        return page

    async def rest(self, person: int, channel: str) -> AppRest:
        """Return a client of the REST calls."""
        path = f"/api/v1/channels/{self.channels[channel]}/messages"
        return AppRest(await Http.open(self.port), self.token(person, "access"), path)
