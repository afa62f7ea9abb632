"""People: my own profile, and the cards of all."""

from typing import Any

import reflex as rx

from chat_app.errors import ChatError
from chat_app.realtime.rendering import look_of
from chat_app.realtime.views import NO_CARD, CardView
from chat_app.schemas import UserPublic
from chat_app.services.accounts import profiles
from chat_app.ui.live.hub import hub
from chat_app.ui.states.error_text import ErrorText, messages_by_field
from chat_app.ui.states.identity import as_form, as_id, as_me, read_as_me


class PersonState(rx.State):
    """The card of a person, as they were when I chose them."""

    card: CardView = NO_CARD

    @rx.event
    async def show_person(self, person_id: str):
        """Open somebody's card."""
        self.card = _card(await read_as_me(self, profiles.get, as_id(person_id)))

    @rx.event
    def close_person(self):
        """Close the card."""
        self.card = NO_CARD


class ProfileState(rx.State):
    """The dialog about myself."""

    is_open: bool = False
    errors: dict[str, ErrorText] = {}

    @rx.event
    async def show_profile(self):
        """Open the dialog; the card that may have led to it closes."""
        (await self.get_state(PersonState)).card = NO_CARD
        self.is_open, self.errors = True, {}

    @rx.event
    def close_profile(self):
        """Close the dialog; nothing of it is kept."""
        self.is_open, self.errors = False, {}

    @rx.event
    async def save_profile(self, form_data: dict[str, Any]):
        """Change my name, colour and status. What the form lacks stays as it is."""
        form = as_form(form_data)
        given = {name: _given(form, name) for name in ("display_name", "color", "status")}
        try:
            await as_me(self, profiles.change, **given)
        except ChatError as error:
            self.errors = messages_by_field(error)
        else:
            self.is_open, self.errors = False, {}


async def looks_now(state: rx.State, user_ids: set[str]) -> dict[str, dict[str, str]]:
    """How these people look now, by their ids, for what a page holds by itself."""
    found = await read_as_me(state, profiles.by_ids, map(int, user_ids))
    return {user.id: look_of(user, *more) for user, *more in found}


def _given(form: dict[str, Any], name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) else None


def _card(user: UserPublic) -> CardView:
    return CardView(
        id=user.id,
        username=user.username,
        display_name=user.display_name,
        color=user.color,
        status=user.status,
        presence=hub.status(int(user.id)),
        bot=user.bot,
        since=int(user.created_at.timestamp() * 1000),
    )
