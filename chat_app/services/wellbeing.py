"""Whether the parts below work."""

import logging

from sqlalchemy import text

from chat_app.db import transaction

log = logging.getLogger(__name__)


def database_answers() -> bool:
    """Whether the database does; the log says why not."""
    try:
        with transaction(reading=True) as session:
            session.connection().execute(text("SELECT 1"))
    except Exception:
        log.exception("The database does not answer.")
        return False
    return True
