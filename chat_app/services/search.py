"""Finding messages by what they say.

A common word is found among the newest messages, by reading them: no index has to gather all its places only
to throw away all but the newest. What is not common there is rare enough to be asked of the index.
"""

from sqlalchemy import and_, bindparam, text
from sqlmodel import Session, col, or_, select

from chat_app import folding
from chat_app.models import Channel, Membership, Message
from chat_app.schemas import MessagePublic
from chat_app.services import access, shown, statements
from chat_app.services.access import Actor
from chat_app.settings import get_settings

NEWEST = 2000  # messages to read before the index is asked
WORDS_MOST = 10
FOUND = 20  # messages, unless it is said how many
# More channels than these the index is not asked for: it would take longer than to look at what it finds.
CHANNELS_MOST = 50

_ON_SQLITE = text("""
    SELECT messages.id FROM message_words CROSS JOIN messages ON messages.id = message_words.rowid
    WHERE message_words MATCH :asked AND messages.channel_id IN :channels
    ORDER BY message_words.rowid DESC LIMIT :limit
""")
# In two steps: PostgreSQL would else read all messages backwards where it takes a rare word for a common one.
_ON_POSTGRESQL = text(r"""
    WITH found AS MATERIALIZED (
        SELECT id, channel_id FROM messages WHERE words <> '' AND CAST(:asked AS tsquery)
        @@ array_to_tsvector(string_to_array('#' || channel_id\:\:text || words, ' '))
    )
    SELECT id FROM found WHERE channel_id IN :channels ORDER BY id DESC LIMIT :limit
""")


def find(
    session: Session, actor: Actor, query: str, channel_id: int | None = None, limit: int | None = None
) -> list[MessagePublic]:
    """Messages with all the words of the query, each as the beginning of one of theirs, newest first.

    In the channels the actor may see, or in one of them. Case and accents make no difference.

    Raises:
        NotFound: no such channel for the actor.
    """
    channels = _readable(session, actor, channel_id)
    words = folding.words(query)[:WORDS_MOST]
    if not words or not channels:
        return []
    most = max(1, min(FOUND if limit is None else limit, get_settings().page_size_max))
    ids = _among_newest(session, words, channels, most, within=channel_id)
    if len(ids) < most:
        ids = _indexed(session, words, channels, most)
    found = statements.SHOWN.where(col(Message.id).in_(ids)).order_by(col(Message.id).desc())
    return [shown.message(row) for row in session.connection().execute(found)]


def find_with_places(session: Session, actor: Actor, query: str) -> list[tuple[MessagePublic, Channel]]:
    """The same, in all channels that the actor may see, each message with the one it stands in."""
    found = find(session, actor, query)
    ids = {int(message.channel_id) for message in found}
    places = {str(each.id): each for each in session.exec(select(Channel).where(col(Channel.id).in_(ids)))}
    return [(message, places[message.channel_id]) for message in found]


def _readable(session: Session, actor: Actor, channel_id: int | None) -> list[int]:
    """The channels to look in."""
    if channel_id is not None:
        return [access.channel_for(session, actor, channel_id).id or 0]
    mine = and_(col(Membership.channel_id) == Channel.id, col(Membership.user_id) == actor.user_id)
    visible = or_(col(Channel.private).is_(False), col(Membership.user_id).is_not(None))
    found = session.exec(select(Channel.id).join(Membership, mine, isouter=True).where(visible))
    return [known for known in found if known is not None]


def _among_newest(
    session: Session, words: list[str], channels: list[int], most: int, within: int | None
) -> list[int]:
    newest = select(Message.id, Message.channel_id, Message.words)
    if within is None:
        newest = newest.order_by(col(Message.id).desc())
    else:  # by the order of the index that a channel's messages have
        newest = newest.where(Message.channel_id == within).order_by(col(Message.seq).desc())
    part = newest.limit(NEWEST).subquery()
    found = select(part.c.id).where(part.c.channel_id.in_(channels)).order_by(part.c.id.desc()).limit(most)
    for word in words:  # letters and digits: nothing that LIKE would take for something else
        found = found.where(part.c.words.like(f"% {word}%"))
    return list(session.exec(found))


def _indexed(session: Session, words: list[str], channels: list[int], most: int) -> list[int]:
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = _ON_SQLITE if on_sqlite else _ON_POSTGRESQL
    asked = {
        "asked": (_for_sqlite if on_sqlite else _for_postgresql)(words, channels),
        "channels": channels,
        "limit": most,
    }
    expanding = statement.bindparams(bindparam("channels", expanding=True))
    return list(session.connection().execute(expanding, asked).scalars())


def _for_sqlite(words: list[str], channels: list[int]) -> str:
    terms = [f'"{word}" *' for word in words]
    if len(channels) <= CHANNELS_MOST:
        terms.append("(" + " OR ".join(f'"#{channel}"' for channel in channels) + ")")
    return " AND ".join(terms)


def _for_postgresql(words: list[str], channels: list[int]) -> str:
    terms = [f"'{word}':*" for word in words]
    if len(channels) <= CHANNELS_MOST:
        terms.append("(" + " | ".join(f"'#{channel}'" for channel in channels) + ")")
    return " & ".join(terms)
