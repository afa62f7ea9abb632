"""One process serves one directory of data: what is live, and who may write next, is kept in its memory.

Migrations, backups and whatever else reads or writes the database beside it need no leave.
"""

import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from chat_app.misconfiguration import CannotStart
from chat_app.settings import get_settings

_held: list[IO[str]] = []


def hold() -> None:
    """Serve alone from now on, until this process ends, however it does.

    Raises:
        CannotStart: another process serves already.
    """
    if _held:
        return
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (folder / "serving.lock").open("a+")
    except OSError as error:
        raise CannotStart(f"Nothing can be kept in {folder}: {error.strerror}.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotStart(
            f"Another process serves what is in {folder} already. Stop it first, or set another DATA_DIR."
        ) from None
    _held.append(file)


def _folder() -> Path:
    """Where the database is, if it is in a file."""
    url = make_url(get_settings().database)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).parent
    return get_settings().data_dir
