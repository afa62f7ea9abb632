"""What keeps an installation from starting is said in a line each, at the start, without any secret."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chat_app.backends import database as db
from chat_app.backends import serving_lock
from chat_app.cli.processes import ROOT
from chat_app.misconfiguration import CannotStart
from chat_app.settings import Settings, get_settings
from tests.conftest import start_afresh
from tests.support.databases import PostgresServer

SECRET = "hunter2"
FIELDS = Settings.model_fields
LIMITED = [name for name, field in FIELDS.items() if field.annotation in (int, float)]
# What cannot be, by setting, and what is said of it.
WRONG: dict[str, list[tuple[str, str]]] = {
    "host": [("", "HOST is empty"), ("no host", "HOST"), ("http://127.0.0.1", "HOST")],
    "data_dir": [("", "DATA_DIR is empty")],
    "database_url": [
        (f"postgresql://chat:{SECRET}@host:port/chat", "DATABASE_URL is not of the form"),
        (f"chat:{SECRET}@host/chat", "DATABASE_URL is not of the form"),
        (f"mysql://chat:{SECRET}@host/chat", "DATABASE_URL names neither"),
        ("sqlite://", "DATABASE_URL names no file"),
    ],
    "secret_key": [(SECRET, "SECRET_KEY needs at least 32 bytes")],
    "api_url": [("chat.example.org", "API_URL needs its scheme")],
    "allowed_origins": [("*", "ALLOWED_ORIGINS"), ("https://chat.example.org/path", "ALLOWED_ORIGINS")],
    "secure_cookies": [("perhaps", "SECURE_COOKIES has to be true or false; it is 'perhaps'.")],
}


@pytest.fixture(autouse=True)
def _fresh(settings: pytest.MonkeyPatch) -> None:
    """Give settings of the test alone."""


def said(settings: pytest.MonkeyPatch, **given: str) -> str:
    """Return what is said at the start with these settings; empty where nothing is wrong."""
    with settings.context() as those:
        for name, value in given.items():
            those.setenv(name.upper(), value)
        start_afresh()
        try:
            get_settings()
        except CannotStart as error:
            return str(error)
        return ""


def beyond(name: str) -> list[str]:
    """Values that are out of a setting's bounds, one beyond each of them, and what is no number."""
    (least,) = [each.ge for each in FIELDS[name].metadata if getattr(each, "ge", None) is not None]
    (most,) = [each.le for each in FIELDS[name].metadata if getattr(each, "le", None) is not None]
    return [str(least - 1), str(most + 1), "many", "", "nan", "inf", "1e400"]


@pytest.mark.parametrize("name", LIMITED)
def test_every_number_has_bounds_and_is_refused_beyond_them(settings: pytest.MonkeyPatch, name: str) -> None:
    for value in beyond(name):
        line = said(settings, **{name: value})
        assert re.fullmatch(rf"{name.upper()} has to be a[^\n]*; it is {re.escape(repr(value))}\.", line), (
            line
        )


@pytest.mark.parametrize("name", WRONG)
def test_every_other_setting_is_refused_in_a_line_too(settings: pytest.MonkeyPatch, name: str) -> None:
    for value, sentence in WRONG[name]:
        line = said(settings, **{name: value})
        assert line.startswith(sentence), (value, line)
        assert "\n" not in line
        assert SECRET not in line


def test_the_tables_have_every_setting() -> None:
    assert {*LIMITED, *WRONG} == FIELDS.keys()


@pytest.mark.parametrize("what", ["username", "password", "channel_name"])
def test_no_least_is_more_than_its_most(settings: pytest.MonkeyPatch, what: str) -> None:
    line = said(settings, **{f"{what}_min": "20", f"{what}_max": "19"})
    assert line == f"{what.upper()}_MIN is 20, which is more than {what.upper()}_MAX, 19."


def test_each_thing_that_is_wrong_has_its_line(settings: pytest.MonkeyPatch) -> None:
    assert len(said(settings, port="0", sign_ups="0", secure_cookies="perhaps").splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("MESAGE_MAX=1\n", "MESAGE_MAX in .env is no setting; did you mean MESSAGE_MAX?"),
        ("port=3001\nSECRET_KY=hunter2\n", "SECRET_KY in .env is no setting; did you mean SECRET_KEY?"),
        ("QUITE_ANOTHER=hunter2\n", "QUITE_ANOTHER in .env is no setting."),
        ("PORT=3001\nHOST 127.0.0.1\n", "Line 2 of .env is no setting such as PORT=3000."),
        ("PORT\n", "Line 1 of .env is no setting such as PORT=3000."),
        (
            "MESSAGE_MAX=many\n",
            "MESSAGE_MAX has to be a whole number, at least 1 and at most 100,000; it is 'many'.",
        ),
        ("# nothing\n\nPORT=3001 # a port\nexport HOST='127.0.0.1'\n", ""),
    ],
)
def test_a_file_of_settings_has_settings_only(
    settings: pytest.MonkeyPatch, tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / ".env").write_text(text)
    settings.chdir(tmp_path)
    settings.setitem(Settings.model_config, "env_file", ".env")
    assert said(settings) == sentence


