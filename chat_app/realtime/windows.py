"""The newest messages of a channel, as all its readers see them.

In parts, because a part that changed travels whole. Which part a message is in follows from its `seq`:
`PART` after each other share one, and the ninth takes the place of the first. So none ever moves; a new
message, a reaction or an edit costs a part of a few, and the oldest part goes when its place is needed.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from chat_app import emojis
from chat_app.markup import to_html, to_plain
from chat_app.realtime.views import MessageView, QuoteView, ReactionView
from chat_app.schemas import MessagePublic, UserPublic

PART = 8  # messages
PARTS = tuple(f"part_{number}" for number in range(8))
WINDOW = PART * len(PARTS)  # messages, at most
GROUP_PAUSE_MS = 5 * 60 * 1000
NAMED = 25  # people told of with each reaction; who the others are is asked for when somebody wants to know
QUOTED = 120  # characters shown of the message that a reply answers
TAKEN = 200  # characters of it that they are taken from; services.statements reads as many


def view_of(message: MessagePublic, previous: MessageView | None) -> MessageView:
    """The message as the page shows it, after the one before it (None: the first of its channel)."""
    at = int(message.created_at.timestamp() * 1000)
    return MessageView(
        id=message.id,
        seq=message.seq,
        author_id=message.author.id,
        author=message.author.display_name,
        username=message.author.username,
        bot=message.author.bot,
        color=message.author.color,
        at=at,
        previous_at=previous["at"] if previous else 0,
        starts_group=(
            previous is None
            or previous["author_id"] != message.author.id
            or message.quote is not None
            or at - previous["at"] > GROUP_PAUSE_MS
        ),
        quote=quote_of(message),
        client_message_id=message.client_message_id or "",
        **content_of(message),
    )


def content_of(message: MessagePublic) -> dict[str, Any]:
    """The part of a message's view that a change of it may change."""
    return {
        "html": _html(message),
        "edited": message.edited_at is not None,
        "deleted": message.deleted,
        "big": emojis.is_only(message.text),
        "reactions": [
            ReactionView(emoji=given.emoji, count=given.count, user_ids=given.user_ids[:NAMED])
            for given in message.reactions
        ],
    }


def quote_of(message: MessagePublic) -> QuoteView | None:
    """What the message shows of the one it answers."""
    if message.quote is None:
        return None
    return QuoteView(**message.quote.model_dump() | _quotable(message.quote.text))  # pyright: ignore[reportArgumentType]


def as_now(view: MessageView, message: MessagePublic) -> MessageView:
    """The view of a message after a change of it, or of the one it answers."""
    return cast(MessageView, {**view, **content_of(message), "quote": quote_of(message)})


def _html(message: MessagePublic) -> str:
    names = {person.username: person.id for person in message.mentions}
    return "" if message.deleted else to_html(message.text, names)


def _quotable(text: str) -> dict[str, Any]:
    """The part of a quote that a change of the quoted message may change."""
    return {"text": to_plain(text[:TAKEN])[:QUOTED]}


def views_of(messages: Iterable[MessagePublic], previous: MessageView | None = None) -> list[MessageView]:
    """The messages, oldest first, as the page shows them."""
    views: list[MessageView] = []
    for message in messages:
        previous = view_of(message, previous)
        views.append(previous)
    return views


def part_of(seq: int) -> str:
    """The name of the part that the message is in."""
    return PARTS[(seq - 1) // PART % len(PARTS)]


class Window:
    """`parts` by their names. Each is replaced when it changes, and never changed in place."""

    def __init__(self) -> None:
        self.parts: dict[str, list[MessageView]] = {name: [] for name in PARTS}
        self.start = 0  # the seq of the first message shown; 0 for an empty channel
        self.last_seq = 0

    @property
    def messages(self) -> list[MessageView]:
        """All that are shown, oldest first."""
        found = [view for part in self.parts.values() for view in part]
        return sorted(found, key=lambda view: view["seq"])

    def load(self, messages: list[MessagePublic]) -> None:
        """Begin anew with these, oldest first. The first may be there only to tell what came before."""
        views = views_of(messages)
        if views and views[0]["seq"] > 1:
            views = views[1:]
        anew = Window()
        for view in views:
            anew._append(view)
        self.parts, self.start, self.last_seq = anew.parts, anew.start, anew.last_seq

    def take(self, message: MessagePublic) -> None:
        """Show a message, as the next one or as it is now."""
        if message.seq == self.last_seq + 1:
            self.add(message)
        else:
            self.replace(message)

    def add(self, message: MessagePublic) -> set[str]:
        """Append a message; the names of what changed."""
        last = self.parts[part_of(self.last_seq)][-1] if self.last_seq else None
        return self._append(view_of(message, last))

    def _append(self, view: MessageView) -> set[str]:
        seq, name = view["seq"], part_of(view["seq"])
        before, start = self.parts[name], self.start
        belongs = bool(before) and (before[0]["seq"] - 1) // PART == (seq - 1) // PART
        self.parts[name] = [*before, view] if belongs else [view]
        if before and not belongs:
            self.start = before[-1]["seq"] + 1
        self.start, self.last_seq = self.start or seq, seq
        return {name} if self.start == start else {name, "start"}

    def replace(self, message: MessagePublic) -> set[str]:
        """Show a message as it is now, where it is in the window and where it is quoted."""
        content, said = content_of(message), {"deleted": message.deleted, **_quotable(message.text)}
        return self._rewrite(lambda view: content if view["id"] == message.id else {}) | self._requote(
            lambda quote: said if quote["id"] == message.id else {}
        )

    def rename(self, user: UserPublic) -> set[str]:
        """Show a person's messages under their name and colour as they are now."""
        look = {"author": user.display_name, "color": user.color}
        name = {"author": user.display_name}
        return self._rewrite(lambda view: look if view["author_id"] == user.id else {}) | self._requote(
            lambda quote: name if quote["author_id"] == user.id else {}
        )

    def _requote(self, changes: Callable[[QuoteView], dict[str, Any]]) -> set[str]:
        def changed(view: MessageView) -> dict[str, Any]:
            quote = view["quote"]
            news = changes(quote) if quote else {}
            return {"quote": {**quote, **news}} if quote and news else {}

        return self._rewrite(changed)

    def _rewrite(self, changes: Callable[[MessageView], dict[str, Any]]) -> set[str]:
        """Change each view as told; the names of the parts in which any was changed."""
        changed: set[str] = set()
        for name, views in self.parts.items():
            news = [changes(view) for view in views]
            if any(news):
                pairs = zip(views, news, strict=True)
                self.parts[name] = [
                    cast(MessageView, {**view, **new}) if new else view for view, new in pairs
                ]
                changed.add(name)
        return changed
