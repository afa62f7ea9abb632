"""The shape of the code: how long its parts are, and what is known in one place only.

What does not hold yet is listed by name, and a list may only get shorter: what holds by now is taken off it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from chat_app.cli.processes import ROOT

MAX_FILE, MAX_FUNCTION, MAX_COMPONENT = 250, 40, 80  # lines; of a function in Python, and in JSX

PYTHON = sorted([*ROOT.glob("chat_app/**/*.py"), *ROOT.glob("scripts/**/*.py")])
# The peer keeps the hand of who wrote it.
MEASURING = [path for path in ROOT.glob("benchmarks/**/*.py") if "peer_pysio" not in path.parts]
SCRIPTS = sorted(path for path in ROOT.glob("chat_app/**/*.js*"))

LONG_FILES: set[str] = set()
LONG_FUNCTIONS: set[str] = {
    "scripts/screenshots.py:photograph_everything",
}
LONG_COMPONENTS: set[str] = set()
SELECT_BY_THEMSELVES: set[str] = {
    "chat_app/services/messages/search.py",  # reads many messages at once, of channels that access has named
}
KNOW_THE_APPLICATION: set[str] = set()

ADDRESSES = "chat_app/ui/addresses.py"
ADDRESS = re.compile(r"""["'`}]/(?:chat|login)\b""")  # of a page: at the start of a text
REST = "chat_app/api/"  # has a login of its own
CHANNELS_AND_MESSAGES = re.compile(
    r"chat_app/services/(?:access|conversations|queries|live_source)\.py|chat_app/services/channels/"
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file in Python, with its lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{name_of(path)}:{node.name}", node.end_lineno - node.lineno + 1


def components(path: Path) -> Iterator[tuple[str, int]]:
    """Each function at the top of a script, with its lines: it ends where a line is no part of it."""
    lines = path.read_text().splitlines()
    starts = re.compile(r"(?:export )?(?:default )?(?:async )?(?:function\*? (\w+)|const (\w+) = .*=> [({]$)")
    for number, line in enumerate(lines):
        if found := starts.match(line):
            end = next((n for n in range(number + 1, len(lines)) if lines[n][:1] in ("}", ")")), number)
            yield f"{name_of(path)}:{found[1] or found[2]}", end - number + 1


def test_files_are_short() -> None:
    long = {
        name_of(path) for path in [*PYTHON, *MEASURING, *SCRIPTS] if path.read_text().count("\n") > MAX_FILE
    }
    assert long == LONG_FILES


def test_functions_are_short() -> None:
    found = [each for path in [*PYTHON, *MEASURING] for each in functions(path)]
    assert len(found) > 500
    assert {name for name, lines in found if lines > MAX_FUNCTION} == LONG_FUNCTIONS


def test_components_are_short() -> None:
    found = [each for path in SCRIPTS for each in components(path)]
    assert len(found) > 100
    assert {name for name, lines in found if lines > MAX_COMPONENT} == LONG_COMPONENTS


def test_addresses_of_pages_are_spelled_in_one_file() -> None:
    sources = [path for path in [*PYTHON, *SCRIPTS] if not name_of(path).startswith((REST, "scripts/"))]
    know = {name_of(path) for path in sources if ADDRESS.search(path.read_text())}
    assert know == {ADDRESSES}


def test_channels_and_messages_are_fetched_through_permission() -> None:
    selects = {
        name_of(path) for path in PYTHON if re.search(r"\bselect\((?:Channel|Message)\b", path.read_text())
    }
    allowed = {name for name in selects if CHANNELS_AND_MESSAGES.match(name)}
    assert allowed
    assert selects - allowed == SELECT_BY_THEMSELVES


def test_migrations_need_nothing_of_the_application() -> None:
    migrations = sorted(ROOT.glob("alembic/versions/*.py"))
    assert migrations
    imports = re.compile(r"^\s*(?:from|import) chat_app\b", re.MULTILINE)
    assert {name_of(path) for path in migrations if imports.search(path.read_text())} == KNOW_THE_APPLICATION
