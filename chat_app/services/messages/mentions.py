"""Whom messages mention: anyone whose username stands in one behind an `@`."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from chat_app.failures import attempt
from chat_app.models import Membership, Mention, Message
from chat_app.services import queries
from chat_app.services.rows import UserName
from chat_app.text.markdown import MAX_MENTIONED, names_in

# Of the unread mentions of one person the newest so many are counted.
MAX_UNREAD_MENTIONS = 1000


def named_in(text: str) -> list[str]:
    """Return the usernames that a text would mention, whether or not anybody has them."""
    return attempt(lambda: names_in(text), [], "The names in a message could not be read.")


def store(
    session: Session, message_id: int, channel_id: int, seq: int, names: Sequence[str]
) -> list[UserName]:
    """Store whom a message mentions, of those who are named; return them, by id.

    Run no statement where nobody is named.
    """
    if not names:
        return []
    people = queries.USERS_BY_NAME.all(session, names=names, most=MAX_MENTIONED)
    place = {"message_id": message_id, "channel_id": channel_id, "seq": seq}
    if people:
        rows = [{**place, "user_id": person.id} for person in people]
        session.connection().execute(queries.INSERT_MENTION, rows)
    return people


def replace(session: Session, message: Message) -> None:
    """Store the same again for a message whose text has changed."""
    assert message.id is not None
    session.exec(delete(Mention).where(col(Mention.message_id) == message.id))
    store(session, message.id, message.channel_id, message.seq, named_in(message.text))


def unread(session: Session, user_id: int) -> dict[int, set[int]]:
    """Return the messages that mention a person and that they have not read: `seq` by channel."""
    mine = (
        select(Mention.channel_id, Mention.seq)
        .join(Membership, col(Membership.channel_id) == Mention.channel_id)
        .where(
            Membership.user_id == user_id, Mention.user_id == user_id, Mention.seq > Membership.last_read_seq
        )
        .order_by(col(Mention.message_id).desc())
        .limit(MAX_UNREAD_MENTIONS)
    )
    found: dict[int, set[int]] = {}
    for channel_id, seq in session.exec(mine):
        found.setdefault(channel_id, set()).add(seq)
    return found
