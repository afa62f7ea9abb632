"""A real Chromium in front of the real application.

The pages are built once; every server serves that build through `python -m chat_app serve`, which takes
half a second to start, so that a test can afford to kill it and start it again.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from chat_app.cli.processes import ROOT
from tests.e2e.people import People, Spare
from tests.support.server import Server, plain_environment, serving
from tests.support.serving import Person as Client

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
    """Return the folder of the built pages, built with every setting at its default."""
    subprocess.run([sys.executable, "-m", "chat_app", "build"], cwd=ROOT, env=plain_environment(), check=True)
    return ROOT / ".web" / "build" / "client"


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that `make export` makes for a server at `API`, by a user without a home."""
    folder = tmp_path_factory.mktemp("export") / "dist"
    settings = {"API_URL": f"http://{API}", "REFLEX_WEB_WORKDIR": ".web-export"}
    # What npm is set to use is still theirs: packages may come from nowhere else.
    settings |= {"HOME": "/dev/null/nowhere", "NPM_CONFIG_USERCONFIG": str(Path.home() / ".npmrc")}
    command = [sys.executable, "-m", "chat_app", "export", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**plain_environment(), **settings}, check=True)
    return folder


@pytest.fixture(scope="session")
def server(front_end: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the server that tests share, unless they need to harm one or settings of their own."""
    with serving(tmp_path_factory.mktemp("server")) as shared:
        yield shared


@pytest.fixture
def own_server(front_end: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers for this test alone: `own_server(OFFLINE_SECONDS="5")`."""
    with ExitStack() as started:

        def start(**settings: str) -> Server:
            return started.enter_context(serving(Path(mkdtemp(dir=tmp_path)), **settings))

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_program(), args=SWITCHES.split())
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
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
def spare() -> Spare:
    """Browsers that a test has done with."""
    return {}


@pytest.fixture
def person(browser: Browser, server: Server, spare: Spare) -> Iterator[People]:
    """Lets people in: `ada = person("Ada")`. No page of theirs may have had an error at the end."""
    people = People(browser, server, spare)
    yield people
    people.leave()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Somebody who only speaks HTTP."""
    with closing(Client(server, "rest")) as client:
        yield client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put these last: they take longest, and leave Playwright's event loop running in this thread."""
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent))


def pytest_runtest_setup() -> None:
    """Whoever was in the test before is in it no more."""
    People.of_this_test.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what the pages show and the servers' last lines to the report of a failed test."""
    report = yield
    if report.failed:
        for people in People.of_this_test:
            with suppress(Error):
                report.sections.append(("pages", people.describe()))
                taken = people.photograph(RESULTS / re.sub(r"\W+", "-", item.name))
                report.sections.append(("pictures", "\n".join(map(str, taken))))
        for server in Server.running:
            report.sections.append(("server", server.log()))
    return report
