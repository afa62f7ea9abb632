"""Names of any length, which the settings decide on, and people found by theirs without case and accents."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context, op

from chat_app import folding  # however names are folded by now: the application looks for those

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_ONCE = 5000
# How long each could be before.
LENGTHS = {
    "users": {"username": 32, "display_name": 50, "status": 100},
    "channels": {"name": 32, "topic": 250},
}


def upgrade() -> None:
    for table, columns in LENGTHS.items():
        with altered(table) as batch:
            for column, length in columns.items():
                batch.alter_column(column, existing_type=sa.String(length), type_=sa.String())
    op.add_column("users", sa.Column("sought", sa.String(), nullable=False, server_default=""))
    if not context.is_offline_mode():
        fill()


def fill() -> None:
    """Let the people who are there be found, some thousands at a time."""
    connection, last = op.get_bind(), 0
    page = sa.text("SELECT id, username, display_name FROM users WHERE id > :last ORDER BY id LIMIT :most")
    update = sa.text("UPDATE users SET sought = :sought WHERE id = :id")
    while rows := connection.execute(page, {"last": last, "most": AT_ONCE}).all():
        found = [{"id": row.id, "sought": folding.names(row.username, row.display_name)} for row in rows]
        connection.execute(update, found)
        last = rows[-1].id


@contextmanager
def altered(table: str) -> Iterator:
    """The table to change. SQLite replaces it, and would forget what ids deleted rows have had."""
    kept = op.get_context().dialect.name == "sqlite"
    if kept:
        op.execute(f"CREATE TEMPORARY TABLE given AS SELECT seq FROM sqlite_sequence WHERE name = '{table}'")
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
        yield batch
    if kept:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', seq FROM given")
        op.execute("DROP TABLE given")


def downgrade() -> None:
    """PostgreSQL refuses as long as there is something longer than could be before."""
    op.drop_column("users", "sought")
    for table, columns in LENGTHS.items():
        with altered(table) as batch:
            for column, length in columns.items():
                batch.alter_column(column, existing_type=sa.String(), type_=sa.String(length))
