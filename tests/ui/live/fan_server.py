"""A socket.io server whose client tells it what to send to whom; run by `test_sockets`."""

import gc
import json
import os
import sys
from typing import Any

import socketio

from chat_app.cli.serve import serve
from chat_app.ui.live.sockets import install
from chat_app.ui.live.uvicorn_protocol import UvicornProtocol

sio = socketio.AsyncServer(
    async_mode="asgi",
    transports=["websocket"],
    async_handlers=False,
    ping_interval=float(os.environ.get("PING_INTERVAL", "300")),
    ping_timeout=float(os.environ.get("PING_TIMEOUT", "20")),
)
live = install(sio, max_bytes=1 << 20, max_stall=float(os.environ.get("MAX_STALL", "60")))
closed: list[str] = []
lost: list[str] = []


def note(eio_sid: str, is_lost: bool) -> None:
    closed.append(eio_sid)
    if is_lost:
        lost.append(eio_sid)


live.on_closed(note)


@sio.event
async def do(_sid: str, steps: list[list[Any]]) -> dict[str, Any]:
    """Take the steps, then tell how things are."""
    for what, eio_sid, *rest in steps:
        if what == "push":
            live.push([eio_sid], _packet(*rest))
        elif what == "newest":
            key, number, padding, whole = rest
            live.push_newest([eio_sid], key, _packet(number, padding), lambda whole=whole: _packet(whole, 9))
        elif what == "emit":
            await sio.emit("m", (rest[0], ""), to=sio.manager.sid_from_eio_sid(eio_sid, "/"))
        elif what == "close":
            live.close(eio_sid)
        elif what == "disconnect":
            await sio.eio.disconnect(eio_sid)
    return {
        "closed": closed,
        "lost": lost,
        "open": list(live.open),
        "sockets": _sockets(),
        "clients": len(sio.eio.sockets),
        "connections": sum(isinstance(each, UvicornProtocol) for each in gc.get_objects()),
    }


def _packet(number: Any, padding: int) -> str:
    return f'42["m",{json.dumps(number)},"{"x" * padding}"]'


def _sockets() -> int:
    """How many sockets this process holds."""
    entries = [entry.path for entry in os.scandir("/proc/self/fd")]
    return sum("socket:" in os.readlink(path) for path in entries if os.path.islink(path))


app = socketio.ASGIApp(sio)

if __name__ == "__main__":
    gc.disable()  # nothing of a connection may be left for it
    serve(app, "127.0.0.1", int(sys.argv[-1]))
