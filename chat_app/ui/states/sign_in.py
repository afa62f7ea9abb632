"""Signing in and signing up."""

from typing import Any

import reflex as rx

from chat_app.errors import ChatError
from chat_app.services.accounts import passwords, registration, sessions
from chat_app.services.transactions import in_hashing_thread, in_thread, write
from chat_app.ui import addresses
from chat_app.ui.browser_calls import open_session
from chat_app.ui.states.error_text import ErrorText, messages_by_field
from chat_app.ui.states.identity import as_form, as_text
from chat_app.ui.states.toast import toast
from chat_app.ui.states.welcome import WelcomeState

NOT_OPENED = "You could not be signed in just now. Please try again in a moment."


class SignInState(rx.State):
    """The sign-in form."""

    errors: dict[str, ErrorText] = {}
    busy: bool = False

    @rx.event
    async def sign_in(self, form_data: dict[str, Any]):
        """Check the password and open a session."""
        self.errors, self.busy = {}, True
        yield
        username, password = _credentials(form_data)
        try:
            address = self.router.session.client_ip
            user_id = await in_hashing_thread(passwords.check_password, username, password, address)
            ticket = await in_thread(write, sessions.start, user_id)
            yield open_session(ticket, addresses.asked_next(self) or addresses.CHAT, SignInState.note_session)
        except ChatError as error:
            self.errors = messages_by_field(error)
        finally:
            self.busy = False

    @rx.event
    def note_session(self, opened: bool):
        """Go on after the browser exchanged its ticket for the session's cookie, or could not."""
        if opened is not True:
            self.errors = {"form": NOT_OPENED}


class SignUpState(rx.State):
    """The sign-up form."""

    errors: dict[str, ErrorText] = {}
    busy: bool = False

    @rx.event
    async def sign_up(self, form_data: dict[str, Any]):
        """Make an account and open a session."""
        self.errors, self.busy = {}, True
        yield
        username, password = _credentials(form_data)
        name = as_text(as_form(form_data).get("display_name"))
        try:
            address = self.router.session.client_ip
            user = await in_hashing_thread(registration.sign_up, username, password, name, address)
            ticket = await in_thread(write, sessions.start, int(user.id))
            (await self.get_state(WelcomeState))._expect()
            yield open_session(ticket, addresses.asked_next(self) or addresses.CHAT, SignUpState.note_session)
        except ChatError as error:
            self.errors = messages_by_field(error)
        finally:
            self.busy = False

    @rx.event
    def note_session(self, opened: bool):
        """Do the same. The account has been made, so what is left to do is to sign in."""
        if opened is not True:
            return [rx.redirect(addresses.sign_in_address(addresses.asked_next(self))), toast(NOT_OPENED)]


def _credentials(form_data: Any) -> tuple[str, str]:
    form = as_form(form_data)
    return as_text(form.get("username")), as_text(form.get("password"))
