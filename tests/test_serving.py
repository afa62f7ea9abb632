"""Starting the server."""

import os
import socket
import subprocess
import sys

import pytest

from scripts.processes import ROOT


@pytest.mark.parametrize("program", ["scripts.run", "scripts.serve"])
def test_a_taken_port_is_refused_in_a_sentence(program: str) -> None:
    """Granian would share the port with whatever listens there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
        command = [sys.executable, "-m", program]
        refused = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert refused.returncode != 0
    assert refused.stderr.strip() == f"Port {port} is taken. Choose another: make run PORT={port + 1}"
