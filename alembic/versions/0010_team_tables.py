"""The tables of what a team needs: files, invitations, reports and others, empty as yet."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NEW = (
    "audit_entries", "settings", "identities", "password_resets", "invitations", "invitation_channels",
    "bans", "drafts", "saved_messages", "reports", "files", "push_subscriptions", "webhooks",
)  # fmt: skip
TYPES = {"messages.id": BIG_ID, "sessions.id": sa.String(32)}


def downgrade() -> None:
    for table in reversed(NEW):
        op.drop_table(table)


def create(table: str, key: tuple[str, ...], *parts: sa.Column | sa.Constraint) -> None:
    """Make a table with this primary key; an `id` of its own is given out once, on SQLite too."""
    links = [
        sa.ForeignKeyConstraint(
            [part.name],
            [part.info["to"]],
            name=f"fk_{table}_{part.name}_{part.info['to'].partition('.')[0]}",
            ondelete=part.info["ondelete"],
        )
        for part in parts
        if isinstance(part, sa.Column) and part.info
    ]
    primary = sa.PrimaryKeyConstraint(*key, name=f"pk_{table}")
    op.create_table(table, *parts, *links, primary, sqlite_autoincrement=key == ("id",))


def refers(name: str, to: str, ondelete: str | None, nullable: bool = True) -> sa.Column:
    """Return a column that names a row of another table."""
    type_ = TYPES.get(to, sa.Integer())
    return sa.Column(name, type_, nullable=nullable, info={"to": to, "ondelete": ondelete})


def index(table: str, columns: list[str], name: str = "", where: str = "") -> None:
    """Make an index, of all rows or of those of which something is true."""
    condition = sa.text(where) if where else None
    name = name or f"ix_{table}_{'_'.join(columns)}"
    op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)


def upgrade() -> None:
    create(
        "audit_entries",
        ("id",),
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("target", sa.String(100), nullable=False),
        sa.Column("details", sa.JSON()),
    )
    index("audit_entries", ["action", "id"])
    index("audit_entries", ["actor_id", "id"])
    create(
        "settings",
        ("name",),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        refers("changed_by", "users.id", "SET NULL"),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    create(
        "identities",
        ("provider", "subject"),
        sa.Column("provider", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        refers("user_id", "users.id", "CASCADE", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    index("identities", ["user_id"])
    create(
        "password_resets",
        ("digest",),
        sa.Column("digest", sa.String(64), nullable=False),
        refers("user_id", "users.id", "CASCADE", nullable=False),
        refers("created_by", "users.id", "SET NULL"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    index("password_resets", ["user_id"])
    create(
        "invitations",
        ("id",),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        refers("created_by", "users.id", "SET NULL"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.CheckConstraint("uses >= 0 AND uses <= max_uses", name=op.f("ck_invitations_uses_bounded")),
        sa.UniqueConstraint("code", name="uq_invitations_code"),
    )
    create(
        "invitation_channels",
        ("invitation_id", "channel_id"),
        refers("invitation_id", "invitations.id", "CASCADE", nullable=False),
        refers("channel_id", "channels.id", "CASCADE", nullable=False),
    )
    index("invitation_channels", ["channel_id"])
    create(
        "bans",
        ("channel_id", "user_id"),
        refers("channel_id", "channels.id", "CASCADE", nullable=False),
        refers("user_id", "users.id", "CASCADE", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        refers("created_by", "users.id", "SET NULL"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT),
    )
    index("bans", ["user_id"])
    create(
        "drafts",
        ("user_id", "channel_id"),
        refers("user_id", "users.id", "CASCADE", nullable=False),
        refers("channel_id", "channels.id", "CASCADE", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    index("drafts", ["channel_id"])
    create(
        "saved_messages",
        ("user_id", "message_id"),
        refers("user_id", "users.id", "CASCADE", nullable=False),
        refers("message_id", "messages.id", "CASCADE", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT),
    )
    index("saved_messages", ["message_id"])
    index("saved_messages", ["remind_at"], where="remind_at IS NOT NULL")
    create(
        "reports",
        ("id",),
        sa.Column("id", sa.Integer(), nullable=False),
        refers("message_id", "messages.id", "CASCADE", nullable=False),
        refers("reporter_id", "users.id", "CASCADE", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        refers("closed_by", "users.id", "SET NULL"),
        sa.UniqueConstraint("message_id", "reporter_id", name="uq_reports_message_id_reporter_id"),
    )
    index("reports", ["reporter_id"])
    create(
        "files",
        ("id",),
        sa.Column("id", BIG_ID, nullable=False),
        refers("owner_id", "users.id", None, nullable=False),
        refers("message_id", "messages.id", "CASCADE"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("thumbnail_key", sa.String(64)),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("size", BIG_ID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_files_size_from_0")),
        sa.UniqueConstraint("key", name="uq_files_key"),
        sa.UniqueConstraint("thumbnail_key", name="uq_files_thumbnail_key"),
    )
    index("files", ["message_id"])
    index("files", ["owner_id"])
    index("files", ["created_at"], "ix_files_unposted", where="message_id IS NULL")
    create(
        "push_subscriptions",
        ("id",),
        sa.Column("id", sa.Integer(), nullable=False),
        refers("session_id", "sessions.id", "CASCADE", nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(100), nullable=False),
        sa.Column("secret", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("endpoint", name="uq_push_subscriptions_endpoint"),
    )
    index("push_subscriptions", ["session_id"])
    create(
        "webhooks",
        ("id",),
        sa.Column("id", sa.Integer(), nullable=False),
        refers("channel_id", "channels.id", "CASCADE", nullable=False),
        refers("bot_id", "users.id", "CASCADE", nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        refers("created_by", "users.id", "SET NULL"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("digest", name="uq_webhooks_digest"),
    )
    index("webhooks", ["bot_id"])
    index("webhooks", ["channel_id"])
