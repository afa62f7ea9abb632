"""A page connects: find out whose it is, and have all it shows at hand before its first snapshot.

Reflex answers a connection with the page's whole state. This runs just before, so that the first
answer already has everything in it: nothing flashes empty, on the first load or after a break.
"""

import logging
from typing import cast

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState

from chat_app.errors import SignedOut
from chat_app.realtime.background import insist
from chat_app.ui.addresses import is_chat
from chat_app.ui.live.hub import hub, outlet
from chat_app.ui.states.editing import DeletionState
from chat_app.ui.states.identity import actor_of, sid_of
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.sign_in import SignInState, SignUpState
from chat_app.ui.states.toast import ToastState
from chat_app.ui.states.welcome import WelcomeState

log = logging.getLogger(__name__)

# What a page shows for a while only: one that is loaded begins without what the tab's last page had of it.
PASSING = (SignInState, SignUpState, ToastState, DeletionState)
HYDRATE = ("hydrate", "hydrate_and_load")


class Connecting(Middleware):
    """Runs before each event; does something before the first of a connection."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> None:
        root = cast(rx.State, state._get_root_state())
        session = await root.get_state(SessionState)
        if event.name.rsplit(".", 1)[-1] in HYDRATE or not session._is_connected():
            # Only a page that is being loaded has a first state to compare.
            loaded = "hashes" in event.payload
            try:
                # While the database is away the page waits, as for a connection.
                await insist(lambda: connect_page(root, loaded=loaded), lambda: outlet.is_open(sid_of(root)))
            except Exception:
                # Nobody can say whose page it is: not shown as nobody's, it comes again by itself.
                outlet.drop(sid_of(root))
                raise


async def connect_page(state: rx.State, *, loaded: bool = True) -> None:
    """Register the page with the hub, if it is somebody's, and open what it asks for.

    `loaded` says that the page has been loaded, not reconnected: then it goes where its address leads, and
    else it stays where it was.
    """
    sid, session = sid_of(state), await state.get_state(SessionState)
    if loaded:
        for passing in PASSING:
            (await state.get_state(passing)).reset()
    try:
        actor = await actor_of(state)
        session._belong_to(actor.session_id)
        hub.disconnect(outlet.admit(sid))
        if await hub.connect(sid, actor.user_id, actor.session_id):
            if loaded:
                (await state.get_state(WelcomeState))._begin()
            if is_chat(state):
                await (await state.get_state(NavigationState))._open_first(loaded=loaded)
            else:
                # A session that ended just before the hub knew of the page has not been told of to it.
                await actor_of(state)
    except SignedOut:
        hub.disconnect(sid)
        session._belong_to("")
        # Of what was forgotten, this may be news: the page was led here, and connects again.
        session._remember_way()
    finally:
        if not outlet.knows(sid):  # it went away meanwhile, so nobody will say so again
            hub.disconnect(sid)
