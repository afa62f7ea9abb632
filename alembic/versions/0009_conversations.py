"""Kinds of conversations, and roles.

Messages, the largest table, only get columns; SQLite replaces the tables whose checks change. Going back
leaves out what could not be said before: direct messages, threads, moderators.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CHECKS = {
    "channels": {
        "kind_known": "kind IN ('channel', 'direct', 'thread')",
        "posting_known": "posting IN ('everyone', 'owners')",
        "channels_have_names": "(kind = 'channel') = (name IS NOT NULL)",
        "direct_messages_have_people": "(kind = 'direct') = (direct_key IS NOT NULL)",
        "threads_have_parents": "(kind = 'thread') = (parent_message_id IS NOT NULL)",
    },
    "memberships": {"notify_known": "notify IN ('default', 'all', 'mentions', 'nothing')"},
    "users": {"email_lower": "email = lower(email)", "role_known": "role IN ('admin', 'member')"},
}
ROLES = "role IN ('owner', 'member')", "role IN ('owner', 'moderator', 'member')"
UNIQUE = {"channels": ("direct_key", "parent_message_id"), "users": ("email",)}
PARENT = "fk_channels_parent_message_id_messages"


def word(name: str, default: str) -> sa.Column:
    return sa.Column(name, sa.String(16), nullable=False, server_default=default)


def flag(name: str, default: sa.sql.expression.ColumnElement) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=default)


def short(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def columns() -> dict[str, list[sa.Column]]:
    """Return the new columns of the tables that are there."""
    return {
        "channels": [
            word("kind", "channel"),
            sa.Column("direct_key", sa.String(160)),
            sa.Column("parent_message_id", BIG_ID),
            word("posting", "everyone"),
            sa.Column("archived_at", MOMENT),
        ],
        "memberships": [word("notify", "default"), flag("muted", sa.false()), flag("favorite", sa.false())],
        "messages": [word("kind", "text"), sa.Column("props", sa.JSON()), sa.Column("pinned_at", MOMENT)],
        "sessions": [short("client", 200), short("address", 45), sa.Column("last_seen_at", MOMENT)],
        "users": [
            word("role", "member"),
            flag("active", sa.true()),
            sa.Column("email", sa.String()),
            sa.Column("avatar", sa.String(64)),
            short("timezone", 64),
            sa.Column("last_seen_at", MOMENT),
        ],
    }


def upgrade() -> None:
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    op.execute(sa.text("UPDATE users SET role = 'admin' WHERE is_admin"))
    with altered("channels") as batch:
        batch.alter_column("name", existing_type=sa.String(), nullable=True)
        constrain(batch, "channels")
        batch.create_foreign_key(PARENT, "messages", ["parent_message_id"], ["id"], ondelete="CASCADE")
    with altered("memberships", has_ids=False) as batch:
        batch.drop_constraint(op.f("ck_memberships_role_known"), type_="check")
        batch.create_check_constraint(op.f("ck_memberships_role_known"), ROLES[1])
        constrain(batch, "memberships")
    with altered("users") as batch:
        batch.drop_column("is_admin")
        constrain(batch, "users")
    pinned = sa.text("pinned_at IS NOT NULL")
    at = ["channel_id", "pinned_at"]
    op.create_index("ix_messages_pinned", "messages", at, postgresql_where=pinned, sqlite_where=pinned)


def constrain(batch, table: str) -> None:
    for name, condition in CHECKS[table].items():
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
    for column in UNIQUE.get(table, ()):
        batch.create_unique_constraint(f"uq_{table}_{column}", [column])


def release(batch, table: str) -> None:
    for name in CHECKS[table]:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    for column in UNIQUE.get(table, ()):
        batch.drop_constraint(f"uq_{table}_{column}", type_="unique")


@contextmanager
def altered(table: str, has_ids: bool = True) -> Iterator:
    """Yield the table to change. SQLite replaces it, and would forget what ids deleted rows have had."""
    kept = has_ids and op.get_context().dialect.name == "sqlite"
    if kept:
        op.execute(f"CREATE TEMPORARY TABLE given AS SELECT seq FROM sqlite_sequence WHERE name = '{table}'")
    options = {"sqlite_autoincrement": True} if has_ids else {}
    with op.batch_alter_table(table, table_kwargs=options) as batch:
        yield batch
    if kept:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', seq FROM given")
        op.execute("DROP TABLE given")


def downgrade() -> None:
    # On SQLite foreign keys rest while it is migrated, so what belongs to a channel goes one by one.
    gone = "SELECT id FROM channels WHERE kind <> 'channel'"
    messages = f"SELECT id FROM messages WHERE channel_id IN ({gone})"
    for table in ("mentions", "reactions"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE message_id IN ({messages})"))
    for table in ("messages", "memberships"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE channel_id IN ({gone})"))
    op.execute(sa.text("DELETE FROM channels WHERE kind <> 'channel'"))
    op.execute(sa.text("UPDATE memberships SET role = 'member' WHERE role = 'moderator'"))
    op.drop_index("ix_messages_pinned", table_name="messages")
    op.add_column("users", sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text("UPDATE users SET is_admin = true WHERE role = 'admin'"))
    with altered("users") as batch:
        batch.alter_column("is_admin", existing_type=sa.Boolean(), server_default=None)
        release(batch, "users")
    with altered("memberships", has_ids=False) as batch:
        batch.drop_constraint(op.f("ck_memberships_role_known"), type_="check")
        batch.create_check_constraint(op.f("ck_memberships_role_known"), ROLES[0])
        release(batch, "memberships")
    with altered("channels") as batch:
        batch.drop_constraint(PARENT, type_="foreignkey")
        release(batch, "channels")
        batch.alter_column("name", existing_type=sa.String(), nullable=False)
    for table, added in columns().items():
        for column in added:
            op.drop_column(table, column.name)
