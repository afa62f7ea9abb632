"""Reactions to messages."""

import reflex as rx

from chat_app.services.messages import reactions
from chat_app.ui.states.identity import as_id, as_me, as_text, read_as_me


class ReactionsState(rx.State):
    """Who gave the reaction that this page asked about last."""

    message_id: str = ""
    emoji: str = ""
    names: list[str] = []

    @rx.event
    async def add_reaction(self, message_id: str, emoji: str):
        """Put an emoji on a message."""
        await as_me(self, reactions.add, as_id(message_id), as_text(emoji))

    @rx.event
    async def toggle_reaction(self, message_id: str, emoji: str):
        """Put an emoji on a message, or take it off again."""
        await as_me(self, reactions.toggle, as_id(message_id), as_text(emoji))

    @rx.event
    async def ask_who_reacted(self, message_id: str, emoji: str):
        """Find the names of those who did."""
        number, asked = as_id(message_id), as_text(emoji)
        self.names = await read_as_me(self, reactions.list_names, number, asked)
        self.message_id, self.emoji = str(number), asked
