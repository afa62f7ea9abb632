"""A listener to an event stream, over a real connection."""

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Any

SECONDS = 10


@dataclass
class Heard:
    """One event."""

    name: str
    data: dict[str, Any]
    id: str


class Listener:
    """Reads a stream in a thread. `with Listener(port, token) as events: events.next("message.posted")`."""

    def __init__(self, port: int, token: str, last_event_id: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Authorization": f"Bearer {token}",
            **({"Last-Event-ID": last_event_id} if last_event_id else {}),
        }
        self._connection.request("GET", "/api/v1/events", headers=headers)
        self._socket = self._connection.sock
        self.answer = self._connection.getresponse()
        self.heard: list[Heard] = []
        self.comments = 0
        self.last_id = last_event_id
        self._queue: Queue[Heard | None] = Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> "Listener":
        assert self.answer.status == 200, self.answer.read()
        self._thread.start()
        self.next("stream.opened")
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Break the connection off."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join(SECONDS)
        self.answer.close()
        self._connection.close()

    def refused(self) -> int:
        """Return the status of an answer that is no stream."""
        self.leave()
        return self.answer.status

    def next(self, *names: str, where: Callable[[dict[str, Any]], bool] = lambda _: True) -> Heard:
        """Return the next event of one of these names; others are passed over."""
        while True:
            event = self._queue.get(timeout=SECONDS)
            assert event is not None, f"the stream ended; it told {self.heard}"
            if event.name in names and where(event.data):
                return event

    def ends(self) -> bool:
        """Whether the stream comes to its end."""
        try:
            while self._queue.get(timeout=SECONDS) is not None:
                pass
        except Empty:
            return False
        return True

    def silent(self, seconds: float, *names: str) -> bool:
        """Whether nothing of these names is told for so long."""
        try:
            while (event := self._queue.get(timeout=seconds)) is None or event.name not in names:
                pass
        except Empty:
            return True
        return False

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for raw in self.answer:
                line = raw.decode().rstrip("\n")
                if line.startswith(":"):
                    self.comments += 1
                elif line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    self._tell(fields)
                    fields = {}
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        finally:
            self._queue.put(None)

    def _tell(self, fields: dict[str, str]) -> None:
        event = Heard(fields["event"], json.loads(fields["data"]), fields.get("id", ""))
        self.last_id = event.id or self.last_id
        self.heard.append(event)
        self._queue.put(event)
