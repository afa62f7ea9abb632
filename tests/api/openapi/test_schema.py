"""The API keeps to its OpenAPI document, whatever is sent to it: schemathesis, with every check on."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.support.serving import Person, Served

SECONDS = 240
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
BOUNDED = ("--checks", "all", "--max-examples", "6", "--generation-deterministic", "--no-color")


def test_no_request_makes_the_api_break_its_word(tmp_path: Path) -> None:
    server = Served(tmp_path, EVENT_STREAM_SECONDS="0.2", BOTS_MAX="10000")
    server.start()
    try:
        with closing(Person(server, "tester")) as tester, closing(tester.again()) as spare:
            tokens = {"API_TOKEN": tester.token, "SPARE_TOKEN": spare.token}
            program = Path(sys.executable).with_name("schemathesis")
            run = subprocess.run(
                [program, "--config-file", CONFIGURATION, "run", f"{server.url}/api/openapi.json", *BOUNDED],
                cwd=tmp_path,
                env={**os.environ, **tokens},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=SECONDS,
            )
    finally:
        server.stop()
    assert run.returncode == 0, run.stdout
    assert "Tested: 40" in run.stdout, run.stdout
