"""The command line."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from chat_app.__main__ import main
from chat_app.cli.processes import ROOT
from chat_app.version import VERSION

SHOWS_HELP = """
import sys
from contextlib import closing
from pathlib import Path
from chat_app.__main__ import main
main(["--help"], standalone_mode=False)
print(*sys.modules)
"""


def test_help_names_every_command_in_a_sentence() -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert shown.exit_code == 0
    for name, command in main.commands.items():
        assert f"\n  {name} " in shown.output
        assert command.get_short_help_str(80).endswith(".")
        assert command.get_short_help_str(80) in shown.output


def test_help_waits_for_nothing_of_the_application() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOWS_HELP], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Usage:" in done.stdout
    loaded = set(done.stdout.rpartition("\n\n")[2].split())
    ours = {name for name in loaded if name.startswith("chat_app")}
    assert ours == {"chat_app", "chat_app.__main__", "chat_app.version"}
    assert not loaded & {"reflex", "fastapi", "sqlalchemy", "pydantic"}


def test_version_is_the_one_that_the_changes_name_last() -> None:
    shown = CliRunner().invoke(main, ["--version"]).output.strip()
    released = re.findall(
        r"^## \[(.*)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert shown == released[0] == VERSION


@pytest.mark.parametrize("wrong", [["rnu"], ["serve", "--with-parents"], ["build", "dist"]])
def test_what_is_no_command_is_refused(wrong: list[str]) -> None:
    refused = CliRunner().invoke(main, wrong)
    assert refused.exit_code == 2
    assert "Usage:" in refused.output


@pytest.mark.parametrize(
    ("command", "place", "arguments"),
    [
        (["run"], "chat_app.cli.run.run_server", ()),
        (["serve"], "chat_app.cli.serve.serve_installation", {"with_parent": False}),
        (["serve", "--with-parent"], "chat_app.cli.serve.serve_installation", {"with_parent": True}),
        (["build"], "chat_app.cli.build.build_pages", ()),
        (["export"], "chat_app.cli.build.export_pages", (Path("dist"),)),
        (["export", "pages"], "chat_app.cli.build.export_pages", (Path("pages"),)),
        (["openapi"], "chat_app.cli.openapi.write_document", ()),
    ],
)
def test_each_command_does_what_its_module_does(
    monkeypatch: pytest.MonkeyPatch, command: list[str], place: str, arguments: object
) -> None:
    called: list[object] = []
    monkeypatch.setattr(place, lambda *given, **named: called.append(named or given) or 0)
    assert CliRunner().invoke(main, command).exit_code == 0
    assert called == [arguments]


def test_migrate_brings_the_database_of_the_settings_up_to_date(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert CliRunner().invoke(main, ["migrate"], catch_exceptions=False).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "data" / "chat.db")) as database:
        assert ("users",) in database.execute("SELECT name FROM sqlite_master").fetchall()
