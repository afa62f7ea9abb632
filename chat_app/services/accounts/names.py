"""Names that could be taken for another person: they are marked, so that the username stands beside them.

The mark is stored with the person, because it is read with each message and changes with a name only.
"""

from typing import Any

from sqlalchemy import ColumnElement, literal_column, or_, text, update
from sqlmodel import Session, col, select

from chat_app.models import User
from chat_app.models.columns import table_of

_users = table_of(User)
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('chat_app.names'))")


def _is_shared() -> ColumnElement[bool]:
    """Return whether a display name looks like another's display name or username, or has an `@` in it.

    With an `@` a name can look like one with its username.
    """
    other = _users.alias()

    def has_another(look: Any) -> ColumnElement[bool]:
        alike = select(other.c.id).where(look == _users.c.look, other.c.id != _users.c.id)
        return alike.correlate(_users).exists()

    has_sign = _users.c.look.like(literal_column("'%@%'"))
    return or_(has_sign, has_another(other.c.look), has_another(other.c.username_look))


_SHARED = _is_shared()


def lock(session: Session) -> None:
    """Lock all names until this is committed: two changes at once would not see each other.

    Call it before anything is written: what waits for it must keep nobody waiting. SQLite has one writer
    anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        with session.no_autoflush:
            session.connection().execute(_LOCK)


def tell_apart(session: Session, user: User, *looks: str) -> list[User]:
    """Mark again whose names look like these, the person's among them; return the others whose mark changed.

    The names must be locked, and the person's must be written.
    """
    concerned = _users.c.look.in_(looks), _users.c.shared_name != _SHARED
    marked = update(User).where(*concerned).values(shared_name=_SHARED).returning(col(User.id))
    ids = session.exec(marked, execution_options={"synchronize_session": False}).scalars().all()
    again = select(User).where(col(User.id).in_(ids)).order_by(col(User.id))
    found = session.exec(again, execution_options={"populate_existing": True}).all()
    return [each for each in found if each is not user]
