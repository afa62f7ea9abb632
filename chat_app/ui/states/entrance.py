"""Signing in and signing up."""

from typing import Any

import reflex as rx

from chat_app.errors import ChatError
from chat_app.services import accounts, sessions
from chat_app.services.work import on_hashing_thread, on_thread, perform
from chat_app.ui.browser_calls import open_session
from chat_app.ui.states.acting import as_form, as_text
from chat_app.ui.states.notice import notice
from chat_app.ui.states.onward import HOME, keeping, wanted
from chat_app.ui.states.telling import Said, beside_fields

NOT_OPENED = "You could not be signed in just now. Please try again in a moment."


class SignInState(rx.State):
    """The sign-in form."""

    errors: dict[str, Said] = {}
    busy: bool = False

    @rx.event
    async def sign_in(self, form_data: dict[str, Any]):
        """Check the password and open a session."""
        self.errors, self.busy = {}, True
        yield
        username, password = _credentials(form_data)
        try:
            address = self.router.session.client_ip
            user_id = await on_hashing_thread(accounts.check_password, username, password, address)
            ticket = await on_thread(perform, sessions.start, user_id)
            yield open_session(ticket, wanted(self) or HOME, SignInState.note_session)
        except ChatError as error:
            self.errors = beside_fields(error)
        finally:
            self.busy = False

    @rx.event
    def note_session(self, opened: bool):
        """The browser could exchange its ticket for the session's cookie, or could not."""
        if opened is not True:
            self.errors = {"form": NOT_OPENED}


class SignUpState(rx.State):
    """The sign-up form."""

    errors: dict[str, Said] = {}
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
            user = await on_hashing_thread(accounts.sign_up, username, password, name, address)
            ticket = await on_thread(perform, sessions.start, int(user.id))
            yield open_session(ticket, wanted(self) or HOME, SignUpState.note_session)
        except ChatError as error:
            self.errors = beside_fields(error)
        finally:
            self.busy = False

    @rx.event
    def note_session(self, opened: bool):
        """The same. The account has been made, so what is left to do is to sign in."""
        if opened is not True:
            return [rx.redirect("/login" + keeping(wanted(self))), notice(NOT_OPENED)]


def _credentials(form_data: Any) -> tuple[str, str]:
    form = as_form(form_data)
    return as_text(form.get("username")), as_text(form.get("password"))
