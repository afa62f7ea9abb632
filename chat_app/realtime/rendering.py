"""How a message is shown, which is the same for all who read it."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, cast

from chat_app.failures import attempt
from chat_app.realtime.views import MessageView, QuoteView, ReactionView
from chat_app.schemas import MessagePublic, UserPublic
from chat_app.text import emojis
from chat_app.text.markdown import to_html, to_plain

MAX_REACTION_USERS = 25  # sent with each reaction; who the others are is asked for when wanted
QUOTE_LENGTH = 120  # characters shown of the message that a reply answers
QUOTE_SOURCE_LENGTH = 200  # characters of it that they are taken from
Looks = Mapping[str, dict[str, str]]  # see `look_of`
NOT_SHOWN = "Message %s could not be rendered; it is shown as it was typed."


def view_of(message: MessagePublic, previous: MessageView | None) -> MessageView:
    """Return the message as the page shows it, after the one before it (None: the first of its channel)."""
    at = int(message.created_at.timestamp() * 1000)
    return MessageView(
        id=message.id,
        seq=message.seq,
        author_id=message.author.id,
        author=message.author.display_name,
        username=message.author.username,
        handle=handle_of(message.author.username, message.author.shared_name),
        bot=message.author.bot,
        color=message.author.color,
        at=at,
        previous_at=previous["at"] if previous else 0,
        previous_author_id=previous["author_id"] if previous else "",
        quote=quote_of(message),
        client_message_id=message.client_message_id or "",
        **content_of(message),
    )


def handle_of(username: str, shared_name: bool) -> str:
    """Return what stands beside a name: the username, where the name could be taken for another user's."""
    return f"@{username}" if shared_name else ""


def look_of(user: UserPublic, shared_name: bool) -> dict[str, str]:
    """Return the part of a message's view that is its author's look."""
    handle = handle_of(user.username, shared_name)
    return {"author": user.display_name, "color": user.color, "handle": handle}


def looks_in(view: MessageView, looks: Looks) -> dict[str, Any]:
    """Return what the looks of people, by id, change in a message's view, and in its quote."""
    changes: dict[str, Any] = {**looks.get(view["author_id"], {})}
    quote = view["quote"]
    if quote and (look := looks.get(quote["author_id"])):
        changes["quote"] = {**quote, "author": look["author"], "handle": look["handle"]}
    return changes


def content_of(message: MessagePublic) -> dict[str, Any]:
    """Return the part of a message's view that a change of it may change.

    All that is worked out from what people wrote is attempted: what cannot be is shown as it was typed,
    and every other message as ever.
    """
    return {
        "html": _html(message),
        "edited": message.edited_at is not None,
        "deleted": message.deleted,
        "big": attempt(lambda: emojis.is_only(message.text), False, NOT_SHOWN, message.id),
        "reactions": [
            ReactionView(emoji=given.emoji, count=given.count, user_ids=given.user_ids[:MAX_REACTION_USERS])
            for given in message.reactions
        ],
    }


def quote_of(message: MessagePublic) -> QuoteView | None:
    """Return what the message shows of the one it answers."""
    if message.quote is None:
        return None
    quote = message.quote
    return QuoteView(
        id=quote.id,
        seq=quote.seq,
        author_id=quote.author_id,
        author=quote.author,
        handle=handle_of(quote.username, quote.shared_name),
        deleted=quote.deleted,
        text=quoted_text(quote.id, quote.text),
    )


def as_now(view: MessageView, message: MessagePublic) -> MessageView:
    """Return the view of a message after a change of it, or of the one it answers."""
    return cast(MessageView, {**view, **content_of(message), "quote": quote_of(message)})


def _html(message: MessagePublic) -> str:
    names = {person.username: person.id for person in message.mentions}
    if message.deleted:
        return ""
    as_typed = escape(message.text, quote=False)
    return attempt(lambda: to_html(message.text, names), as_typed, NOT_SHOWN, message.id)


def quoted_text(message_id: str, text: str) -> str:
    """Return what is quoted of a text: its beginning, plain and on one line."""
    begins = text[:QUOTE_SOURCE_LENGTH]
    plain = attempt(lambda: to_plain(begins), " ".join(begins.split()), NOT_SHOWN, message_id)
    return plain[:QUOTE_LENGTH]


def views_of(messages: Iterable[MessagePublic], previous: MessageView | None = None) -> list[MessageView]:
    """Return the messages, oldest first, as the page shows them."""
    views: list[MessageView] = []
    for message in messages:
        previous = view_of(message, previous)
        views.append(previous)
    return views
