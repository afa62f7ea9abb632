"""Completing the names of people."""

import reflex as rx

from chat_app.realtime.views import PersonView
from chat_app.services.channels import memberships
from chat_app.settings import get_settings
from chat_app.ui.live.hub import hub
from chat_app.ui.states.identity import as_text, read_as_me, sid_of


class MentionState(rx.State):
    """The members of the open channel whose names begin as the person wrote last."""

    found: list[PersonView] = []

    @rx.event(supersedes=True)
    async def find_people(self, beginning: str):
        """Look for members by the beginning of a name; nobody where no channel is open."""
        connection, wanted = hub.connection(sid_of(self)), as_text(beginning).strip()
        channel_id = connection.channel_id if connection else None
        if channel_id is None or not 0 < len(wanted) <= get_settings().username_max:
            self.found = []
            return
        members = await read_as_me(self, memberships.search_members, channel_id, wanted)
        self.found = [
            PersonView(
                id=user.id,
                username=user.username,
                handle="",  # the list shows it of everybody
                display_name=user.display_name,
                color=user.color,
                status=user.status,
                presence=user.presence,
                bot=user.bot,
            )
            for user in members
        ]
