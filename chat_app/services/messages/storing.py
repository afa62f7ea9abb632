"""Storing messages: one as the next of its channel, in three statements."""

from collections.abc import Callable

from sqlmodel import Session

from chat_app.errors import Conflict, FieldError, Invalid, SignedOut
from chat_app.events import MessagePosted
from chat_app.models.columns import now
from chat_app.schemas import MessagePublic
from chat_app.services import access, public, queries
from chat_app.services.access import Actor, Claim
from chat_app.services.messages import drafts, mentions, reading
from chat_app.services.messages.drafts import Draft
from chat_app.services.rows import PostingContext
from chat_app.services.transactions import record
from chat_app.text import folding


def insert(
    session: Session, actor: Actor | Claim, draft: Draft, count: Callable[[], None] | None = None
) -> tuple[MessagePublic, bool]:
    """Store a message as the next of its channel; return it, and whether it is new.

    Three statements, two more for mentions, and nothing is written before every rule has been asked.
    `count` is called for a message that is new, just before it is stored, and may refuse it.

    Raises:
        SignedOut: the actor's session is over.
        NotFound, Forbidden: the actor is not a member.
        Invalid: the text, the client_message_id, or a reply to something that is not there.
        Conflict: the client_message_id is that of a message in another channel.
    """
    checked = drafts.checked(draft)
    context = _posting_context(session, actor, checked)
    if context.earlier_id is not None:
        if context.earlier_channel_id != draft.channel_id:  # which the actor may have had to leave
            raise _used_elsewhere()
        return reading.by_id(session, context.earlier_id), False
    if draft.reply_to is not None and context.quote_id is None:
        raise Invalid(FieldError("reply_to", "The message you reply to is not in this channel."))
    if count is not None:
        count()
    return _store(session, actor, checked, context), True


def _posting_context(session: Session, actor: Actor | Claim, draft: Draft) -> PostingContext:
    """Return what decides whether the actor may post the draft, and how it will show them."""
    asked = {"session_id": actor.session_id, "user_id": actor.user_id, "now": now()}
    asked |= {"channel_id": access.valid_id(draft.channel_id), "reply_to": access.valid_id(draft.reply_to)}
    asked |= {"client_message_id": draft.client_message_id}
    context = queries.POSTING_CONTEXT.first(session, **asked)
    if context is None:
        raise SignedOut
    if not context.is_member:
        access.membership_for(session, actor, draft.channel_id)  # says why not, unless they have just joined
        return _posting_context(session, actor, draft)
    return context


def _used_elsewhere() -> Conflict:
    return Conflict(
        "You have used this client_message_id in another channel. Give each message its own.",
        field="client_message_id",
    )


def _store(session: Session, actor: Actor | Claim, draft: Draft, author: PostingContext) -> MessagePublic:
    connection, at = session.connection(), now()
    named = mentions.people_in(session, draft.text)
    seq = connection.execute(queries.NEXT_SEQ, {"channel_id": draft.channel_id}).scalar()
    if seq is None:  # deleted since it was looked up
        raise access.no_such_channel()
    row = {"channel_id": draft.channel_id, "seq": seq, "author_id": actor.user_id, "text": draft.text}
    row |= {"search_words": folding.index_of(draft.text)}
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
