"""Pages without a browser: a tree of states as Reflex makes it for a tab, and a hub of its own behind it."""

import asyncio
import inspect
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

import reflex as rx
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from chat_app.backends.bus import InProcessBus
from chat_app.backends.database import transaction
from chat_app.errors import Sentence
from chat_app.realtime.presence import Presence
from chat_app.services.access import Actor
from chat_app.services.live_source import LiveSource
from chat_app.services.transactions import in_thread
from chat_app.ui.live.hub import hub
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.error_text import ErrorText
from chat_app.ui.states.navigation import NavigationState
from tests.support.fakes import Pages
from tests.support.people import cookie_of

S = TypeVar("S", bound=rx.State)
PATIENCE = 5.0
# Nothing of this is a text that could be stored, and none an id.
ABSURD: list[Any] = [None, [], {}, True, -1, 1.5, 10**30, "", "x" * 1_000_000, "\0", "\ud800"]
ABSURD += [["a"] * 1000, {"name": {"name": []}}]
ABSURD_IDS = [*ABSURD, "-1", "0", "1e3", "١", "9" * 18, "9" * 400, "'; DROP TABLE users; --"]


def english(said: ErrorText) -> str:
    """Return what a page is told, as it says it in English."""
    return said if isinstance(said, str) else Sentence(said["template"], **said["parts"])


class Tab:
    """One tab: of a person, by the cookie, or of nobody."""

    def __init__(self, sid: str, actor: Actor | None, path: str, root: rx.State | None = None) -> None:
        self.sid = sid
        self.root = root or rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
        self.connect(sid, f"theme=dark; {cookie_of(actor)}" if actor else "", path)

    def connect(self, sid: str, cookie: str, path: str = "/chat") -> None:
        """Have the tab's events come over this connection from now on."""
        self.sid = sid
        router = {
            "sid": sid,
            "token": "tab",
            "ip": "127.0.0.1",
            "headers": {"cookie": cookie, "origin": "http://127.0.0.1:3000"},
            "pathname": path.split("?")[0],
            "asPath": path,
            "query": {},
        }
        self.root.router_data = self.root._update_router_vars(router, self.root.router_data)

    async def go(self, address: str) -> list[Any]:
        """Have the page go to another of its addresses, for example `/chat?channel=general`."""
        self.connect(self.sid, self.root.router.headers.cookie, address)
        return await self.do(NavigationState.load_chat)

    def state(self, kind: type[S]) -> S:
        found: Any = self.root.get_substate(kind.get_full_name().split("."))
        return found

    async def do(self, handler: Any, *arguments: Any) -> list[Any]:
        """Call `SomeState.handler` as Reflex does; the events it answers with."""
        state = self.root.get_substate(handler.state_full_name.split("."))
        answer = handler.fn(state, *arguments)
        if inspect.isasyncgen(answer):
            return [event async for event in answer if event is not None]
        if inspect.isawaitable(answer):
            answer = await answer
        return answer if isinstance(answer, list) else [] if answer is None else [answer]


class Tabs:
    """Opens tabs. `pages` remembers what the hub sent to each."""

    def __init__(self, bus: InProcessBus) -> None:
        self._bus = bus
        self._sids = count(1)
        self.pages = Pages()
        hub.__init__(LiveSource(), self.pages, in_thread, Presence(away_after=300, grace=3))
        bus._listeners[:] = [hub.handle]

    def closed(self, actor: Actor | None = None, path: str = "/chat") -> Tab:
        """Return a tab that the hub does not know (yet)."""
        self._bus.attach(asyncio.get_running_loop())
        return Tab(f"socket-{next(self._sids)}", actor, path)

    async def open(self, actor: Actor, channel: str = "general") -> Tab:
        """Return a tab that shows a channel."""
        tab = self.closed(actor, f"/chat?channel={channel}")
        assert await hub.connect(tab.sid, actor.user_id, actor.session_id)
        await tab.state(NavigationState)._open(channel)
        return tab


async def until(condition: Callable[[], Any]) -> Any:
    """Return what a condition answers once it holds; waits no longer than a person would."""
    give_up = asyncio.get_running_loop().time() + PATIENCE
    while not (answer := condition()):
        assert asyncio.get_running_loop().time() < give_up, "it did not come about"
        await asyncio.sleep(0.005)
    return answer


def led_to(events: list[Any]) -> list[str]:
    """Return the addresses that redirects among the events lead to."""
    return [str(value) for event in events for name, value in event.args if str(name) == "path"]


def stored() -> dict[str, list[tuple[Any, ...]]]:
    """All that is in the database."""
    with transaction(reading=True) as session:
        return everything_in(session)


def everything_in(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but not how far people have read: that is written when it suits."""
    tables = SQLModel.metadata.sorted_tables
    wanted = {
        table.name: [column for column in table.c if column.name != "last_read_seq"] for table in tables
    }
    found = {name: session.connection().execute(select(*columns)) for name, columns in wanted.items()}
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found.items()}


def texts(channel_id: int) -> list[str]:
    """Return the messages of a channel, as they are stored."""
    with transaction(reading=True) as session:
        table = SQLModel.metadata.tables["messages"]
        wanted = select(table.c.text).where(table.c.channel_id == channel_id).order_by(table.c.seq)
        return [row.text for row in session.connection().execute(wanted)]


def open_id(tab: Tab) -> str:
    """Return the channel that a tab shows; empty where it shows none."""
    return hub.value(tab.sid, "channel")["id"]


async def send(tab: Tab, text: Any, id_: Any = "one", channel_id: Any = ...) -> None:
    """Send a message to the channel that the tab shows, or to another."""
    await tab.do(ComposerState.send_message, open_id(tab) if channel_id is ... else channel_id, id_, text)
