"""My channels, and the dialogs about them."""

from typing import Any

import reflex as rx

from chat_app.errors import ChatError, NotFound
from chat_app.realtime.views import BrowseItem, InviteItem
from chat_app.schemas import ChannelPublic
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles
from chat_app.services.channels import channels, memberships
from chat_app.services.channels.channels import GENERAL
from chat_app.ui.addresses import channel_address
from chat_app.ui.live.hub import hub
from chat_app.ui.states.error_text import ErrorText, message_of, messages_by_field
from chat_app.ui.states.identity import as_form, as_id, as_me, as_text, read_as_me, sid_of
from chat_app.ui.states.navigation import NavigationState

MAX_NAME_LENGTH = 50  # characters of a name
DIALOGS = ("create", "browse", "invite", "topic", "leave")


class ChannelsState(rx.State):
    """Making, finding and leaving channels."""

    dialog: str = ""
    errors: dict[str, ErrorText] = {}
    busy: bool = False
    to_browse: list[BrowseItem] = []
    browse_filter: str = ""
    to_invite: list[InviteItem] = []

    @rx.event
    async def show_dialog(self, name: str):
        """Open one of the dialogs."""
        self.errors, self.to_invite = {}, []
        if name == "browse":
            await self._browse("")
        self.dialog = name if name in DIALOGS else ""

    @rx.event(supersedes=True)
    async def filter_channels(self, part: str):
        """Show those of the channels to browse that have this in their name or topic."""
        await self._browse(as_text(part).strip()[:MAX_NAME_LENGTH])

    async def _browse(self, part: str) -> None:
        found = await read_as_me(self, channels.list_joinable, part)
        self.to_browse, self.browse_filter = [_browsed(channel) for channel in found], part

    @rx.event
    def close_dialog(self):
        """Close whichever dialog is open."""
        self.dialog, self.errors = "", {}

    @rx.event
    async def create_channel(self, form_data: dict[str, Any]):
        """Make a channel and go there."""
        form = as_form(form_data)
        name, topic = as_text(form.get("name")), as_text(form.get("topic"))
        private = form.get("private") in ("on", True)
        try:
            channel = await as_me(self, channels.create, name, topic, private)
        except ChatError as error:
            self.errors = messages_by_field(error)
            return None
        return self._go_to(channel)

    @rx.event
    async def join_channel(self, channel_id: str):
        """Join a public channel and go there."""
        channel = await as_me(self, memberships.join, as_id(channel_id))
        return self._go_to(channel)

    @rx.event
    async def leave_channel(self):
        """Leave the open channel. This page goes on to another; those of other tabs are told."""
        self.dialog = ""
        channel_id = self._open_id()
        hub.hide(sid_of(self), channel_id)
        try:
            await as_me(self, memberships.leave, channel_id)
        except Exception:
            await (await self.get_state(NavigationState))._open(channel_id)
            raise
        hub.clear(sid_of(self))
        return rx.redirect(channel_address(GENERAL))

    @rx.event(supersedes=True)
    async def find_guests(self, part: str):
        """Find people to bring into the open channel, by a part of their name."""
        wanted = as_text(part).strip()[:MAX_NAME_LENGTH]
        found = await read_as_me(self, profiles.find, wanted) if wanted else []
        members = hub.members(sid_of(self))
        self.to_invite = [
            InviteItem(username=user.username, display_name=user.display_name)
            for user in found
            if int(user.id) not in members
        ]

    @rx.event
    async def invite_person(self, form_data: dict[str, Any]):
        """Bring a person into the open channel, by username."""
        username = as_text(as_form(form_data).get("username"))
        try:
            await as_me(self, _invite_named, self._open_id(), username)
        except ChatError as error:
            self.errors = {"username": message_of(error)}
        else:
            self.dialog, self.errors = "", {}

    @rx.event
    async def change_topic(self, form_data: dict[str, Any]):
        """Give the open channel another topic."""
        topic = as_text(as_form(form_data).get("topic"))
        try:
            await as_me(self, channels.change, self._open_id(), topic=topic)
        except ChatError as error:
            self.errors = messages_by_field(error)
        else:
            self.dialog, self.errors = "", {}

    def _go_to(self, channel: ChannelPublic):
        self.dialog, self.errors = "", {}
        connection = hub.connection(sid_of(self))
        is_there = connection is not None and connection.channel_id == int(channel.id)
        return None if is_there else rx.redirect(channel_address(channel.name, channel.id))

    def _open_id(self) -> int:
        connection = hub.connection(sid_of(self))
        if connection is None or connection.channel_id is None:
            raise NotFound("No channel is open.")
        return connection.channel_id


def _invite_named(session: Any, actor: Actor, channel_id: int, username: str) -> None:
    memberships.invite(session, actor, channel_id, int(profiles.by_username(session, actor, username).id))


def _browsed(channel: ChannelPublic) -> BrowseItem:
    return BrowseItem(
        id=channel.id, name=channel.title, topic=channel.topic, member_count=channel.member_count
    )
