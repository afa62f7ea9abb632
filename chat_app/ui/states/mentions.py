"""Completing the names of people."""

import reflex as rx

from chat_app.realtime.views import PersonView
from chat_app.services import memberships
from chat_app.settings import get_settings
from chat_app.ui.core import hub
from chat_app.ui.states.acting import as_text, look_up_as_me, sid_of


class MentionState(rx.State):
    """The members of the open channel whose names begin as the person wrote last."""

    found: list[PersonView] = []

    @rx.event(supersedes=True)
    async def find_people(self, beginning: str):
        """Look for members by the beginning of a name; nobody where no channel is open."""
        viewer, wanted = hub.viewer(sid_of(self)), as_text(beginning).strip()
        if viewer is None or viewer.channel_id is None or not 0 < len(wanted) <= get_settings().username_max:
            self.found = []
            return
        members = await look_up_as_me(self, memberships.beginning_with, viewer.channel_id, wanted)
        self.found = [
            PersonView(
                id=user.id,
                username=user.username,
                display_name=user.display_name,
                color=user.color,
                status=user.status,
                presence=user.presence,
                bot=user.bot,
            )
            for user in members
        ]
