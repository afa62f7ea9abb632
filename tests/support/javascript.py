"""JavaScript in the Node.js that the pages are built with."""

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import reflex as rx

from chat_app.ui.components import browser


def node() -> str:
    """Return the Node.js of the virtual environment, else the machine's."""
    own = Path(sys.executable).with_name("node")
    program = str(own) if own.exists() else shutil.which("node")
    if program is None:
        pytest.skip("Node.js is not installed; `make test` says how.")
    return program


def evaluated(expression: rx.Var, name: str, values: list[Any]) -> list[Any]:
    """Return what an expression of the page gives for each value of the `name` that stands in it."""
    return _mapped(f"{_operators()}\nconst act = ({name}) => {expression!s};", values)


def answered(module: str, function: str, values: list[Any]) -> list[Any]:
    """Return what a function of a plain script beside the components gives for each value."""
    file = Path(browser.__file__).with_name(module).as_uri()
    return _mapped(f"import {{ {function} as act }} from {json.dumps(file)};", values)


def _mapped(script: str, values: list[Any]) -> list[Any]:
    reading = """import { readFileSync } from "node:fs";
        const values = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(values.map((value) => act(value))));"""
    command = [node(), "--input-type=module", "--eval", f"{script}\n{reading}"]
    run = subprocess.run(command, input=json.dumps(values), capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def _operators() -> str:
    """Return what Reflex's pages have for the operators of Python."""
    found = find_spec("reflex_base")
    assert found
    assert found.origin
    state = (Path(found.origin).parent / ".templates/web/utils/state.js").read_text()
    wanted = r"^export (const (?:isTrue|pyOr|pyAnd) = .*?;)\n\n"
    return "\n".join(re.findall(wanted, state, re.MULTILINE | re.DOTALL))
