"""The browser's plain modules, tested where no browser is needed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "browser"


def node() -> str:
    """Return the Node.js of the virtual environment, else the machine's."""
    own = Path(sys.executable).with_name("node")
    program = str(own) if own.exists() else shutil.which("node")
    if program is None:
        pytest.skip("Node.js is not installed; `make test` says how.")
    return program


def test_the_browser_modules_do_what_their_tests_say() -> None:
    files = sorted(map(str, HERE.glob("*.test.js")))
    assert files
    run = subprocess.run([node(), "--no-warnings", "--test", *files], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
