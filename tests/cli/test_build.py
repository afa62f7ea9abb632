"""Building the pages."""

import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chat_app.cli import build
from tests.conftest import start_afresh


def test_the_build_has_a_home_where_its_user_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    homes: list[str] = []

    def note(command: list[str], env: dict[str, str]) -> Any:
        homes.append(env["HOME"])
        raise SystemExit

    monkeypatch.setattr(build, "running", note)
    monkeypatch.setattr(build, "npm_registry", lambda _: "")
    for home in ("/dev/null/nowhere", str(Path.cwd())):
        monkeypatch.setenv("HOME", home)
        with pytest.raises(SystemExit):
            build.reflex("export")
    assert homes == [str(Path(sys.prefix) / "home"), str(Path.cwd())]


def test_a_build_takes_nothing_over_from_the_pages_of_another_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Reflex would keep what was copied later than the new version was written."""
    copied = tmp_path / "public" / "base.css"
    copied.parent.mkdir()
    copied.write_text("of another version")
    (tmp_path / "build").mkdir()
    found: list[bool] = []
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    monkeypatch.setattr(build, "reflex", lambda *_: found.append(copied.exists()))
    build.build_pages()
    build.build_pages()
    assert found == [False], "and what is built already is not built again"


def outcome(monkeypatch: pytest.MonkeyPatch, status: int) -> list[dict[str, str]]:
    """Have every build end with this status; the environments they had."""
    environments: list[dict[str, str]] = []

    def started(_command: list[str], env: dict[str, str]) -> Any:
        environments.append(env)
        return nullcontext(SimpleNamespace(wait=lambda: status))

    monkeypatch.setattr(build, "running", started)
    return environments


def test_a_build_that_fails_ends_the_program_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome(monkeypatch, 1)
    monkeypatch.setattr(build, "npm_registry", lambda _: "")
    with pytest.raises(SystemExit, match="The pages could not be built"):
        build.reflex("export")


@pytest.mark.parametrize(("chosen", "used"), [(None, "as npm says\n"), ("as chosen", "as chosen")])
def test_a_build_takes_packages_from_where_npm_is_set_to(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None, used: str
) -> None:
    environments = outcome(monkeypatch, 0)
    asked = SimpleNamespace(stdout="as npm says\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: asked)
    monkeypatch.delenv("NPM_CONFIG_REGISTRY", raising=False)
    if chosen:
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", chosen)
    build.reflex("export")
    assert environments[0]["NPM_CONFIG_REGISTRY"] == used.strip()
    assert environments[0]["PATH"].startswith(str(Path(sys.executable).parent)), "its own Node first"


def test_static_pages_are_not_made_before_it_is_known_where_the_server_will_be(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.setattr(build, "build_pages", lambda: pytest.fail("built for nothing"))
    (tmp_path / "kept").write_text("kept")
    with pytest.raises(SystemExit, match="make export API_URL="):
        build.export_pages(tmp_path)
    assert (tmp_path / "kept").read_text() == "kept"


def test_static_pages_take_the_place_of_what_was_there(
    settings: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built, target = tmp_path / "built", tmp_path / "dist"
    for folder, name in ((built, "index.html"), (target, "old.html")):
        folder.mkdir()
        (folder / name).write_text(name)
    settings.setenv("API_URL", "https://chat.test")
    start_afresh()
    settings.setattr(build, "build_pages", lambda: built)
    build.export_pages(target)
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert (built / "index.html").exists()
    assert capsys.readouterr().out == f"Static pages are in {target}/.\n"


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a small project in place of ours."""
    for name in (
        "app/page.py",
        "app/__pycache__/page.pyc",
        "assets/external/copied.js",
        "reflex.lock/locked",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "rxconfig.py").write_text("config")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    return tmp_path


NAMES = ("app", "assets", "rxconfig.py", "not there")


@pytest.mark.parametrize("name", ["app/page.py", "app/new.py", "rxconfig.py", "assets/new.css", "not there"])
def test_pages_are_made_of_every_source_wherever_it_is(project: Path, name: str) -> None:
    before = build.digest(NAMES, "settings")
    (project / name).write_text("changed")
    assert build.digest(NAMES, "settings") != before


@pytest.mark.parametrize("name", ["app/__pycache__/page.pyc", "assets/external/copied.js", "README.md"])
def test_what_is_no_source_makes_no_other_pages(project: Path, name: str) -> None:
    before = build.digest(NAMES, "settings")
    (project / name).write_text("changed")
    assert build.digest(NAMES, "settings") == before


def test_a_renamed_source_or_another_setting_makes_other_pages(project: Path) -> None:
    before = build.digest(NAMES, "settings")
    assert build.digest(NAMES, "others") != before
    shutil.move(project / "app" / "page.py", project / "app" / "pages.py")
    assert build.digest(NAMES, "settings") != before
