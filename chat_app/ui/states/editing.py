"""Editing and deleting messages."""

import asyncio

import reflex as rx

from chat_app.errors import ChatError
from chat_app.services.messages import editing, undo
from chat_app.services.messages.undo import trash
from chat_app.ui.live.hub import hub
from chat_app.ui.states.error_text import ErrorText, message_of
from chat_app.ui.states.identity import actor_of, as_id, as_me, as_text, read_as_me, sid_of

MAX_DELETED_SHOWN = 5  # notices at once


class EditState(rx.State):
    """The message that is being edited in this page. Views have no raw text, so it is asked for."""

    message_id: str = ""
    text: str = ""
    error: ErrorText = ""
    saved: str = ""  # the message whose edit was stored last

    @rx.event
    async def start_edit(self, message_id: str):
        """Edit one of one's own messages."""
        await self._start(as_id(message_id))

    @rx.event
    async def edit_last(self):
        """Edit one's newest message of those that the page shows live, if there is one."""
        connection = hub.connection(sid_of(self))
        own = [
            view["id"]
            for view in hub.window(sid_of(self))
            if connection and view["author_id"] == str(connection.user_id) and not view["deleted"]
        ]
        if own:
            await self._start(as_id(own[-1]))

    @rx.event
    async def save_edit(self, message_id: str, text: str):
        """Store the text; what is wrong with it is said beside it."""
        try:
            await as_me(self, editing.edit, as_id(message_id), as_text(text))
        except ChatError as error:
            self.error = message_of(error)
        else:
            self.reset()
            self.saved = as_text(message_id)

    @rx.event
    def cancel_edit(self):
        """Leave the message as it is."""
        self.reset()

    async def _start(self, message_id: int) -> None:
        message = await read_as_me(self, editing.get_editable, message_id)
        self.message_id, self.text, self.error, self.saved = message.id, message.text, "", ""


class DeletionState(rx.State):
    """The messages this page deleted, oldest first, for as long as each of them can be brought back."""

    message_ids: list[str] = []

    @rx.event
    async def delete_message(self, message_id: str):
        """Delete a message at once; for a few seconds it can be brought back."""
        deleted = await as_me(self, editing.delete, as_id(message_id))
        if deleted is not None:
            seconds = trash.keep(deleted)
            asyncio.get_running_loop().call_later(seconds, trash.sweep)
            self.message_ids = [*self.message_ids, str(deleted.message_id)][-MAX_DELETED_SHOWN:]

    @rx.event
    async def undo_delete(self, message_id: str):
        """Bring a message back that one has just deleted."""
        self._forget(message_id)
        actor = await actor_of(self)
        deleted = trash.find(actor.user_id, as_id(message_id))
        await as_me(self, undo.restore, deleted)
        trash.drop(deleted)

    @rx.event
    def forget_deleted(self, message_id: str):
        """Forget a message whose time is over."""
        self._forget(message_id)

    def _forget(self, message_id: str) -> None:
        self.message_ids = [known for known in self.message_ids if known != message_id]
