"""What the documents say is what the code does."""

import re
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import chat_app.models  # noqa: F401 - registers the tables
from chat_app.cli.processes import ROOT
from chat_app.settings import Settings
from tests.support.documents import DOCUMENTS, FENCED, blocks, first_command
from tests.support.hosts import CONFIGURATIONS
from tests.support.server import as_text

ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?:`(?P<default>[^`]*)` )?\| \S.* \|$", re.MULTILINE)
# Each block of commands by its first one: the test that runs it, or why none does.
COMMANDS = {
    "README.md": {
        "make run": "test_make_run_serves_ends_by_ctrl_c_and_starts_again_without_network",
        "python3 -m venv .venv": "test_commands_by_hand_of_the_readme_serve_pages_and_rest",
        "pip install -r requirements-dev.txt": "It is what runs this.",
    },
    "CONTRIBUTING.md": {"make check": "It is what runs beside this."},
    "docs/deploy.md": {
        "sudo adduser --system --group --home /srv/chat chat": "It makes a user of the machine.",
        "make export API_URL=https://api.example.org": "The fixture `exported` does what it does.",
        "umask 077": "test_a_backup_made_while_the_server_runs_can_be_gone_back_to",
        "sudo systemctl stop chat": "test_a_backup_made_while_the_server_runs_can_be_gone_back_to",
        "cd /srv/chat/app": "test_an_upgrade_fetches_what_is_new_and_starts_it",
    },
    "docs/rest.md": {
        first_command(each): "test_commands_of_the_rest_document_run_as_written"
        for each in blocks("docs/rest.md")
    },
}
# What else is fenced; the empty one is for figures and what a server says.
LANGUAGES = {"sh", "dotenv", "ini", "nginx", "json", ""}
DEFAULTS = {name.upper(): as_text(field.default) for name, field in Settings.model_fields.items()}


def test_readme_lists_every_setting_with_its_default() -> None:
    rows = ROW.finditer((ROOT / "README.md").read_text())
    assert {row["name"]: row["default"] or "" for row in rows} == DEFAULTS


def test_example_of_env_names_settings_only() -> None:
    named = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named
    assert named <= DEFAULTS.keys()


def test_readme_names_every_command() -> None:
    commands = re.findall(r"^([a-z]+):.* ## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert "run" in commands
    readme = (ROOT / "README.md").read_text()
    assert [each for each in commands if f"make {each}" not in readme and f"`{each}`" not in readme] == [
        "help"
    ]


def test_documents_name_no_command_that_make_does_not_know() -> None:
    known = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = {
        name for each in DOCUMENTS for name in re.findall(r"(?:^|`|/)make ([a-z-]+)", each.read_text(), re.M)
    }
    assert {"run", "test", "export", "check"} <= named <= set(known)


def test_every_block_of_commands_is_run_by_a_test_or_says_why_not() -> None:
    found = {str(each.relative_to(ROOT)): FENCED.findall(each.read_text()) for each in DOCUMENTS}
    assert {language for fenced in found.values() for language, _ in fenced} == LANGUAGES
    for document, fenced in found.items():
        commands = [first_command(text) for language, text in fenced if language == "sh"]
        assert sorted(commands) == sorted(COMMANDS.get(document, {})), document
    tests = (ROOT / "tests" / "e2e" / "test_commands.py").read_text()
    said = {each for known in COMMANDS.values() for each in known.values()}
    assert [each for each in said if each.startswith("test_") and f"def {each}(" not in tests] == []


def test_configurations_of_nginx_are_those_that_test_proxy_runs() -> None:
    assert [text for each in DOCUMENTS for text in blocks(str(each), "nginx")] == CONFIGURATIONS


def test_settings_in_the_documents_are_taken(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = blocks("docs/deploy.md", "dotenv")
    assert len(found) == 2
    for text in found:
        settings.delenv("DATA_DIR", raising=False)
        (tmp_path / ".env").write_text(text)
        taken = Settings(_env_file=tmp_path / ".env")  # pyright: ignore[reportCallIssue]
        for name, value in re.findall("^([A-Z_]+)=(.*)$", text, re.MULTILINE):
            assert as_text(getattr(taken, name.lower())) == value != DEFAULTS[name]


def test_unit_of_systemd_is_one(tmp_path: Path) -> None:
    (text,) = blocks("docs/deploy.md", "ini")
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # pyright: ignore[reportAttributeAccessIssue] - keys keep their case
    unit.read_string(text)
    assert unit["Service"]["ExecStart"] == "/usr/bin/make run"
    assert {"User", "WorkingDirectory", "UMask"} <= unit["Service"].keys()
    if judge := shutil.which("systemd-analyze"):
        file = tmp_path / "chat.service"
        file.write_text(text.replace("/usr/bin/make", str(shutil.which("make"))))
        judged = subprocess.run([judge, "verify", str(file)], capture_output=True, text=True)
        assert (judged.returncode, "chat.service" in judged.stderr) == (0, False), judged.stderr


def test_documents_name_files_tables_and_settings_that_exist() -> None:
    security = (ROOT / "docs" / "security.md").read_text()
    tables = set(re.findall("table `([a-z_]+)`", security))
    assert {"users", "sessions", "access_tokens"} <= tables <= SQLModel.metadata.tables.keys()
    assert set(re.findall("`([A-Z]+(?:_[A-Z]+)+)`", security)) <= DEFAULTS.keys()
    tops = (ROOT, ROOT / "chat_app", ROOT / "chat_app" / "ui")
    for document in DOCUMENTS:
        for path in re.findall(r"`((?:\w+/)+\w+\.(?:py|jsx?|txt))`", document.read_text()):
            assert any((top / path).exists() for top in tops), f"{document.name} names {path}"


def test_architecture_draws_the_layers_that_are_enforced() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {each["containers"][0]: each["layers"] for each in contracts if each["type"] == "layers"}
    drawn = blocks("docs/architecture.md", "")[:2]
    for container, block in zip(("chat_app", "chat_app.services"), drawn, strict=True):
        assert [re.split(r"\s{2,}", line)[0] for line in block.splitlines()] == layers[container], container


def test_glossary_is_in_order_and_names_what_the_code_has() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    words = re.findall(r"^- \*\*(.+?)\*\*: ", glossary, re.MULTILINE)
    assert len(words) >= 20
    assert words == sorted(words, key=str.lower)
    code = "".join(path.read_text() for path in (ROOT / "chat_app").rglob("*.py"))
    known = set(re.findall(r"\w+", code)) | {"so", "ui", "api"}
    assert {name for name in re.findall(r"`(\w+)`", glossary) if name not in known} == set()


def test_each_decision_is_in_the_index_by_its_number_and_title() -> None:
    folder = ROOT / "docs" / "decisions"
    index = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", (folder / "README.md").read_text(), re.MULTILINE)
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for _, _, name in index] == files
    for place, (number, title, name) in enumerate(index, 1):
        assert int(number) == int(name[:4]) == place
        assert (folder / name).read_text().startswith(f"# {number}. {title}\n\n"), name


def test_documents_link_to_files_that_exist() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
