"""What the documents say is what the code does."""

import re

from chat_app.settings import Settings
from scripts.processes import ROOT
from tests.e2e.server import as_text

ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?:`(?P<default>[^`]*)` )?\| \S.* \|$", re.MULTILINE)
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


def test_documents_link_to_files_that_exist() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
