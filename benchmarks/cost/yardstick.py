"""Fixed work, which costs more while the machine is slower: what else costs is told in loops of it.

A tight loop loses more to a busy neighbour than a server does, whose time goes into fetching much code and
data. So this does a little of what a server does, with libraries that stay as they are: rows, Markdown,
JSON, a small send. Record again after one of these has been updated.
"""

import json
import os
import socket
import time
from functools import cache

from markdown_it import MarkdownIt
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, insert, select

ROWS = 20
TABLE = Table("rows", MetaData(), Column("id", Integer, primary_key=True), Column("text", String))
TEXT = "A **text** with `code`, a [link](https://example.org) and\n\n- a list\n- of two\n"


@cache
def _connection() -> Connection:
    connection = create_engine("sqlite://").connect()
    TABLE.metadata.create_all(connection)
    connection.execute(insert(TABLE), [{"text": TEXT}] * ROWS)
    connection.commit()
    return connection


def loop_seconds() -> float:
    """Return the processor time of one loop."""
    connection = _connection()
    ours, theirs = socket.socketpair()
    begun = time.process_time()
    connection.execute(insert(TABLE).values(text=TEXT))
    rows = connection.execute(select(TABLE).order_by(TABLE.c.id).limit(ROWS)).mappings()
    shown = [{**row, "html": MarkdownIt().render(row["text"])} for row in list(rows)[:2]]
    sent = json.dumps(shown).encode()
    for _ in range(5):
        os.read(theirs.fileno(), os.write(ours.fileno(), sent))
    spent = time.process_time() - begun
    connection.rollback()
    ours.close()
    theirs.close()
    return spent
