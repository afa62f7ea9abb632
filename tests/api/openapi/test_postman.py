"""The Postman collection runs green against a started server: newman, fresh server and used one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app.cli.processes import ROOT
from tests.support.serving import Served

NEWMAN = "newman@6.2.2"
POSTMAN = ROOT / "docs" / "postman"
COLLECTION = POSTMAN / "chat.postman_collection.json"
ENVIRONMENT = POSTMAN / "local.postman_environment.json"
# Beside the virtual environment, so that `make clean` takes it along and a second run needs no network.
FOLDER = Path(sys.prefix) / "newman"
SECONDS = 120


@pytest.fixture(scope="module")
def newman() -> str:
    """Return the program, installed once with the npm of the virtual environment."""
    program = FOLDER / "node_modules" / ".bin" / "newman"
    note = FOLDER / "installed"
    if not note.is_file() or note.read_text() != NEWMAN:
        FOLDER.mkdir(exist_ok=True)
        install = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", NEWMAN]
        done = subprocess.run(install, env=environment(), capture_output=True, text=True, timeout=SECONDS)
        assert done.returncode == 0, done.stdout + done.stderr
        note.write_text(NEWMAN)
    return str(program)


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server with the limits that a newcomer's has."""
    limits = {"SIGN_IN_TRIES": "10", "SIGN_UPS": "50", "MESSAGES_PER_WINDOW": "10"}
    server = Served(tmp_path_factory.mktemp("postman"), **limits)
    server.start()
    yield server
    server.stop()


def environment() -> dict[str, str]:
    """With the Node that came with the Python packages."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("times", ["fresh", "used"])
def test_every_request_of_the_collection_is_green(
    newman: str, limited: Served, tmp_path: Path, times: str
) -> None:
    report = tmp_path / "report.json"
    command = [newman, "run", str(COLLECTION), "-e", str(ENVIRONMENT), "--env-var", f"baseUrl={limited.url}"]
    command += ["-r", "cli,json", "--reporter-json-export", str(report), "--color", "off"]
    run = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=SECONDS)
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr
    stats = json.loads(report.read_text())["run"]["stats"]
    assert stats["requests"]["total"] >= len(requests(json.loads(COLLECTION.read_text())))
    assert stats["assertions"]["failed"] == stats["requests"]["failed"] == 0
    assert stats["assertions"]["total"] > 3 * 72


def requests(item: dict) -> list[dict]:
    """Every request below a folder."""
    if "request" in item:
        return [item]
    return [each for below in item["item"] for each in requests(below)]


def test_every_request_has_tests_of_status_and_content() -> None:
    for each in requests(json.loads(COLLECTION.read_text())):
        (tests,) = [event["script"]["exec"] for event in each["event"] if event["listen"] == "test"]
        told = "\n".join(tests)
        assert "status(" in told or "refused(" in told, each["name"]
        assert "pm.test(" in told or "refused(" in told, each["name"]
        if "status(204)" not in told and "health" not in str(each["request"]["url"]["raw"]):
            assert "shape" in told or "refused(" in told, each["name"]


def test_every_route_is_in_the_collection() -> None:
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())
    called = {
        (each["request"]["method"], len(each["request"]["url"]["path"]), each["request"]["url"]["path"][2])
        for each in requests(json.loads(COLLECTION.read_text()))
        if len(each["request"]["url"]["path"]) > 2
    }
    for path, operations in document["paths"].items():
        parts = path.strip("/").split("/")
        for method in operations:
            assert (method.upper(), len(parts), parts[2]) in called, f"{method} {path}"


def test_environment_holds_no_secret() -> None:
    values = json.loads(ENVIRONMENT.read_text())["values"]
    assert [each["key"] for each in values] == ["baseUrl"]
    assert json.loads(COLLECTION.read_text())["variable"] == []
