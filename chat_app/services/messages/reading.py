"""Reading messages: a page of a channel, or one of them."""

from sqlmodel import Session

from chat_app.errors import FieldError, Invalid
from chat_app.schemas import MessagePage, MessagePublic
from chat_app.services import access, public, queries
from chat_app.services.access import Actor, Claim
from chat_app.services.accounts import sessions
from chat_app.settings import get_settings


def page(
    session: Session,
    who: Actor | Claim,
    channel_id: int,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int | None = None,
) -> MessagePage:
    """Return messages of a channel that a person may see: the newest, or those beside a `seq`.

    Two statements, however many messages, and one more for a claim. `limit` is the page size unless
    given, and never more than the largest allowed.

    Raises:
        SignedOut: the claim's session is over.
        NotFound: no such channel for them.
        Invalid: more than one of `before`, `after` and `around`.
    """
    channel = access.channel_for(session, sessions.actor(session, who), channel_id)
    size = get_settings().page_size if limit is None else limit
    size = max(1, min(size, get_settings().page_size_max))
    low, high = _window(channel.last_seq, size, before, after, around)
    items = between(session, channel_id, low, high)
    return MessagePage(items=items, has_before=low > 1, has_after=high < channel.last_seq)


def between(session: Session, channel_id: int, low: int, high: int) -> list[MessagePublic]:
    """Return the messages of a channel from one `seq` to another. Checks no permission: see `page`."""
    found = queries.BETWEEN.all(session, channel_id=channel_id, low=low, high=high)
    return [public.message(row) for row in found]


def get(session: Session, actor: Actor, message_id: int) -> MessagePublic:
    """Return one message that the actor may see."""
    access.message_for(session, actor, message_id)
    return by_id(session, message_id)


def by_id(session: Session, message_id: int) -> MessagePublic:
    """Return one message as it is now. Checks no permission: see `get`."""
    session.flush()
    return public.message(queries.BY_ID.one(session, id=message_id))


def _window(
    last: int, size: int, before: int | None, after: int | None, around: int | None
) -> tuple[int, int]:
    """Return the first and the last `seq` of a page: plain arithmetic, because `seq` has no gaps."""
    if sum(cursor is not None for cursor in (before, after, around)) > 1:
        raise Invalid(FieldError("before", "Use only one of before, after and around."))
    if after is not None:
        low = max(0, min(after, last)) + 1
        return low, min(low + size - 1, last)
    high = last
    if before is not None:
        high = max(0, min(before - 1, last))
    if around is not None:
        high = min(max(around + size // 2, size), last)
    return max(1, high - size + 1), high
