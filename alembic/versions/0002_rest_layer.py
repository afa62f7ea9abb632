"""For the REST layer: refresh and access tokens, bots, reactions, numbered changes of messages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with altered_users() as users:
        users.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        users.create_foreign_key("fk_users_owner_id_users", "users", ["owner_id"], ["id"])
    op.create_index(op.f("ix_users_owner_id"), "users", ["owner_id"])
    op.add_column("sessions", sa.Column("refresh_id", sa.String(32), nullable=True))
    op.add_column("channels", sa.Column("last_change", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("change", sa.Integer(), nullable=True))
    changed = sa.text("change IS NOT NULL")
    op.create_index(
        op.f("ix_messages_channel_id_change"),
        "messages",
        ["channel_id", "change"],
        postgresql_where=changed,
        sqlite_where=changed,
    )
    create_access_tokens()
    create_reactions()


def altered_users():
    """Return the table to change. SQLite replaces it, and forgets that its ids are never given out again."""
    return op.batch_alter_table("users", table_kwargs={"sqlite_autoincrement": True})


def create_access_tokens() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("scopes", sa.String(50), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_access_tokens_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_tokens")),
        sa.UniqueConstraint("session_id", name=op.f("uq_access_tokens_session_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_tokens_digest")),
        sqlite_autoincrement=True,
    )


def create_reactions() -> None:
    op.create_table(
        "reactions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("emoji", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_reactions_message_id_messages"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reactions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reactions")),
        sa.UniqueConstraint(
            "message_id", "user_id", "emoji", name=op.f("uq_reactions_message_id_user_id_emoji")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reactions_user_id"), "reactions", ["user_id"])


def downgrade() -> None:
    op.drop_table("reactions")
    op.drop_table("access_tokens")
    op.drop_index("ix_messages_channel_id_change", "messages")
    op.drop_column("messages", "change")
    op.drop_column("channels", "last_change")
    op.drop_column("sessions", "refresh_id")
    op.drop_index("ix_users_owner_id", "users")
    with altered_users() as users:
        users.drop_constraint("fk_users_owner_id_users", type_="foreignkey")
        users.drop_column("owner_id")
