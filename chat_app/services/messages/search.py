"""Finding messages by what they say.

A common word is found among the newest messages, by reading them: no index has to gather all its places only
to throw away all but the newest. What is not common there is rare enough to be asked of the index.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from chat_app.models import Channel, Message
from chat_app.schemas import FoundPage, MessagePublic
from chat_app.services import access, conversations, public, queries
from chat_app.services.access import Actor
from chat_app.services.channels import visible
from chat_app.settings import get_settings
from chat_app.text import folding
from chat_app.text.folding import Term

NEWEST_MESSAGES = 2000  # messages to read before the index is asked
DEFAULT_LIMIT = 20  # messages, unless it is said how many
# More channels than these the index is not asked for: it would take longer than to look at what it finds.
MAX_CHANNELS = 50

_ON_SQLITE = """
    SELECT messages.id FROM message_words CROSS JOIN messages ON messages.id = message_words.rowid
    WHERE message_words MATCH :asked AND messages.channel_id IN :channels AND message_words.rowid < :before
    {side_by_side} ORDER BY message_words.rowid DESC LIMIT :limit
"""
# In two steps: PostgreSQL would otherwise read all messages backwards when it takes a rare word for a common
# one.
_ON_POSTGRESQL = r"""
    WITH found AS MATERIALIZED (
        SELECT id, channel_id FROM messages WHERE search_words <> '' AND CAST(:asked AS tsquery)
        @@ array_to_tsvector(string_to_array('#' || channel_id\:\:text || search_words, ' ')) {side_by_side}
    )
    SELECT id FROM found WHERE channel_id IN :channels AND id < :before ORDER BY id DESC LIMIT :limit
"""


@dataclass(frozen=True)
class Question:
    """What has to be in a message that is found, where it may be, and before which message (by id)."""

    terms: list[Term]
    channels: list[int]
    within: int | None
    before: int


def find(
    session: Session,
    actor: Actor,
    query: str,
    channel_id: int | None = None,
    limit: int | None = None,
    before: int | None = None,
) -> FoundPage:
    """Return a page of the messages in which all of the query is found, newest first.

    Each word is found as the beginning of one, what stands between double quotes as it stands there. In the
    channels the actor may see, or in one of them; with `before` only older ones than the message of that id.
    Case and accents make no difference.

    Raises:
        NotFound: no such channel for the actor.
    """
    readable = _readable(session, actor, channel_id)
    older_than = access.MAX_ID if before is None else access.valid_id(before) or 0
    question = Question(folding.terms(query), readable, channel_id, older_than)
    if not question.terms or not readable:
        return FoundPage(items=[], has_before=False)
    most = max(1, min(DEFAULT_LIMIT if limit is None else limit, get_settings().page_size_max))
    ids = _among_newest(session, question, most + 1)
    if len(ids) <= most:
        ids = _indexed(session, question, most + 1)
    items = [public.message(row) for row in queries.BY_IDS.all(session, ids=ids[:most])]
    return FoundPage(items=items, has_before=len(ids) > most)


def find_with_channels(
    session: Session, actor: Actor, query: str, before: int | None = None
) -> tuple[list[tuple[MessagePublic, Channel, str]], bool]:
    """Return a page of what is found in all channels that the actor may see.

    Each message with its channel, and what the actor reads as its title. And whether there are older ones.
    """
    page = find(session, actor, query, before=before)
    places = visible.by_ids(session, actor, {int(message.channel_id) for message in page.items})
    titles = conversations.titles_for(session, actor.user_id, places)
    by_id = {str(place.id): (place, titles[place.id]) for place in places}
    return [(message, *by_id[message.channel_id]) for message in page.items], page.has_before


def _readable(session: Session, actor: Actor, channel_id: int | None) -> list[int]:
    """Return the channels to look in."""
    if channel_id is not None:
        return [access.channel_for(session, actor, channel_id).id or 0]
    return visible.ids(session, actor)


def _among_newest(session: Session, question: Question, most: int) -> list[int]:
    newest = select(Message.id, Message.channel_id, Message.search_words)
    newest = newest.where(col(Message.id) < question.before)
    if question.within is None:
        newest = newest.order_by(col(Message.id).desc())
    else:  # by the order of the index that a channel's messages have
        newest = newest.where(Message.channel_id == question.within).order_by(col(Message.seq).desc())
    part = newest.limit(NEWEST_MESSAGES).subquery()
    found = select(part.c.id).where(part.c.channel_id.in_(question.channels)).order_by(part.c.id.desc())
    for term in question.terms:
        words = part.c.search_words + " " if term.whole else part.c.search_words
        found = found.where(words.like(_pattern(term)))
    return list(session.exec(found.limit(most)))


def _indexed(session: Session, question: Question, most: int) -> list[int]:
    """Ask the index, which knows what is in a message, and of those it names, what stands side by side."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    patterns = [_pattern(term) for term in question.terms if len(term.tokens) > 1]
    beside = " AND messages.search_words || ' ' LIKE :pattern_{}"
    side_by_side = "".join(beside.format(at) for at in range(len(patterns)))
    statement = text((_ON_SQLITE if on_sqlite else _ON_POSTGRESQL).format(side_by_side=side_by_side))
    asked = {
        "asked": (_for_sqlite if on_sqlite else _for_postgresql)(question),
        "channels": question.channels,
        "before": question.before,
        "limit": most,
    }
    asked |= {f"pattern_{at}": pattern for at, pattern in enumerate(patterns)}
    expanding = statement.bindparams(bindparam("channels", expanding=True))
    return list(session.connection().execute(expanding, asked).scalars())


def _pattern(term: Term) -> str:
    """Return a pattern for the words of a message and a space. Tokens have no character special to LIKE."""
    return f"% {' '.join(term.tokens)}{' ' if term.whole else ''}%"


def _for_sqlite(question: Question) -> str:
    terms = [f'"{token}"{"" if whole else " *"}' for token, whole in _tokens(question)]
    if len(question.channels) <= MAX_CHANNELS:
        terms.append("(" + " OR ".join(f'"#{channel}"' for channel in question.channels) + ")")
    return " AND ".join(terms)


def _for_postgresql(question: Question) -> str:
    terms = [f"'{token}'{'' if whole else ':*'}" for token, whole in _tokens(question)]
    if len(question.channels) <= MAX_CHANNELS:
        terms.append("(" + " | ".join(f"'#{channel}'" for channel in question.channels) + ")")
    return " & ".join(terms)


def _tokens(question: Question) -> list[tuple[str, bool]]:
    """Return each token that is asked for, once, and whether it is a whole word or the beginning of one."""
    found = {
        (token, term.whole or at < len(term.tokens) - 1): None
        for term in question.terms
        for at, token in enumerate(term.tokens)
    }
    return list(found)
