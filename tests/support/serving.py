"""A real server with the API alone, and people who speak to it."""

import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2 as httpx

from chat_app.cli.processes import ROOT, answers, end
from tests.api.conftest import PASSWORD
from tests.support.server import FOR_TESTS, HOST, Server, free_port, plain_environment
from tests.support.streaming import Listener


class Served:
    """The API on a server of its own, on a database of one kind."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self._log = folder / "server.log"
        ours = {"HOST": HOST, "PORT": str(self.port), "DATA_DIR": str(folder / "data")}
        ours |= {"SECRET_KEY": "s" * 40, "REQUESTS_PER_WINDOW": "1000000", "EVENT_HEARTBEAT_SECONDS": "0.5"}
        self.environment = {**plain_environment(), **FOR_TESTS, **ours, **settings}

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Migrate and serve; returns when it answers."""
        for module in ("alembic", "tests.support.served"):
            arguments = ["upgrade", "head"] if module == "alembic" else []
            with self._log.open("ab") as log:
                command = [sys.executable, "-m", module, *arguments]
                self._process = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
            if module == "alembic":
                assert self._process.wait(60) == 0, self._log.read_text()
        give_up = time.monotonic() + 30
        while not answers(HOST, self.port, "/api/v1/health"):
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < give_up, self._log.read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        end(self._process)


class Person:
    """Somebody who speaks to the server and can listen."""

    def __init__(
        self, served: "Served | Server", name: str, again: bool = False, exactly: bool = False
    ) -> None:
        """`again`: sign in as somebody who is there; `exactly`: under this very name, not one like it."""
        self._served = served
        self.username = name if again or exactly else f"{name}-{secrets.token_hex(3)}"
        self._client = httpx.Client(
            base_url=f"{served.url}/api/v1", timeout=20, trust_env=False, verify=False
        )
        body = {"username": self.username, "password": PASSWORD}
        signed_in = self("POST", "/auth/login" if again else "/auth/register", body)
        self.id, self.token = signed_in["user"]["id"], signed_in["access_token"]
        self._client.headers["Authorization"] = f"Bearer {self.token}"

    def again(self) -> "Person":
        """Return the same person, signed in once more."""
        return Person(self._served, self.username, again=True)

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._client.request(method, path, **({"json": body} if body is not None else {}))
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def channel(self, *members: "Person", private: bool = False) -> str:
        made = self("POST", "/channels", {"name": f"town-{secrets.token_hex(4)}", "private": private})
        for member in members:
            self("POST", f"/channels/{made['id']}/members", {"user_id": member.id})
        return made["id"]

    def say(self, channel: str, text: str) -> dict[str, Any]:
        return self("POST", f"/channels/{channel}/messages", {"text": text})

    def close(self) -> None:
        self._client.close()

    def listen(self, last_event_id: str = "") -> Listener:
        return Listener(self._served.port, self.token, last_event_id)
