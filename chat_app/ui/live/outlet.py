"""The way from the hub to the pages: Reflex state deltas, encoded once, put on many sockets.

A delta names a state and its vars as the front end knows them; the browser applies it as if the state
itself had sent it. Nothing here goes through anybody's state, so nothing waits for a lock.
"""

from collections.abc import Callable, Iterable
from typing import Any

import reflex as rx
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.utils import format as reflex_format

from chat_app.failures import contained
from chat_app.realtime.views import ChannelView
from chat_app.ui.addresses import channel_address, sign_in_address
from chat_app.ui.live.sockets import LiveSockets

NAMESPACE = "/_event"


class ReflexTransport:
    """`realtime.ports.Transport` over the sockets of a Reflex application.

    `owners` tells which state's var each name is. Nothing here raises: what cannot be encoded is left out and
    all else is sent, and a socket that cannot be written to costs itself only (`LiveSockets`).
    """

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._engine_of: dict[str, str] = {}  # by socket id
        self._sid_of: dict[str, str] = {}  # by connection id
        self._app: rx.App | None = None
        self._sockets: LiveSockets | None = None

    def clear(self) -> None:
        """Forget all sockets."""
        self._engine_of.clear()
        self._sid_of.clear()

    def attach(self, app: rx.App, sockets: LiveSockets, states: Iterable[type[rx.State]]) -> None:
        """Use this application's sockets; push the live vars of these states."""
        self._app, self._sockets = app, sockets
        for state in states:
            for name in state.computed_vars:
                self._owners[name] = state.get_full_name()

    def push(
        self,
        sids: Iterable[str],
        values: dict[str, Any],
        everything: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        if self._sockets is not None and (engine_ids := self._engine_ids(sids)):
            if everything is None:
                self._sockets.push(engine_ids, self._packet(values))
            else:
                self._sockets.push_newest(
                    engine_ids, "feed", self._packet(values), lambda: self._packet(everything())
                )

    def show_sign_in(self, sid: str, channel: ChannelView | None) -> None:
        back_to = channel_address(channel["name"], channel["id"]) if channel else ""
        path = sign_in_address(back_to, signed_out=True)
        redirect = {"name": "_redirect", "payload": {"path": path, "external": False, "replace": True}}
        if self._sockets is not None:
            self._sockets.push(self._engine_ids([sid]), _encode({"delta": {}, "events": [redirect]}))

    def close(self, sid: str) -> None:
        if self._sockets is not None:
            for engine_id in self._engine_ids([sid]):
                # Said in words first: a page that was told does not come back by itself.
                self._sockets.push([engine_id], f"41{NAMESPACE},")
                self._sockets.close(engine_id)

    def admit(self, sid: str) -> str:
        """Remember the connection below a page that has come. Return the page that was on it before."""
        manager = self._app.sio.manager if self._app and self._app.sio else None
        engine_id = manager.eio_sid_from_sid(sid, NAMESPACE) if manager else None
        if self._sockets is None or engine_id not in self._sockets.open:
            return ""
        before = self._sid_of.get(engine_id, "")
        if before == sid:
            return ""
        self._engine_of.pop(before, None)
        self._engine_of[sid], self._sid_of[engine_id] = engine_id, sid
        return before

    def dismiss(self, engine_id: str) -> str | None:
        """Forget a connection that has ended. Return the socket that was on top of it, if it was a page's."""
        sid = self._sid_of.pop(engine_id, None)
        if sid is not None:
            self._engine_of.pop(sid, None)
        return sid

    def knows(self, sid: str) -> bool:
        """Whether the page's connection is still there."""
        return self._sockets is not None and self._engine_of.get(sid) in self._sockets.open

    def drop(self, sid: str) -> None:
        """Break a page's connection off, so that the page comes again by itself."""
        manager = self._app.sio.manager if self._app and self._app.sio else None
        engine_id = manager.eio_sid_from_sid(sid, NAMESPACE) if manager else None
        if self._sockets is not None and engine_id is not None:
            self._sockets.abort(engine_id)

    def is_open(self, sid: str) -> bool:
        """Whether the connection of this socket is there, known as a page's or not."""
        manager = self._app.sio.manager if self._app and self._app.sio else None
        return manager is not None and manager.eio_sid_from_sid(sid, NAMESPACE) is not None

    def _engine_ids(self, sids: Iterable[str]) -> list[str]:
        return [engine_id for sid in sids if (engine_id := self._engine_of.get(sid))]

    def _packet(self, values: dict[str, Any]) -> str:
        try:
            return _encode({"delta": self._delta(values)})
        except Exception:  # noqa: BLE001 - which of them it was is found out, and told of, here
            return _encode({"delta": self._delta(self._encodable(values))})

    def _delta(self, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
        delta: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            delta.setdefault(self._owners[name], {})[name + FIELD_MARKER] = value
        return delta

    def _encodable(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return those of the vars that can be sent, each tried by itself."""
        found: dict[str, Any] = {}
        for name, value in values.items():
            with contained("The var %s could not be sent; the others are.", name):
                _encode(self._delta({name: value}))
                found[name] = value
        return found


def _encode(update: dict[str, Any]) -> str:
    """Return a socket.io event packet for Reflex's front end."""
    return f"42{NAMESPACE},{reflex_format.json_dumps(['event', update])}"
