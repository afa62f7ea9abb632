"""Who I am."""

from typing import Any, cast

import reflex as rx

from chat_app.services.accounts import registration
from chat_app.services.transactions import in_thread, read
from chat_app.ui import addresses
from chat_app.ui.browser_calls import close_session
from chat_app.ui.live.hub import hub
from chat_app.ui.states.identity import sid_of
from chat_app.ui.states.live import live_var
from chat_app.ui.states.sign_in import SignInState, SignUpState


class SessionState(rx.State):
    """The signed-in person, as the hub knows them by this page's socket."""

    is_first: bool = False  # nobody has an account yet; for the sign-in page
    next_query: str = ""  # the end of the links on the sign-in page: where one wanted to go
    was_signed_out: bool = False  # somewhere else, or the session has run out
    _session_id: str = ""  # whose state this is, to notice when it is somebody else's
    _sid: str = ""  # the socket that it was last entered by

    @live_var
    def ready(self) -> bool:
        """Return whether the server has told the page whose it is."""
        return hub.connection(sid_of(self)) is not None

    @live_var
    def user_id(self) -> str:
        """Empty while nobody is signed in."""
        return _mine(self, "id")

    @live_var
    def username(self) -> str:
        return _mine(self, "username")

    @live_var
    def display_name(self) -> str:
        return _mine(self, "display_name")

    @live_var
    def handle(self) -> str:
        """My username where it belongs beside my name, and else nothing."""
        return _mine(self, "handle")

    @live_var
    def color(self) -> str:
        """Return the name of a colour of the palette."""
        return _mine(self, "color")

    @live_var
    def status(self) -> str:
        """Return what I say of myself."""
        return _mine(self, "status")

    @live_var
    def is_admin(self) -> bool:
        person = hub.person(sid_of(self))
        return person is not None and person.is_admin

    @rx.event
    def sign_out(self):
        """End this session, in every tab of it."""
        return close_session()

    @rx.event
    async def forget_forms(self):
        """Have the forms without the errors of another visit, on the way to them; there it might be late."""
        for form in (SignInState, SignUpState):
            (await self.get_state(form)).reset()

    @rx.event
    async def load_sign_in(self):
        """Remember where to go from here; send whoever is signed in to the chat."""
        self._remember_way()
        if hub.connection(sid_of(self)) is not None:
            return rx.redirect(addresses.asked_next(self) or addresses.CHAT, replace=True)
        self.is_first = await in_thread(read, registration.no_account_yet)
        if addresses.is_home(self):
            return rx.redirect(addresses.SIGN_IN, replace=True)

    def _remember_way(self) -> None:
        """Read what the sign-in page's address says: where to go from there, and why one is there."""
        self.next_query = addresses.next_query(addresses.asked_next(self))
        self.was_signed_out = addresses.says_signed_out(self)

    def _was_signed_in(self) -> bool:
        """Return whether the page was somebody's when it connected last."""
        return bool(self._session_id)

    def _is_connected(self) -> bool:
        """Return whether the page's socket has been asked whose it is."""
        return self._sid == sid_of(self)

    def _belong_to(self, session_id: str) -> None:
        """Note whose page it is. A tab keeps its state when another person signs in: none of it may stay."""
        if self._session_id not in ("", session_id):
            cast(rx.State, self._get_root_state()).reset()
        self._session_id, self._sid = session_id, sid_of(self)


def _mine(state: Any, name: str) -> str:
    person = hub.person(sid_of(state))
    return str(person.view[name]) if person else ""  # pyright: ignore[reportGeneralTypeIssues]
