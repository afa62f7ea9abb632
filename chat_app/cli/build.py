"""Build the pages, unless nothing they are made of has changed.

`build` makes them for the server of this directory, `export` static pages for another host, which talk to the
server at API_URL.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from chat_app.cli.processes import ROOT, running
from chat_app.settings import get_settings

SOURCES = ("chat_app", "assets", "rxconfig.py", "requirements.txt", ".npmrc")
LOCK = ("reflex.lock",)
# Where a server listens and keeps things is nothing to its pages; every other setting may be in them.
NOT_IN_PAGES = {"host", "port", "data_dir", "database_url", "secret_key"}


def build_pages() -> Path:
    """Return the directory of the built pages; build them if a source, a setting or a package has changed."""
    web = ROOT / os.environ.get("REFLEX_WEB_WORKDIR", ".web")
    # Beside the pages, so that whatever else builds them takes the note away with them.
    note = web / "build" / "made-of"
    sources = digest(SOURCES, get_settings().model_dump_json(exclude=NOT_IN_PAGES))
    with alone():
        if not note.is_file() or note.read_text() != sources + digest(LOCK):
            click.echo("Building the pages ...")
            # Reflex keeps copies that are younger than their sources; an upgrade may bring older sources.
            shutil.rmtree(web / "public", ignore_errors=True)
            reflex("export", "--frontend-only", "--no-zip", "--loglevel", "warning")
            note.write_text(sources + digest(LOCK))
    return web / "build" / "client"


@contextmanager
def alone() -> Generator[None]:
    """Wait until nobody else builds here: two at once would write the same files."""
    directory = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def reflex(*arguments: str) -> None:
    """Run a Reflex command with Node and npm of this virtual environment; ends this program when it fails."""
    environment = {"REFLEX_USE_NPM": "1", "REFLEX_CHECK_LATEST_VERSION": "false", **os.environ}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if not os.access(environment.get("HOME", ""), os.W_OK | os.X_OK):
        # Reflex and npm keep things there; a service's user often has none, or one that is not its own.
        environment["HOME"] = str(home := Path(sys.prefix) / "home")
        home.mkdir(exist_ok=True)
    # Reflex would else time two registries and take the faster one, whatever npm is set to use.
    environment.setdefault("NPM_CONFIG_REGISTRY", npm_registry(environment))
    with running([sys.executable, "-m", "reflex", *arguments], env=environment) as process:
        if process.wait() != 0:
            raise SystemExit("The pages could not be built; what Reflex said stands above.")


def npm_registry(environment: dict[str, str]) -> str:
    """Return the registry npm is set to use."""
    command = ["npm", "config", "get", "registry"]
    return subprocess.run(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()


def digest(names: tuple[str, ...], *more: str) -> str:
    """Return a fingerprint of files and directories below the project's root, and of some text."""
    known = hashlib.sha256("\n".join(more).encode())
    for path in files(names):
        known.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        known.update(path.read_bytes())
    return known.hexdigest()


def files(names: tuple[str, ...]) -> Iterator[Path]:
    """Every file named or below a directory named, without what Python and Reflex put there themselves."""
    for top in (ROOT / name for name in names):
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts and "external" not in path.parts:
                yield path


def export_pages(target: Path) -> None:
    """Write static pages to `target`, in place of what is there."""
    if not get_settings().api_url:
        raise SystemExit("Say where the server will be: make export API_URL=https://chat.example.org")
    built = build_pages()
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target)
    click.echo(f"Static pages are in {target}/.")
