"""Many clients of the REST layer at once, while a page is open. A real server, a raw websocket."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.serving import Person as Client
from tests.ui.backend import Backend
from tests.ui.raw import PATIENCE, RawPage, cookie_for

ROUNDS = 6


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Backend]]:
    """Start a server with its own settings."""
    started: list[Backend] = []

    def start(**settings: str) -> Backend:
        started.append(Backend(tmp_path, **settings))
        started[-1].start()
        return started[-1]

    yield start
    for each in started:
        each.stop()


class Talker:
    """A client that posts and reads in turn: what it was answered."""

    def __init__(self, server: Backend, number: int) -> None:
        self._client, self._number = Client(server, f"talker{number}"), number
        listed = self._client("GET", "/channels")["items"]
        (general,) = [each["id"] for each in listed if each["name"] == "general"]
        self._path = f"/channels/{general}/messages"
        self.statuses: Counter[int] = Counter()
        self.posted: list[dict[str, Any]] = []
        self.read: list[tuple[int, list[int]]] = []  # the newest seq it knew of, and the page it then got

    def talk(self) -> None:
        with closing(self._client):
            for turn in range(1, ROUNDS + 1):
                self._post(f"{self._number}.{turn}")
                self._read()
            self._post(f"{self._number}.{ROUNDS}")  # as after an answer that got lost

    def _post(self, text: str) -> None:
        body = {"text": text, "client_message_id": text}
        message = self._ask("POST", self._path, json=body)
        if message and message not in self.posted:
            self.posted.append(message)

    def _read(self) -> None:
        if page := self._ask("GET", self._path):
            known = max((message["seq"] for message in self.posted), default=0)
            self.read.append((known, [message["seq"] for message in page["items"]]))

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = self._client._client.request(method, path, **options)
        self.statuses[answer.status_code] += 1
        assert answer.status_code != 429 or int(answer.headers["Retry-After"]) > 0
        return answer.json() if answer.is_success else None


class Watching:
    """An open page: every message that it came to show, and that none was ever in it twice."""

    def __init__(self, page: RawPage) -> None:
        self._page = page
        self.shown: set[str] = set()

    def look(self) -> list[str]:
        """Take in the next update; the ids of what is in the page now."""
        self._page.listen(0.05)
        views = self._page.messages()
        seqs = [view["seq"] for view in views]
        assert seqs == list(range(seqs[0], seqs[0] + len(seqs))) if seqs else True
        now = [view["id"] for view in views]
        self.shown.update(now)
        return now

    def until(self, true: Callable[[list[str]], bool]) -> None:
        give_up = time.monotonic() + PATIENCE
        while not true(self.look()):
            assert time.monotonic() < give_up


def have_them_talk(server: Backend, page: RawPage, clients: int) -> tuple[list[Talker], Watching]:
    """Everybody at once, while the page takes in what it is sent."""
    watching = Watching(page)
    with ThreadPoolExecutor(clients) as threads:
        talkers = list(threads.map(lambda number: Talker(server, number), range(clients)))
        talking: list[Future[None]] = [threads.submit(talker.talk) for talker in talkers]
        while not all(each.done() for each in talking):
            watching.look()
    for each in talking:
        each.result()
    return talkers, watching


def history(server: Backend) -> list[dict[str, Any]]:
    """All messages of #general, oldest first, as REST gives them."""
    with closing(Client(server, "reader")) as reader:
        (general,) = [each["id"] for each in reader("GET", "/channels")["items"] if each["name"] == "general"]
        found: list[dict[str, Any]] = []
        while True:
            last = found[-1]["seq"] if found else 0
            page = reader("GET", f"/channels/{general}/messages?limit=100&after={last}")
            found += page["items"]
            if not page["has_after"]:
                return found


@pytest.mark.parametrize(
    ("clients", "limits", "each"),
    [
        (32, {"MESSAGES_PER_WINDOW": "1000"}, ROUNDS),
        (8, {"MESSAGES_PER_WINDOW": "4", "MESSAGE_WINDOW_SECONDS": "600"}, 4),
    ],
    ids=["all are let in", "some are refused"],
)
def test_whatever_clients_post_at_once_is_in_the_history_and_the_open_page_just_once(
    serving: Callable[..., Backend], clients: int, limits: dict[str, str], each: int
) -> None:
    server = serving(**limits)
    page = RawPage(server, cookie_for(server, "watcher")).hello()
    with closing(page):
        talkers, watching = have_them_talk(server, page, clients)
        posted = sorted((said for talker in talkers for said in talker.posted), key=lambda said: said["seq"])
        watching.until(lambda now: now[-1:] == [posted[-1]["id"]])

    statuses = sum((talker.statuses for talker in talkers), Counter())
    assert statuses.keys() == {200, 201} | ({429} if each < ROUNDS else set()), statuses
    assert len(posted) == statuses[201] == clients * each
    assert [said["seq"] for said in posted] == list(range(1, len(posted) + 1))
    assert history(server) == posted
    assert watching.shown == {said["id"] for said in posted}
    for known, seqs in (read for talker in talkers for read in talker.read):
        assert seqs == list(range(max(1, seqs[-1] - 49), seqs[-1] + 1))
        assert seqs[-1] >= known
