"""A real Chromium in front of the real application.

The pages are built once; every server serves that build through `scripts.serve`, which takes half a
second to start, so that a test can afford to kill it and start it again.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright

from scripts.processes import ROOT
from tests.e2e.people import People
from tests.e2e.server import Server, plain_environment

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)
# Names of one site, which a browser of `browser_finding` finds on this machine.
API, PAGES, OTHER = "api.chat.test", "pages.chat.test", "other.chat.test"
RESULTS = ROOT / "test-results"

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def front_end() -> Path:
    """The folder of the built pages, built with every setting at its default."""
    subprocess.run([sys.executable, "-m", "scripts.pages"], cwd=ROOT, env=plain_environment(), check=True)
    return ROOT / ".web" / "build" / "client"


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make export` makes for a server at `API`."""
    folder = tmp_path_factory.mktemp("export") / "dist"
    settings = {"API_URL": f"http://{API}", "REFLEX_WEB_WORKDIR": ".web-export"}
    command = [sys.executable, "-m", "scripts.pages", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**plain_environment(), **settings}, check=True)
    return folder


@pytest.fixture(scope="session")
def server(front_end: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that tests share, unless they need to harm one or settings of their own."""
    shared = Server(tmp_path_factory.mktemp("server"))
    shared.start()
    yield shared
    shared.stop()


@pytest.fixture
def own_server(front_end: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers for this test alone: `own_server(OFFLINE_SECONDS="5")`."""
    started: list[Server] = []

    def start(**settings: str) -> Server:
        folder = tmp_path / f"server-{len(started)}"
        folder.mkdir()
        started.append(Server(folder, **settings))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_program(), args=SWITCHES.split())
        yield chromium
        chromium.close()


@pytest.fixture
def browser_finding(browser: Browser) -> Iterator[Callable[[str], Browser]]:
    """Another Chromium, which finds names where rules say: `browser_finding("MAP desk.lan 127.0.0.1")`."""
    started: list[Browser] = []

    def start(rules: str) -> Browser:
        switches = [*SWITCHES.split(), f"--host-resolver-rules={rules}"]
        started.append(browser.browser_type.launch(executable_path=chromium_program(), args=switches))
        return started[-1]

    yield start
    for one in started:
        one.close()


def chromium_program() -> str:
    """Where the system has its Chromium."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("Chromium is not installed; `make test` says how.")
    return program


@pytest.fixture(scope="session")
def spare() -> list[BrowserContext]:
    """Browsers that a test has done with."""
    return []


@pytest.fixture
def person(browser: Browser, server: Server, spare: list[BrowserContext]) -> Iterator[People]:
    """Lets people in: `ada = person("Ada")`. No page of theirs may have had an error at the end."""
    people = People(browser, server, spare)
    yield people
    people.leave()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put these last: they take longest, and leave Playwright's event loop running in this thread."""
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add pictures of the pages and the server's last lines to the report of a failed test."""
    report = yield
    if report.failed:
        given = item.funcargs.values()
        for people in (each for each in given if isinstance(each, People)):
            with suppress(Error):
                taken = people.photograph(RESULTS / re.sub(r"\W+", "-", item.name))
                if taken:
                    report.sections.append(("pictures", "\n".join(map(str, taken))))
        for server in (each for each in given if isinstance(each, Server)):
            report.sections.append(("server", server.log()))
    return report
