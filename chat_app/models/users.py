"""People and their sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, event, false
from sqlmodel import Field, SQLModel

from chat_app.models.columns import NEVER_REUSE_IDS, choice, flag, one_of, optional_timestamp, timestamp
from chat_app.text import folding

ADMIN, MEMBER = ROLES = "admin", "member"


class User(SQLModel, table=True):
    """A person, or a bot when it has an owner.

    `username` is stored in lower case, so it is one whatever the case typed. `search_names` is what both
    names are found by, `look` and `username_look` what each of them looks like; `shared_name` tells whether
    the display name could be taken for somebody else, as `services/accounts/names.py` finds. How long names
    may be is for the settings to say. One who is not active cannot sign in; the name stays on what was said.
    `avatar` is the name of a picture in the store of files, `timezone` a name of the IANA's list.
    """

    __tablename__ = "users"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        one_of("role", ROLES),
        NEVER_REUSE_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True)
    display_name: str
    password_hash: str = Field(max_length=100)
    color: str = Field(max_length=16)
    status: str = ""
    role: str = choice(MEMBER)
    active: bool = flag(True)
    email: str | None = Field(default=None, unique=True)
    avatar: str | None = Field(default=None, max_length=64)
    timezone: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    last_seen_at: datetime | None = optional_timestamp()
    owner_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    created_at: datetime = timestamp()
    search_names: str = Field(default="", sa_column_kwargs={"server_default": ""})
    look: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    username_look: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    shared_name: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def is_admin(self) -> bool:
        """Whether the person may look after the whole installation."""
        return self.role == ADMIN


@event.listens_for(User, "before_insert")
@event.listens_for(User, "before_update")
def _found_by_either_name(_mapper: Any, _connection: Any, user: User) -> None:
    user.search_names = folding.names(user.username, user.display_name)
    user.look = folding.look(user.display_name)
    user.username_look = folding.look(user.username)


class UserSession(SQLModel, table=True):
    """One sign-in, until it expires or is revoked. Its tokens name `id`.

    A browser session starts with a ticket that is exchanged once for the cookie; `opened_at` is
    that moment. `refresh_id` names the one refresh token of an API client that is not spent. `client` is what
    the browser or program calls itself, `address` where it was last used from.
    """

    __tablename__ = "sessions"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=32)
    user_id: int = Field(foreign_key="users.id", index=True, ondelete="CASCADE")
    created_at: datetime = timestamp()
    expires_at: datetime = timestamp()
    opened_at: datetime | None = optional_timestamp()
    revoked_at: datetime | None = optional_timestamp()
    refresh_id: str | None = Field(default=None, max_length=32)
    client: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    address: str = Field(default="", max_length=45, sa_column_kwargs={"server_default": ""})
    last_seen_at: datetime | None = optional_timestamp()


class AccessToken(SQLModel, table=True):
    """A personal access token: a session that was given a name and scopes, and that lasts until revoked.

    Only a digest of the token is kept; it has 256 random bits, so a quick hash is enough.
    """

    __tablename__ = "access_tokens"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (NEVER_REUSE_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    session_id: str = Field(foreign_key="sessions.id", unique=True, max_length=32, ondelete="CASCADE")
    name: str = Field(max_length=50)
    scopes: str = Field(max_length=50)
    digest: str = Field(max_length=64, unique=True)
    created_at: datetime = timestamp()


class Identity(SQLModel, table=True):
    """An account of a provider of single sign-on that is a person's. `subject` is its id there."""

    __tablename__ = "identities"  # pyright: ignore[reportAssignmentType]

    provider: str = Field(primary_key=True, max_length=200)
    subject: str = Field(primary_key=True, max_length=255)
    user_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    created_at: datetime = timestamp()


class PasswordReset(SQLModel, table=True):
    """A link by which a person chooses a new password, good once. Only a digest of its code is kept."""

    __tablename__ = "password_resets"  # pyright: ignore[reportAssignmentType]

    digest: str = Field(primary_key=True, max_length=64)
    user_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    created_by: int | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    created_at: datetime = timestamp()
    expires_at: datetime = timestamp()
    used_at: datetime | None = optional_timestamp()
