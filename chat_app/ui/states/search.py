"""Finding messages."""

import reflex as rx

from chat_app.excerpts import excerpt
from chat_app.markup import to_plain
from chat_app.realtime.views import FoundView
from chat_app.services import search
from chat_app.ui.states.acting import as_text, look_up_as_me

LONGEST = 200  # characters of a question


class SearchState(rx.State):
    """What was found for the question `answered`."""

    answered: str = ""
    found: list[FoundView] = []

    @rx.event(supersedes=True)
    async def look_up(self, question: str):
        """Find messages; a later question takes the place of one that is still being answered."""
        asked = as_text(question)[:LONGEST]
        self.found = await look_up_as_me(self, _views, asked)
        self.answered = asked


def _views(session, actor, asked: str) -> list[FoundView]:
    return [
        FoundView(
            id=message.id,
            channel=channel.name,
            private=channel.private,
            author=message.author.display_name,
            color=message.author.color,
            at=int(message.created_at.timestamp() * 1000),
            excerpt=excerpt(to_plain(message.text), asked),
        )
        for message, channel in search.find_with_places(session, actor, asked)
    ]
