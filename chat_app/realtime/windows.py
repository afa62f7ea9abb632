"""The newest messages of a channel, as all its readers see them.

Two parts, because a part that changed travels whole: `recent` takes each new message and stays
short; once it has grown to `SETTLE_AT`, all but `KEEP_RECENT` of it move to `settled`.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from chat_app import emojis
from chat_app.markup import to_html, to_plain
from chat_app.realtime.views import MessageView, QuoteView, ReactionView
from chat_app.schemas import MessagePublic, UserPublic

SETTLE_AT = 14
KEEP_RECENT = 4
WINDOW = 60
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


class Window:
    """`settled` and `recent` are replaced when they change, never changed in place."""

    def __init__(self) -> None:
        self.settled: list[MessageView] = []
        self.recent: list[MessageView] = []

    @property
    def start(self) -> int:
        """The seq of the first message shown; 0 for an empty channel."""
        first = self.settled or self.recent
        return first[0]["seq"] if first else 0

    @property
    def last_seq(self) -> int:
        return self.recent[-1]["seq"] if self.recent else 0

    def load(self, messages: list[MessagePublic]) -> None:
        """Begin anew with these, oldest first. The first may be there only to tell what came before."""
        views = views_of(messages)
        if views and views[0]["seq"] > 1:
            views = views[1:]
        if not self._shows(views):
            self.settled, self.recent = views[:-KEEP_RECENT], views[-KEEP_RECENT:]

    def take(self, message: MessagePublic) -> None:
        """Show a message, as the next one or as it is now."""
        if message.seq == self.last_seq + 1:
            self.add(message)
        else:
            self.replace(message)

    def add(self, message: MessagePublic) -> set[str]:
        """Append a message; the names of the parts that changed."""
        self.recent = [*self.recent, view_of(message, self.recent[-1] if self.recent else None)]
        if len(self.recent) < SETTLE_AT:
            return {"recent"} if self.start != message.seq else {"recent", "start"}
        self.settled = [*self.settled, *self.recent[:-KEEP_RECENT]][-WINDOW:]
        self.recent = self.recent[-KEEP_RECENT:]
        return {"settled", "recent", "start"}

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

    def _shows(self, views: list[MessageView]) -> bool:
        """Whether these are in the window just so; it may have grown beyond them while people watched."""
        if not views or not self.start or views[0]["seq"] < self.start:
            return views == [*self.settled, *self.recent]
        first = views[0]["seq"] - self.start
        return [*self.settled, *self.recent][first : first + len(views)] == views

    def _requote(self, changes: Callable[[QuoteView], dict[str, Any]]) -> set[str]:
        def changed(view: MessageView) -> dict[str, Any]:
            quote = view["quote"]
            news = changes(quote) if quote else {}
            return {"quote": {**quote, **news}} if quote and news else {}

        return self._rewrite(changed)

    def _rewrite(self, changes: Callable[[MessageView], dict[str, Any]]) -> set[str]:
        """Change each view as told; the names of the parts in which any was changed."""
        changed: set[str] = set()
        for part in ("settled", "recent"):
            views: list[MessageView] = getattr(self, part)
            news = [changes(view) for view in views]
            if any(news):
                setattr(
                    self,
                    part,
                    [{**view, **new} if new else view for view, new in zip(views, news, strict=True)],
                )
                changed.add(part)
        return changed
