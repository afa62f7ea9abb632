"""What the first administrator is told, once."""

import reflex as rx

from chat_app.ui.live.hub import hub
from chat_app.ui.states.identity import sid_of


class WelcomeState(rx.State):
    """A word to whoever has just made the first account."""

    is_shown: bool = False
    _is_due: bool = False  # somebody has made an account in this tab

    @rx.event
    def dismiss(self):
        """Note that it has been read."""
        self.is_shown = False

    def _expect(self) -> None:
        """Note that the next page that is loaded belongs to a new user."""
        self._is_due = True

    def _begin(self) -> None:
        """Note that a page has been loaded and belongs to a user."""
        person = hub.person(sid_of(self))
        self.is_shown = self._is_due and person is not None and person.is_admin
        self._is_due = False
