"""Keep what a database of this version holds, for the versions to come: `python -m tests.versions.keep`.

Run once with the code of a version that is being released. It writes a folder of that version's name beside
this file: `sqlite.db.gz`, `postgresql.sql.gz`, and in `answers.json.gz` what REST said of each of them.
"""

import gzip
import json
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chat_app.version import VERSION
from tests.support.databases import PostgresServer, program
from tests.support.serving import Served
from tests.versions.life import fill, read

HERE = Path(__file__).parent


def main() -> None:
    """Write the folder of this version."""
    folder = HERE / VERSION
    folder.mkdir(exist_ok=True)
    server = PostgresServer()
    server.start()
    try:
        url = server.url(server.new_database())
        kept = {"postgresql": lived(url), "sqlite": lived("", folder / "sqlite.db.gz")}
        write(folder / "postgresql.sql.gz", dump(url))
    finally:
        server.stop()
    text = json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True)
    write(folder / "answers.json.gz", text.encode())


def lived(url: str, copy: Path | None = None) -> dict[str, Any]:
    """Let people live on a database; return their secrets and what they can read then."""
    with TemporaryDirectory() as directory:
        folder = Path(directory)
        served = Served(folder, **({"DATABASE_URL": url} if url else {}))
        served.start()
        try:
            secrets = fill(served)
            answers = read(served)
        finally:
            served.stop()
        if copy:
            small = folder / "copy.db"
            with closing(sqlite3.connect(folder / "data" / "chat.db")) as database:
                database.execute("VACUUM INTO ?", [str(small)])
            write(copy, small.read_bytes())
    return {"secrets": secrets, "answers": answers}


def dump(url: str) -> bytes:
    """Return the statements that make a database of PostgreSQL what it is, without the commands of psql."""
    command = [str(program("pg_dump")), "--inserts", "--no-owner", "--no-privileges", url]
    statements = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.sub(r"(?m)^\\.*\n", "", statements).encode()


def write(path: Path, content: bytes) -> None:
    """Write a file, packed, the same for the same content."""
    path.write_bytes(gzip.compress(content, mtime=0))


if __name__ == "__main__":
    main()
