"""Messages: storing, reading, changing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row
from sqlalchemy import delete as delete_from
from sqlmodel import Session, col, select

from chat_app.errors import Conflict, FieldError, Invalid, SignedOut
from chat_app.events import MessageChanged, MessagePosted
from chat_app.models import Message, Reaction
from chat_app.models.columns import now
from chat_app.schemas import MessagePage, MessagePublic
from chat_app.services import access, public, queries
from chat_app.services.access import Actor, Claim
from chat_app.services.accounts import sessions
from chat_app.services.messages import mentions
from chat_app.services.transactions import record
from chat_app.settings import get_settings
from chat_app.text import emojis, folding
from chat_app.text.cleaning import check_length, is_visible, tidy


@dataclass(frozen=True)
class Draft:
    """A message as it comes in. With a `client_message_id` it can be sent again safely."""

    channel_id: int
    text: str
    client_message_id: str | None = None
    reply_to: int | None = None


@dataclass(frozen=True)
class Deleted:
    """What a deletion took away, and who did it. Only memory has it still: see `undo`."""

    message_id: int
    by: int
    text: str
    reactions: tuple[tuple[int, str], ...]  # user ids and emojis, oldest first


def insert(
    session: Session, actor: Actor | Claim, draft: Draft, count: Callable[[], None] | None = None
) -> tuple[MessagePublic, bool]:
    """Store a message as the next of its channel; the message, and whether it is new.

    Three statements, two more for mentions, and nothing is written before every rule has been asked.
    `count` is called for a message that is new, just before it is stored, and may refuse it.

    Raises:
        SignedOut: the actor's session is over.
        NotFound, Forbidden: the actor is not a member.
        Invalid: the text, the client_message_id, or a reply to something that is not there.
        Conflict: the client_message_id is that of a message in another channel.
    """
    checked = _checked(draft)
    standing = _standing(session, actor, checked)
    if standing.earlier_id is not None:
        if standing.earlier_channel_id != draft.channel_id:  # which the actor may have had to leave
            raise _used_elsewhere()
        return _shown(session, standing.earlier_id), False
    if draft.reply_to is not None and standing.quote_id is None:
        raise Invalid(FieldError("reply_to", "The message you reply to is not in this channel."))
    if count is not None:
        count()
    return _store(session, actor, checked, standing), True


def page(
    session: Session,
    who: Actor | Claim,
    channel_id: int,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int | None = None,
) -> MessagePage:
    """Messages of a channel that a person may see: the newest, or those beside a `seq`.

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
    """The messages of a channel from one `seq` to another. Asks for nobody's permission: see `page`."""
    asked = {"channel_id": channel_id, "low": low, "high": high}
    return [public.message(row) for row in session.connection().execute(queries.BETWEEN, asked)]


def get(session: Session, actor: Actor, message_id: int) -> MessagePublic:
    """One message that the actor may see."""
    access.message_for(session, actor, message_id)
    return _shown(session, message_id)


def to_edit(session: Session, actor: Actor, message_id: int) -> MessagePublic:
    """One's own message, as one may edit it.

    Raises:
        NotFound, Forbidden: as in `edit`.
    """
    access.check_editor(session, actor, access.message_for(session, actor, message_id)[0])
    return _shown(session, message_id)


def edit(session: Session, actor: Actor, message_id: int, text: str) -> MessagePublic:
    """Change the text of one's own message, in a channel one is in.

    Raises:
        NotFound: no such message for the actor, or deleted.
        Forbidden: somebody else's, or the actor has left the channel.
        Invalid: the text.
    """
    message, _ = access.message_for(session, actor, message_id, to_change=True)
    access.check_editor(session, actor, message)
    checked = _checked_text(text)
    if checked == message.text:
        return _shown(session, message_id)
    message.text, message.edited_at = checked, now()
    return changed(session, message, "edited")


