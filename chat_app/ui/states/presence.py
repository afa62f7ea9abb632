"""Whether I am here, looking, and writing."""

import reflex as rx

from chat_app.services.channels import typing_notice
from chat_app.ui.live.hub import hub
from chat_app.ui.states.identity import as_id, sid_of


class PresenceState(rx.State):
    """Says to the hub what this page's person does. The hub knows by the socket who that is."""

    @rx.event
    async def follow(self, showing: int, following: bool, read_to: int | None = None):
        """Note that the page is visible, at the newest message, and has passed nothing unread; or no longer.

        What it says holds for the `showing` that it has been sent: after a break it does not know yet what it
        has missed. What came after `read_to` it has not shown.
        """
        sid, seq = sid_of(self), read_to if type(read_to) is int else None
        if hub.personal_var(sid, "showing") == showing:
            hub.follow(sid, following is True, seq)
        elif following is False:  # of the channel that it has left
            hub.leave(sid, showing, seq or 0)

    @rx.event
    async def note_read(self, channel_id: str, seq: int):
        """Note that messages up to that one were on the screen, or are to count as read."""
        if type(seq) is int:
            hub.note_read(sid_of(self), as_id(channel_id), seq)

    @rx.event
    async def note_activity(self):
        """There was input."""
        hub.note_activity(sid_of(self))

    @rx.event
    async def note_typing(self, writing: bool):
        """Something was written into the composer, or nothing is left in it."""
        if told := hub.note_typing(sid_of(self), writing is True):
            typing_notice.forward(told)
