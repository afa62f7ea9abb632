"""What can stand between a browser and the server: a host of static files, and nginx."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chat_app.cli.processes import ROOT, end
from tests.support.server import HOST, START_SECONDS, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
CONFIGURATIONS = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "deploy.md").read_text(), re.DOTALL)
FRAME = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {documented}
}}
"""


@contextmanager
def static_host(pages: Path) -> Iterator[int]:
    """Return the plainest host of static files there is; its port."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", HOST, "--directory", str(pages)]
    with _served(command, port, pages.parent / "static-host.log"):
        yield port


@contextmanager
def nginx(documented: str, folder: Path, listens: int) -> Iterator[Callable[[str], None]]:
    """nginx with a configuration from the documents, in which ports and paths are already the test's own.

    Called with another one, what is given reloads it with that.
    """
    if NGINX is None:
        pytest.skip("nginx is not installed; `make test` says how.")
    configuration = folder / "nginx.conf"
    # Its workers would else be another user, who may not look into a test's folder.
    user = "" if os.geteuid() else "user root;"

    def write(documented: str) -> None:
        configuration.write_text(FRAME.format(folder=folder, documented=documented, user=user))

    def reload(documented: str) -> None:
        write(documented)
        process.send_signal(signal.SIGHUP)

    write(documented)
    command = [str(NGINX), "-p", str(folder), "-e", "stderr", "-c", str(configuration)]
    with _served(command, listens, folder / "nginx.log") as process:
        yield reload


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Return a certificate that nobody vouches for, and its key."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -out {chain} -keyout {key}"
    subprocess.run(made.split(), check=True, stderr=subprocess.DEVNULL)
    return chain, key


@contextmanager
def _served(command: list[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        give_up = time.monotonic() + START_SECONDS
        while not _listens(port):
            assert process.poll() is None, f"It did not start:\n{log.read_text()}"
            assert time.monotonic() < give_up, f"It did not answer:\n{log.read_text()}"
            time.sleep(0.05)
        yield process
    finally:
        end(process)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
