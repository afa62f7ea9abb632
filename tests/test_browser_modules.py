"""The browser's plain modules, tested where no browser is needed."""

import subprocess
from pathlib import Path

from tests.support.javascript import node

HERE = Path(__file__).parent / "browser"


def test_the_browser_modules_do_what_their_tests_say() -> None:
    files = sorted(map(str, HERE.glob("*.test.js")))
    assert files
    run = subprocess.run([node(), "--no-warnings", "--test", *files], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
