"""A client that speaks the page's protocol (engine.io, socket.io, a websocket) and says what it likes."""

import http.client
import json
import re
import time
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import simple_websocket
from simple_websocket import ConnectionClosed

from chat_app.realtime.windows import SLOTS
from tests.support.server import HOST, Server

PATIENCE = 10.0
STATE = "reflex___state____state"
PASSWORD = "correct horse"


def state_name(module: str, name: str) -> str:
    """Return the full name of one of our states: `state_name("channels", "channels_state")`."""
    return f"{STATE}.chat_app___ui___states___{module}____{name}"


CHANNELS = state_name("channels", "channels_state")
COMPOSER = state_name("composer", "composer_state")
DELETION = state_name("editing", "deletion_state")
EDIT = state_name("editing", "edit_state")
HISTORY = state_name("history", "history_state")
PRESENCE = state_name("presence", "presence_state")
TOAST = state_name("toast", "toast_state")
LIVE = state_name("live", "live_state")
SESSION = state_name("session", "session_state")
NAVIGATION = state_name("navigation", "navigation_state")


def request(
    server: Server, method: str, path: str, body: Any = None, **headers: str
) -> http.client.HTTPResponse:
    """One HTTP request; `content_type="..."` becomes `Content-Type`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)) as connection:
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"} | named)
        response = connection.getresponse()
        response.read()
        return response


class Client(simple_websocket.Client):
    """Names the port in its Host header, as every browser does."""

    def handshake(self) -> None:
        self.host = f"{self.host}:{self.port}"
        super().handshake()


class RawPage:
    """A connection to the server. `heard` is all it was sent, `vars` what that makes of the state."""

    def __init__(
        self, server: Server, cookie: str = "", token: str = "", channel: str = "general", **headers: str
    ) -> None:
        self.token = token or str(uuid.uuid4())
        self.heard: list[str] = []
        self.vars: dict[str, dict[str, Any]] = {}
        self.router = {"pathname": "/chat", "asPath": f"/chat?channel={channel}", "query": {}}
        self.closed = False
        url = f"ws://{HOST}:{server.port}/_event/?EIO=4&transport=websocket&token={self.token}"
        sent = {"Cookie": cookie} | headers
        self.socket = Client(url, headers=sent)  # pyright: ignore[reportArgumentType]
        self.say("40/_event,")
        self.until(lambda: any(text.startswith("40/_event") for text in self.heard))

    def say(self, text: str) -> None:
        with suppress(ConnectionClosed, OSError):
            self.socket.send(text)

    def event(self, name: str, payload: Any = None, **more: Any) -> None:
        """Call a handler by its full name."""
        body = {"name": name, "payload": payload or {}, "router_data": self.router} | more
        self.say("42/_event," + json.dumps(["event", body]))

    def go(self, channel: str) -> None:
        """Go to a channel's address, as a link does."""
        self.router = self.router | {"asPath": f"/chat?channel={channel}"}
        self.event(f"{NAVIGATION}.load_chat")

    def hello(self) -> "RawPage":
        """Do what a page begins with; return when it has its answer."""
        self.event(f"{STATE}.hydrate_and_load")
        self.until(lambda: self.vars.get(STATE, {}).get("is_hydrated_rx_state_"))
        return self

    def until(self, condition: Callable[[], Any]) -> Any:
        """Listen until something holds."""
        give_up = time.monotonic() + PATIENCE
        while not (answer := condition()):
            assert time.monotonic() < give_up, f"it did not come about; heard {self.heard[-3:]}"
            assert not self.closed, f"the server hung up; heard {self.heard[-3:]}"
            self.listen(0.2)
        return answer

    def until_closed(self) -> None:
        """Listen until the server hangs up."""
        give_up = time.monotonic() + PATIENCE
        while not self.closed:
            assert time.monotonic() < give_up, "the server did not hang up"
            self.listen(0.2)

    def catch_up(self) -> None:
        """Listen until all that this page said before has been answered."""
        fence = uuid.uuid4().hex
        self.event(f"{TOAST}.show", {"message": fence})
        self.until(lambda: fence in self.everything())

    def listen(self, seconds: float) -> None:
        try:
            text = self.socket.receive(seconds)
        except (ConnectionClosed, OSError):
            self.closed = True
            return
        if isinstance(text, str):
            self._take(text)

    def _take(self, text: str) -> None:
        if text == "2":
            self.say("3")
            return
        self.heard.append(text)
        if text.startswith('42/_event,["event"'):
            update = json.loads(text.split(",", 1)[1])[1]
            for state, values in (update.get("delta") or {}).items():
                self.vars.setdefault(state, {}).update(values)

    def everything(self) -> str:
        return "\n".join(self.heard)

    def var(self, state: str, name: str) -> Any:
        return self.vars.get(state, {}).get(f"{name}_rx_state_")

    def messages(self) -> list[Any]:
        """Return the messages that the page shows, oldest first."""
        found = [view for name in SLOTS if (view := self.var(LIVE, name))]
        return sorted(found, key=lambda view: view["seq"])

    def texts(self) -> list[str]:
        """Return what they say."""
        return [view["html"] for view in self.messages()]

    def post(self, text: str, channel_id: str = "", id_: str = "") -> None:
        channel = channel_id or self.var(LIVE, "channel")["id"]
        payload = {"channel_id": channel, "client_message_id": id_ or uuid.uuid4().hex, "text": text}
        self.event(f"{COMPOSER}.send_message", payload)

    def close(self) -> None:
        with suppress(ConnectionClosed, OSError):
            self.socket.close()


Open = Callable[..., RawPage]
Secret = tuple[RawPage, str]


def ticket_for(server: Server, username: str, handler: str = "sign_up") -> str:
    """Return the ticket that signing up (or in) answers with."""
    page = RawPage(server)
    name = handler.replace("_", "")
    state = state_name("sign_in", "sign_up_state" if name == "signup" else "sign_in_state")
    page.event(f"{state}.{handler}", {"form_data": {"username": username, "password": PASSWORD}})
    found = page.until(lambda: re.search(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", page.everything()))
    page.close()
    return found.group()


def cookie_for(server: Server, username: str, handler: str = "sign_up") -> str:
    """Sign somebody up (or in) as their browser does; the cookie it gets."""
    answer = request(server, "POST", "/api/session", {"ticket": ticket_for(server, username, handler)})
    assert answer.status == 204
    return str(answer.headers["Set-Cookie"]).split(";")[0]
