"""What the documents have in their fenced blocks, and how a test runs it."""

import re
import subprocess
from pathlib import Path

from chat_app.cli.processes import ROOT

AT_THE_TOP = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
DOCUMENTS = [*AT_THE_TOP, *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = 60


def blocks(document: str, language: str = "sh") -> list[str]:
    """Return the blocks of a document in a language, in order."""
    return [text for kind, text in FENCED.findall((ROOT / document).read_text()) if kind == language]


def block(document: str, begins: str) -> str:
    """Return the one block of commands in a document that begins so."""
    (found,) = [text for text in blocks(document) if first_command(text) == begins]
    return found


def first_command(text: str) -> str:
    """Return the first line of a block, without its comment."""
    return re.sub(r"\s+#.*", "", text.partition("\n")[0]).strip()


def strictly(commands: str) -> list[str]:
    """Return what runs the commands in bash and stops at the first that fails."""
    return ["bash", "-euo", "pipefail", "-c", commands]


def run(commands: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the commands in a folder; fails with what they wrote where one of them failed."""
    done = subprocess.run(
        strictly(commands),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done