def test_a_file_of_settings_that_is_no_text_is_refused(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HOST=\xff\xfe\n")
    settings.chdir(tmp_path)
    settings.setitem(Settings.model_config, "env_file", ".env")
    assert said(settings) == ".env cannot be read: it is not UTF-8."


def test_the_environment_is_asked_for_near_misses_and_may_have_anything_else(
    settings: pytest.MonkeyPatch,
) -> None:
    missed = "MESSAGES_MAX in the environment is no setting; did you mean MESSAGE_MAX?"
    assert said(settings, messages_max="1") == missed
    assert said(settings, messages_max="1", message_max="1") == "", "what is meant is set: this is another's"
    assert said(settings, hosts="1", ports="1", pythonpath="1", database="1", my_secret_key="1") == ""


@pytest.mark.parametrize("kept", ["", "\n", "short", "x" * 31])
def test_a_secret_that_is_none_is_refused(tmp_path: Path, settings: pytest.MonkeyPatch, kept: str) -> None:
    settings.delenv("SECRET_KEY")
    start_afresh()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text(kept)
    with pytest.raises(CannotStart, match="holds no secret of 32 bytes"):
        _ = get_settings().signing_key


def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path, settings: pytest.MonkeyPatch) -> None:
    settings.delenv("SECRET_KEY")
    settings.setenv("DATA_DIR", "/dev/null/data")
    start_afresh()
    for start in (
        lambda: get_settings().signing_key,
        serving_lock.hold,
        lambda: refuse(get_settings().database),
    ):
        with pytest.raises(CannotStart, match="Not a directory"):
            start()


def refuse(url: str) -> str:
    db.refuse_unusable(url)
    return ""


def test_databases_that_cannot_be_used_are_refused(postgresql: PostgresServer, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, but a text of some length")
    with closing(sqlite3.connect(tmp_path / "wide.db")) as wide:
        wide.execute("PRAGMA encoding = 'UTF-16le'")
        wide.execute("CREATE TABLE a (b)")
    postgresql.run_sql("postgres", "CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    right = postgresql.url(postgresql.new_database())
    for url, sentence in [
        (f"postgresql://chat:{SECRET}@127.0.0.1:1/chat", "Connection refused"),
        (f"postgresql://chat:{SECRET}@127.0.0.1:1/chat?nonsense={SECRET}", "nonsense"),
        (postgresql.url("absent"), 'database "absent" does not exist'),
        (postgresql.url("narrow"), "The database is in LATIN1, and has to be in UTF8"),
        (f"sqlite:///{tmp_path}/text.db", "file is not a database"),
        (f"sqlite:///{tmp_path}/wide.db", "The database is in UTF-16le"),
    ]:
        with pytest.raises(CannotStart) as refused:
            refuse(url)
        line = str(refused.value)
        assert sentence in line
        assert "\n" not in line
        assert SECRET not in line
    assert refuse(right) == refuse(f"sqlite:///{tmp_path}/new.db") == ""


def started(*program: str, **given: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", *program]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **given}, capture_output=True, text=True)


@pytest.mark.parametrize(
    "program", [("alembic", "upgrade", "head"), ("chat_app", "run"), ("chat_app", "serve")]
)
def test_programs_end_with_the_line_and_no_traceback(program: tuple[str, ...]) -> None:
    refused = started(*program, REQUESTS_PER_WINDOW="0", SECRET_KEY=SECRET)
    assert refused.returncode == 1
    first, second = refused.stderr.splitlines()
    assert first.startswith("SECRET_KEY needs")
    assert second.startswith("REQUESTS_PER_WINDOW has to be a whole number, at least 1")


@pytest.mark.parametrize(
    "program", [("alembic", "upgrade", "head"), ("chat_app", "migrate"), ("chat_app", "serve")]
)
def test_programs_tell_of_a_database_that_cannot_be_reached(program: tuple[str, ...], tmp_path: Path) -> None:
    url = f"postgresql://chat:{SECRET}@127.0.0.1:1/chat"
    refused = started(*program, DATABASE_URL=url, DATA_DIR=str(tmp_path), PORT=str(free_port()))
    assert refused.returncode == 1
    (line,) = refused.stderr.splitlines()
    assert line.startswith("The database cannot be used: ")
    assert SECRET not in line


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


HOLDS = "from chat_app.backends import serving_lock; serving_lock.hold(); print('held', flush=True); input()"


def test_only_one_process_serves_a_directory_and_others_may_use_it(tmp_path: Path) -> None:
    given = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "", "PORT": str(free_port())}
    pipe: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", HOLDS], cwd=ROOT, env=given, **pipe) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        assert started("alembic", "upgrade", "head", **given).returncode == 0
        refused = started("chat_app", "serve", **given)
        assert refused.returncode == 1
        assert refused.stderr.strip() == (
            f"Another process serves what is in {tmp_path / 'data'} already. "
            "Stop it first, or set another DATA_DIR."
        )
        first.kill()
    again = subprocess.run(
        [sys.executable, "-c", HOLDS], cwd=ROOT, env=given, input="\n", stdout=-1, text=True
    )
    assert again.stdout == "held\n", "one that was killed holds nothing"
