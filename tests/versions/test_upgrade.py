"""A database that an earlier version has filled: this one migrates it, and says all that it said before."""

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from alembic import command
from alembic.config import Config

from chat_app.backends.database import migrate
from chat_app.cli.processes import ROOT
from tests.support.databases import PostgresServer
from tests.support.serving import Person, Served
from tests.versions.life import channel_named, read

DATABASES = ("sqlite", "postgresql")
VERSIONS = sorted(path.name for path in Path(__file__).parent.glob("[0-9]*"))
# The last migration that each version has.
MIGRATED_TO = {"1.0.0": "0008"}


@dataclass(frozen=True)
class Kept:
    """A database of an earlier version. `answers` are what REST said of it, by person and address."""

    version: str
    url: str
    answers: dict[str, Any]
    secrets: dict[str, str]


@pytest.fixture(
    scope="module", params=[(version, kind) for version in VERSIONS for kind in DATABASES], ids="-".join
)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Each database of each version in turn, as that version left it."""
    version, kind = request.param
    if kind == "sqlite":
        file = tmp_path_factory.mktemp("kept") / "chat.db"
        file.write_bytes(content(version, "sqlite.db.gz"))
        url = f"sqlite:///{file}"
    else:
        server: PostgresServer = request.getfixturevalue("postgresql")
        url = server.url(server.new_database())
        server.run_sql(url.rpartition("/")[2], content(version, "postgresql.sql.gz").decode())
    return Kept(version, url, **json.loads(content(version, "answers.json.gz"))[kind])


@pytest.fixture(scope="module")
def served(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve this version on that database, migrated, back, and migrated again."""
    migrate(url=kept.url)
    back = Config(ROOT / "alembic.ini", attributes={"url": kept.url})
    command.downgrade(back, MIGRATED_TO[kept.version])
    served = Served(tmp_path_factory.mktemp("served"), DATABASE_URL=kept.url)
    served.start()
    yield served
    served.stop()


def content(version: str, name: str) -> bytes:
    """Unpack what was kept of a version."""
    return gzip.decompress((Path(__file__).parent / version / name).read_bytes())


def missing(before: Any, after: Any, at: str = "") -> list[str]:
    """Where an answer lacks something of what it was, or has another value; new fields may have come."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [each for key in before for each in missing(before[key], after.get(key), f"{at}.{key}")]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [each for number, (old, new) in pairs for each in missing(old, new, f"{at}[{number}]")]
    return [] if before == after else [f"{at}: {before!r} is {after!r}"]


def test_everything_that_was_there_is_read_as_before(served: Served, kept: Kept) -> None:
    assert missing(kept.answers, read(served)) == []


def test_tokens_go_on_and_revoked_ones_stay_revoked(served: Served, kept: Kept) -> None:
    with httpx.Client(base_url=f"{served.url}/api/v1", trust_env=False) as client:
        told = {
            name: client.get("/users/me", headers={"Authorization": f"Bearer {token}"}).status_code
            for name, token in kept.secrets.items()
        }
    assert told == {"bot": 200, "bob": 200, "revoked": 401}


def test_people_go_on_where_they_were(served: Served) -> None:
    with closing(Person(served, "ada", again=True)) as ada, closing(Person(served, "bob", again=True)) as bob:
        team = channel_named(bob, "team")
        last = bob("GET", f"/channels/{team}")["last_seq"]
        assert ada.say(team, "After the upgrade, @bob")["seq"] == last + 1
        assert (
            bob("GET", f"/channels/{team}/messages?limit=1")["items"][0]["text"] == "After the upgrade, @bob"
        )
        assert [each["seq"] for each in bob("GET", "/search?q=upgrade")["items"]] == [last + 1]


def test_a_lost_or_changed_answer_is_noticed() -> None:
    assert missing({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2, "c": 3}], "d": 4}) == []
    assert missing({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == [".a[1].b: 2 is 3"]
    assert missing({"a": [1]}, {"a": [1, 2]}) == [".a: [1] is [1, 2]"]
    assert missing({"a": 1}, {}) == [".a: 1 is None"]
