"""The commands of the documents, run as they stand there."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest

from chat_app.cli.build import SOURCES
from chat_app.cli.processes import ROOT, answers, end
from tests.support.documents import block, blocks, run, strictly
from tests.support.server import HOST, START_SECONDS, Server, free_port, plain_environment
from tests.support.serving import Person as Client

PROGRAMS = Path(sys.executable).parent
# Any answer but a good one ends the commands; each request leaves a line of what was asked and answered.
CURLRC = """
fail-with-body
show-error
max-time = 20
noproxy = *
write-out = "%{stderr}%{method} %{http_code} %{url_effective}\\n"
"""
# What the document leaves to the reader, because it is told in the same breath as something else.
NOT_SHOWN = {
    "POST /auth/token",
    "GET /users",
    "GET /users/{}",
    "GET /channels/{}",
    "PATCH /channels/{}",
    "POST /channels/{}/typing",
    "GET /bots",
    "GET /bots/{}/tokens",
    "DELETE /bots/{}/tokens/{}",
    "GET /health",
}


def test_commands_of_the_rest_document_run_as_written(
    own_server: Callable[..., Server], tmp_path: Path
) -> None:
    server = own_server()
    (tmp_path / ".curlrc").write_text(CURLRC)
    written = "\n".join(blocks("docs/rest.md"))
    assert "http://127.0.0.1:3000/" in written
    commands = written.replace("http://127.0.0.1:3000/", f"{server.url}/")
    environment = {**on_port(server.port), "CURL_HOME": str(tmp_path)}
    done = run(f"{commands.rstrip()} || test $? = 22", tmp_path, environment)

    said = done.stdout
    assert '"display_name":"Ada Lovelace"' in said
    assert '"status":"On holiday"' in said
    assert '"text":"Hello 👋"' in said
    assert '"text":"Hello, sales team"' in said
    assert '"name":"Build server"' in said
    assert '"text":"The build is green."' in said
    events = re.findall("^event: (.*)$", (tmp_path / "events.txt").read_text(), re.MULTILINE)
    events = [event for event in events if event != "presence.changed"]
    assert events == ["stream.opened", "message.posted", "message.deleted"]
    assert '"code":"signed_out"' in said
    asked = [line.split(" ") for line in done.stderr.splitlines() if re.match("[A-Z]+ [0-9]{3} ", line)]
    statuses = [int(status) for _, status, _ in asked]
    assert (statuses[-1], set(statuses[:-1])) == (401, {200, 201, 204})
    posted = [int(status) for method, status, url in asked if (method, url[-9:]) == ("POST", "/messages")]
    assert posted == [201, 200, 201, 201], "The second is the first, sent again."
    assert routes_of(asked) | {"GET /events"} == documented_routes() - NOT_SHOWN


def routes_of(asked: list[list[str]]) -> set[str]:
    """Return the routes that were asked, with `{}` for what varies."""
    paths = [(method, urlsplit(url).path.removeprefix("/api/v1")) for method, _, url in asked]
    return {f"{method} {re.sub('/([0-9]+|%[0-9A-F%]+)(?=/|$)', '/{}', path)}" for method, path in paths}


def documented_routes() -> set[str]:
    """All that the OpenAPI document has."""
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
    return {
        f"{method.upper()} {re.sub('{[a-z_]+}', '{}', path.removeprefix('/api/v1'))}"
        for path, methods in paths.items()
        for method in methods
    }


@pytest.fixture(scope="module")
def copy(front_end: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this project with pages built, and an environment with all packages installed."""
    copy = tmp_path_factory.mktemp("copy") / "app"
    kept = [*SOURCES, "alembic", "alembic.ini", "scripts", "Makefile", "reflex.lock", ".web"]
    for name in kept:
        source = ROOT / name
        if source.is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(source, copy / name, symlinks=True, ignore=left_out)
        else:
            shutil.copy(source, copy / name)
    packages = Path(".web", "node_modules")
    shutil.copytree(ROOT / packages, copy / packages, symlinks=True, copy_function=linked)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", copy / ".venv"], check=True)
    (found,) = (copy / ".venv").glob("lib/python*/site-packages")
    (found / "installed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name in ("alembic", "reflex", "node", "npm"):
        (copy / ".venv" / "bin" / name).symlink_to(PROGRAMS / name)
    return copy


@pytest.fixture
def tree(copy: Path) -> Iterator[Path]:
    """Return the same, in which nothing has run yet."""
    yield copy
    (copy / ".env").unlink(missing_ok=True)
    shutil.rmtree(copy / "data", ignore_errors=True)


def linked(source: str, target: str) -> None:
    """Give a file of a package a second name, where the file system can do that; npm's notes are copied."""
    if not Path(source).name.startswith("."):
        with suppress(OSError):
            return os.link(source, target)
    shutil.copy2(source, target)


def on_port(port: int) -> dict[str, str]:
    """Return the environment of a user of this Python who sets a port and may download nothing with pip."""
    settings = {"HOST": HOST, "PORT": str(port), "PIP_NO_INDEX": "1", "PYTHON": sys.executable}
    return {**plain_environment(), **settings, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}


@contextmanager
def started(
    commands: str, tree: Path, environment: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Return the commands, once what they start answers; ended with all they started."""
    log = tree / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            strictly(commands),
            cwd=tree,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        give_up = time.monotonic() + 2 * START_SECONDS
        while not answers(HOST, port, "/api/v1/health"):
            assert process.poll() is None, f"It ended:\n{log.read_text()}"
            assert time.monotonic() < give_up, f"It did not answer:\n{log.read_text()}"
            time.sleep(0.05)
        yield process
    finally:
        end(process)


def signed_up_at(port: int) -> Any:
    """Return what a served application answers to a new user, who finds the pages there as well."""
    with httpx.Client(base_url=f"http://{HOST}:{port}", trust_env=False, follow_redirects=True) as client:
        page = client.get("/login")
        assert (page.status_code, "<html" in page.text) == (200, True)
        (script, *_) = re.findall(r'"(/assets/[^"]+\.js)"', page.text)
        assert client.get(script).status_code == 200
        body = {"username": "ada", "password": "correct horse"}
        return client.post("/api/v1/auth/register", json=body).json()


def test_make_run_serves_ends_by_ctrl_c_and_starts_again_without_network(tree: Path) -> None:
    port = free_port()
    (command,) = [line for line in block("README.md", "make run").splitlines() if line.startswith("make run")]
    with started(f"exec {command}", tree, on_port(port), port) as make:
        assert signed_up_at(port)["user"]["username"] == "ada"
        os.killpg(make.pid, signal.SIGINT)  # as a terminal does
        make.wait(START_SECONDS)
        assert not answers(HOST, port, "/api/v1/health")
    assert re.search(f"is running at http://{HOST}:{port}\n(.*\n)+Stopped.\n", (tree / "log").read_text())

    # Again: where `.env` says, without network, and building nothing.
    other = free_port()
    (tree / ".env").write_text(f"PORT={other}\n")
    alone = {**on_port(other), "NPM_CONFIG_REGISTRY": f"http://{HOST}:1"}
    del alone["PORT"]
    with started(f"exec {command}", tree, alone, other):
        log = (tree / "log").read_text()
        assert "Installing" not in log
        assert "Building" not in log
        # And once more, where something listens already.
        refused = subprocess.run(strictly(command), cwd=tree, env=alone, capture_output=True, text=True)
        assert refused.returncode != 0
        assert f"Port {other} is taken. Choose another: make run PORT={other + 1}" in refused.stderr


def test_commands_by_hand_of_the_readme_serve_pages_and_rest(tree: Path) -> None:
    port = free_port()
    with started(block("README.md", "python3 -m venv .venv"), tree, on_port(port), port):
        assert signed_up_at(port)["user"]["username"] == "ada"
    with closing(sqlite3.connect(tree / "data" / "chat.db")) as database:
        assert database.execute("SELECT username FROM users").fetchall() == [("ada",)]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Where commands find a sudo that stays who one is, and a systemctl that notes what it is told."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "sudo").write_text('#!/bin/sh\n[ "$1" != -u ] || shift 2\nexec "$@"\n')
    (programs / "systemctl").write_text('#!/bin/sh\necho "$@" >> "$TOLD"\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    return programs


def run_at(home: Path, machine: Path, commands: str) -> list[str]:
    """Run commands of docs/deploy.md for an installation in this folder; what systemctl was told."""
    told = home / "told"
    assert "/srv/chat" in commands
    path = f"{machine}{os.pathsep}{os.environ['PATH']}"
    run(commands.replace("/srv/chat", str(home)), home, {**os.environ, "PATH": path, "TOLD": str(told)})
    return told.read_text().splitlines() if told.exists() else []


def test_a_backup_made_while_the_server_runs_can_be_gone_back_to(
    own_server: Callable[..., Server], machine: Path
) -> None:
    server = own_server()
    home = server.data_dir.parent
    (home / "app" / ".venv" / "bin").mkdir(parents=True)
    (home / "app" / ".venv" / "bin" / "python").symlink_to(sys.executable)
    with closing(Client(server, "ada")) as ada:
        (general,) = [channel["id"] for channel in ada("GET", "/channels")["items"]]
        ada.say(general, "before the backup")
        run_at(home, machine, block("docs/deploy.md", "umask 077"))
        assert (home / "backup.db").stat().st_mode & 0o777 == 0o600
        ada.say(general, "after the backup")
        server.stop()
        commands = block("docs/deploy.md", "sudo systemctl stop chat")
        assert run_at(home, machine, commands) == ["stop chat", "start chat"]
        server.start()
        messages = ada("GET", f"/channels/{general}/messages")["items"]
        assert [message["text"] for message in messages] == ["before the backup"]
        assert ada("GET", "/search?q=backup")["items"] == messages
        assert ada.say(general, "and on")["seq"] == 2


def test_an_upgrade_fetches_what_is_new_and_starts_it(tmp_path: Path, machine: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "app"
    as_somebody = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    git = ["git", "-C", str(theirs), *as_somebody]
    subprocess.run(["git", "init", "--quiet", str(theirs)], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "The first version"], check=True)
    subprocess.run(["git", "clone", "--quiet", str(theirs), str(ours)], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "A new version"], check=True)
    told = run_at(tmp_path, machine, block("docs/deploy.md", "cd /srv/chat/app"))
    log = subprocess.run(["git", "-C", str(ours), "log", "--format=%s"], check=True, capture_output=True)
    assert log.stdout.decode().splitlines() == ["A new version", "The first version"]
    assert told == ["restart chat"]