def delete(session: Session, actor: Actor, message_id: int) -> Deleted | None:
    """Empty a message; its place stays. For its author, the channel's owner and administrators.

    Answers what was taken away; None when it had been deleted before.

    Raises:
        NotFound: no such message for the actor.
        Forbidden: not theirs to delete.
    """
    message, _ = access.message_for(session, actor, message_id, to_change=True)
    access.check_deleter(session, actor, message)
    if message.deleted_at is not None:
        return None
    these = col(Reaction.message_id) == message_id
    given = session.exec(select(Reaction.user_id, Reaction.emoji).where(these).order_by(col(Reaction.id)))
    deleted = Deleted(message_id, actor.user_id, message.text, tuple((user, emoji) for user, emoji in given))
    message.text, message.deleted_at = "", now()
    session.exec(delete_from(Reaction).where(these))
    changed(session, message, "deleted")
    return deleted


def changed(
    session: Session, message: Message, kind: Literal["edited", "deleted", "reacted"]
) -> MessagePublic:
    """Number a change of a message, whose channel is held, and have it told; the message as it is now."""
    assert message.id is not None
    if kind != "reacted":
        mentions.replace(session, message)
    numbered = session.connection().execute(queries.NEXT_CHANGE, {"channel_id": message.channel_id})
    number = message.change = numbered.scalar_one()
    now_is = _shown(session, message.id)
    record(session, MessageChanged(now_is, kind, number))
    return now_is


def _checked(draft: Draft) -> Draft:
    """The draft as it would be stored."""
    retry_id = draft.client_message_id or None
    if retry_id is not None and not re.fullmatch("[!-~]{1,64}", retry_id):
        raise Invalid(FieldError("client_message_id", "Use 1 to 64 ASCII characters without spaces."))
    return Draft(draft.channel_id, _checked_text(draft.text), retry_id, draft.reply_to)


def _checked_text(text: str) -> str:
    tidied = emojis.expand(tidy(text))
    if not is_visible(tidied):
        raise Invalid(FieldError("text", "Write something first."))
    check_length(
        tidied, get_settings().message_max, "text", "Messages can have at most {longest} characters."
    )
    return tidied


def _standing(session: Session, actor: Actor | Claim, draft: Draft) -> Row[Any]:
    """What decides whether the actor may post the draft, and how it will show them."""
    asked = {"session_id": actor.session_id, "user_id": actor.user_id, "now": now()}
    asked |= {"channel_id": access.valid_id(draft.channel_id), "reply_to": access.valid_id(draft.reply_to)}
    asked |= {"client_message_id": draft.client_message_id}
    standing = session.connection().execute(queries.POSTING_CONTEXT, asked).first()
    if standing is None:
        raise SignedOut
    if standing.channel_name is None or (standing.private and not standing.is_member):
        raise access.no_such_channel()
    if not standing.is_member:
        raise access.not_a_member(standing.channel_name)
    return standing


def _used_elsewhere() -> Conflict:
    return Conflict(
        "You have used this client_message_id in another channel. Give each message its own.",
        field="client_message_id",
    )


def _store(session: Session, actor: Actor | Claim, draft: Draft, author: Row[Any]) -> MessagePublic:
    connection, at = session.connection(), now()
    named = mentions.people_in(session, draft.text)
    seq = connection.execute(queries.NEXT_SEQ, {"channel_id": draft.channel_id}).scalar()
    if seq is None:  # deleted since it was looked up
        raise access.no_such_channel()
    row = {"channel_id": draft.channel_id, "seq": seq, "author_id": actor.user_id, "text": draft.text}
    row |= {"words": folding.index_of(draft.text)}
    row |= {"created_at": at, "client_message_id": draft.client_message_id, "reply_to_id": draft.reply_to}
    stored = connection.execute(queries.INSERT_MESSAGE, row).scalar_one()
    mentions.store(session, stored, draft.channel_id, seq, named)
    message = MessagePublic(
        id=str(stored),
        channel_id=str(draft.channel_id),
        seq=seq,
        author=public.author(actor.user_id, author),
        text=draft.text,
        created_at=at,
        reply_to=None if draft.reply_to is None else str(draft.reply_to),
        quote=public.quote(author),
        mentions=named,
        client_message_id=draft.client_message_id,
    )
    record(session, MessagePosted(message))
    return message


def _shown(session: Session, message_id: int) -> MessagePublic:
    session.flush()
    return public.message(session.connection().execute(queries.BY_ID, {"id": message_id}).one())


def _window(
    last: int, size: int, before: int | None, after: int | None, around: int | None
) -> tuple[int, int]:
    """The first and the last `seq` of a page: plain arithmetic, because `seq` has no gaps."""
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
