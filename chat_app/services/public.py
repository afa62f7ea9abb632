"""People and messages as they leave the server; messages from the rows that `queries` finds.

A row of which a part cannot be read is shown without that part: one never costs the others of a page.
"""

import json
from typing import Any

from chat_app.failures import attempt
from chat_app.models import User
from chat_app.schemas import (
    AuthorPublic,
    MentionPublic,
    MessagePublic,
    QuotePublic,
    ReactionPublic,
    UserPublic,
)
from chat_app.services.rows import Answer, MessageRow

INCOMPLETE = "The %s of message %s could not be read."


def user(row: User) -> UserPublic:
    """Return a person as others see them."""
    return UserPublic(
        id=str(row.id),
        username=row.username,
        display_name=row.display_name,
        color=row.color,
        status=row.status,
        bot=row.owner_id is not None,
        created_at=row.created_at,
    )


def message(row: MessageRow) -> MessagePublic:
    """Return a message with its author and reactions."""
    return MessagePublic(
        id=str(row.id),
        channel_id=str(row.channel_id),
        seq=row.seq,
        author=author(row.author_id, row),
        text=row.text,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted=row.deleted_at is not None,
        reply_to=None if row.reply_to_id is None else str(row.reply_to_id),
        quote=attempt(lambda: quote(row), None, INCOMPLETE, "quote", row.id),
        mentions=attempt(lambda: mentions(row.mentions), [], INCOMPLETE, "mentions", row.id),
        reactions=attempt(lambda: reactions(row.reactions), [], INCOMPLETE, "reactions", row.id),
        client_message_id=row.client_message_id,
    )


def author(user_id: int, row: MessageRow | Answer) -> AuthorPublic:
    """Return the part of a person that a message carries."""
    return AuthorPublic(
        id=str(user_id),
        username=row.username,
        display_name=row.display_name,
        color=row.color,
        bot=row.bot,
        shared_name=row.shared_name,
    )


def quote(row: MessageRow | Answer) -> QuotePublic | None:
    """Return what a message shows of the one it answers; None where it answers none."""
    if row.quote_id is None:
        return None
    return QuotePublic(
        id=str(row.quote_id),
        seq=row.quote_seq,
        author_id=str(row.quote_author_id),
        author=row.quote_author,
        username=row.quote_username,
        shared_name=row.quote_shared_name,
        text=row.quote_text,
        deleted=row.quote_deleted_at is not None,
    )


def mentions(listed: str | None) -> list[MentionPublic]:
    """Return the people of JSON's rows `[user id, username]`, in the order of their ids."""
    return [MentionPublic(id=str(user_id), username=name) for user_id, name in _rows(listed)]


def reactions(listed: str | None) -> list[ReactionPublic]:
    """Return the reactions of JSON's rows `[id, user id, emoji]`, in the order they came."""
    people: dict[str, list[str]] = {}
    for _, user_id, emoji in _rows(listed):
        people.setdefault(emoji, []).append(str(user_id))
    return [
        ReactionPublic(emoji=emoji, count=len(user_ids), user_ids=user_ids)
        for emoji, user_ids in people.items()
    ]


def _rows(listed: str | None) -> list[list[Any]]:
    """Return the rows of a JSON list, by what stands first in them."""
    return sorted(json.loads(listed)) if listed else []
