"""The newest messages of a channel, as all its readers see them.

In slots, one message each, because what changed travels whole. Which slot a message is in follows from its
`seq`, and the one that comes as many later as there are slots takes its place. So none ever moves; a new
message, a reaction or an edit costs one message.
"""

from collections.abc import Callable
from typing import Any, cast

from chat_app.realtime.rendering import content_of, look_of, looks_in, quoted_text, view_of, views_of
from chat_app.realtime.views import MessageView, QuoteView
from chat_app.schemas import MessagePublic, UserPublic

WINDOW = 64  # messages, at most
SLOTS = tuple(f"slot_{number}" for number in range(WINDOW))


def slot_of(seq: int) -> str:
    """Return the name of the slot that the message is in."""
    return SLOTS[(seq - 1) % WINDOW]


class Window:
    """`slots` by their names. A message is replaced when it changes, and never changed in place."""

    def __init__(self) -> None:
        self.slots: dict[str, MessageView | None] = dict.fromkeys(SLOTS)
        self.start = 0  # the seq of the first message shown; 0 for an empty channel
        self.last_seq = 0

    @property
    def messages(self) -> list[MessageView]:
        """Return all messages that are shown, oldest first."""
        return sorted(filter(None, self.slots.values()), key=lambda view: view["seq"])

    def load(self, messages: list[MessagePublic]) -> None:
        """Start again with these, oldest first. The first may be there only to tell what came before."""
        views = views_of(messages)
        if views and views[0]["seq"] > 1:
            views = views[1:]
        fresh = Window()
        for view in views:
            fresh._append(view)
        self.slots, self.start, self.last_seq = fresh.slots, fresh.start, fresh.last_seq

    def take(self, message: MessagePublic) -> None:
        """Show a message, as the next one or as it is now."""
        if message.seq == self.last_seq + 1:
            self.add(message)
        else:
            self.replace(message)

    def add(self, message: MessagePublic) -> set[str]:
        """Append a message; return the names of what changed."""
        last = self.slots[slot_of(self.last_seq)] if self.last_seq else None
        return self._append(view_of(message, last))

    def _append(self, view: MessageView) -> set[str]:
        seq, name = view["seq"], slot_of(view["seq"])
        before, start = self.slots[name], self.start
        self.slots[name] = view
        self.start, self.last_seq = before["seq"] + 1 if before else start or seq, seq
        return {name} if self.start == start else {name, "start"}

    def replace(self, message: MessagePublic) -> set[str]:
        """Show a message as it is now, where it is in the window and where it is quoted."""
        content = content_of(message)
        said = {"deleted": message.deleted, "text": quoted_text(message.id, message.text)}
        return self._rewrite(lambda view: content if view["id"] == message.id else {}) | self._requote(
            lambda quote: said if quote["id"] == message.id else {}
        )

    def rename(self, user: UserPublic, shared_name: bool = False) -> set[str]:
        """Show a person's messages under their name and colour as they are now."""
        looks = {user.id: look_of(user, shared_name)}
        return self._rewrite(lambda view: looks_in(view, looks))

    def _requote(self, changes: Callable[[QuoteView], dict[str, Any]]) -> set[str]:
        def changed(view: MessageView) -> dict[str, Any]:
            quote = view["quote"]
            news = changes(quote) if quote else {}
            return {"quote": {**quote, **news}} if quote and news else {}

        return self._rewrite(changed)

    def _rewrite(self, changes: Callable[[MessageView], dict[str, Any]]) -> set[str]:
        """Change each view as told; return the names of the slots in which it was changed."""
        changed: set[str] = set()
        for name, view in self.slots.items():
            if view and (news := changes(view)):
                self.slots[name] = cast(MessageView, {**view, **news})
                changed.add(name)
        return changed
