"""Whether I am here, looking, and writing."""

import reflex as rx

from chat_app.realtime.bus import bus
from chat_app.ui.core import hub
from chat_app.ui.states.acting import sid_of


class PresenceState(rx.State):
    """Says to the hub what this page's person does. The hub knows by the socket who that is."""

    @rx.event
    async def follow(self, following: bool):
        """The page is visible and at the newest message, or no longer."""
        hub.follow(sid_of(self), following is True)

    @rx.event
    async def note_activity(self):
        """There was input."""
        hub.note_activity(sid_of(self))

    @rx.event
    async def note_typing(self, writing: bool):
        """Something was written into the composer, or nothing is left in it."""
        if told := hub.note_typing(sid_of(self), writing is True):
            bus.publish([told])
