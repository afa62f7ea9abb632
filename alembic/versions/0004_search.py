"""Messages are found by their words, which 0007 fills in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What is indexed of a message: its channel, which is no word, and its words.
INDEXED = "'#' || {row}channel_id || {row}words"

ON_SQLITE = (
    # Without the words themselves, or where in a message they stand: only to find which it is.
    """CREATE VIRTUAL TABLE message_words USING fts5(
        words, content='', columnsize=0, detail='none', tokenize="ascii tokenchars '#'"
    )""",
    f"""INSERT INTO message_words (rowid, words)
        SELECT id, {INDEXED.format(row="")} FROM messages WHERE words <> ''""",
    f"""CREATE TRIGGER message_words_insert AFTER INSERT ON messages WHEN new.words <> '' BEGIN
        INSERT INTO message_words (rowid, words) VALUES (new.id, {INDEXED.format(row="new.")});
    END""",
    f"""CREATE TRIGGER message_words_delete AFTER DELETE ON messages WHEN old.words <> '' BEGIN
        INSERT INTO message_words (message_words, rowid, words)
        VALUES ('delete', old.id, {INDEXED.format(row="old.")});
    END""",
    f"""CREATE TRIGGER message_words_update AFTER UPDATE OF words ON messages
    WHEN old.words <> new.words BEGIN
        INSERT INTO message_words (message_words, rowid, words)
        SELECT 'delete', old.id, {INDEXED.format(row="old.")} WHERE old.words <> '';
        INSERT INTO message_words (rowid, words)
        SELECT new.id, {INDEXED.format(row="new.")} WHERE new.words <> '';
    END""",
)
ON_POSTGRESQL = (
    """CREATE INDEX message_words ON messages
    USING gin (array_to_tsvector(string_to_array('#' || channel_id::text || words, ' ')))
    WHERE words <> ''""",
)


def upgrade() -> None:
    op.add_column("messages", sa.Column("words", sa.String(), nullable=False, server_default=""))
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in ON_SQLITE if on_sqlite else ON_POSTGRESQL:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for when in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER message_words_{when}")
        op.execute("DROP TABLE message_words")
    else:
        op.execute("DROP INDEX message_words")
    op.drop_column("messages", "words")
