"""Names of any length, which the settings decide on, and people found by theirs without case and accents:
by what 0007 fills in."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

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


@contextmanager
def altered(table: str) -> Iterator:
    """Return the table to change. SQLite replaces it, and would forget what ids deleted rows have had."""
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
