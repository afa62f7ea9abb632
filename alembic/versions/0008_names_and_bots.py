"""Bots own no channels. Kept of people: what their names look like, and who could be taken for another."""

import unicodedata

import sqlalchemy as sa
from alembic import context, op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AT_ONCE = 5000
LOOKS = "look", "username_look"
# A channel whose owners are all bots has no owner then: the longest of its people owns it.
PEOPLE = "SELECT id FROM users WHERE owner_id IS NULL"
DEMOTE = f"UPDATE memberships SET role = 'member' WHERE role = 'owner' AND user_id NOT IN ({PEOPLE})"
UNOWNED = """
    SELECT id FROM channels WHERE name <> 'general' AND NOT EXISTS (
        SELECT 1 FROM memberships WHERE memberships.channel_id = channels.id AND role = 'owner'
    )
"""
LONGEST = f"""
    SELECT user_id FROM memberships WHERE channel_id = :channel AND user_id IN ({PEOPLE})
    ORDER BY joined_at, user_id LIMIT 1
"""
MARK = """
    UPDATE users SET shared_name = :shared WHERE look LIKE '%@%' OR EXISTS (
        SELECT 1 FROM users AS other
        WHERE other.id != users.id AND (other.look = users.look OR other.username_look = users.look)
    )
"""
PROMOTE = f"UPDATE memberships SET role = 'owner' WHERE channel_id = :channel AND user_id = ({LONGEST})"


def upgrade() -> None:
    for name in LOOKS:
        op.add_column("users", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.create_index(f"ix_users_{name}", "users", [name])
    op.add_column("users", sa.Column("shared_name", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(DEMOTE)
    if context.is_offline_mode():
        return
    connection = op.get_bind()
    for channel in connection.execute(sa.text(UNOWNED)).scalars().all():
        connection.execute(sa.text(PROMOTE), {"channel": channel})
    fill(connection)


def fill(connection: sa.Connection) -> None:
    """Tell of the people who are there what their names look like, some thousands at a time."""
    last = 0
    page = sa.text("SELECT id, username, display_name FROM users WHERE id > :last ORDER BY id LIMIT :most")
    update = sa.text("UPDATE users SET look = :look, username_look = :username_look WHERE id = :id")
    while rows := connection.execute(page, {"last": last, "most": AT_ONCE}).all():
        each = [(row.id, look(row.display_name), look(row.username)) for row in rows]
        connection.execute(update, [dict(zip(("id", *LOOKS), values, strict=True)) for values in each])
        last = rows[-1].id
    connection.execute(sa.text(MARK), {"shared": True})


def downgrade() -> None:
    op.drop_column("users", "shared_name")
    for name in LOOKS:
        op.drop_index(f"ix_users_{name}", table_name="users")
        op.drop_column("users", name)


# -- what a name looks like, as `chat_app.text.folding` had it then ------------------------------------------

# Letters of other scripts and digits, as the Latin letter that they look like; of what is unseen, nothing.
_LOOK_ALIKE = str.maketrans(
    "авгеһкмнорстухіјѕӏԁԛԝёїαβγεηικνορτυχω01lı|",
    "abrehkmhopctyxijsidqweiabyenikvoptuxwoiiii",
)
_BLANK = [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0x1D159]
_BLANK += [*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
_BLANK += [*range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)]
_LOOK_ALIKE |= dict.fromkeys(_BLANK)


def look(name: str) -> str:
    """Return what a name looks like: the same for names that one could take for each other."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(plain.translate(_LOOK_ALIKE).split())
