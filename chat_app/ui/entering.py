"""A page connects: find out whose it is, and have all it shows at hand before its first snapshot.

Reflex answers a connection with the page's whole state. This runs just before, so that the first
answer already has everything in it: nothing flashes empty, on the first load or after a break.
"""

from typing import cast

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState

from chat_app.errors import ChatError, SignedOut
from chat_app.ui.core import hub, outlet
from chat_app.ui.states.acting import actor_of, sid_of
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.opening import address_of, follow_address, show_channel, stay
from chat_app.ui.states.session import SessionState

HYDRATE = ("hydrate", "hydrate_and_load")


class Entering(Middleware):
    """Runs before each event; does something before the first of a connection."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> None:
        root = cast(rx.State, state._get_root_state())
        session = await root.get_state(SessionState)
        if event.name.rsplit(".", 1)[-1] in HYDRATE or session._sid != sid_of(root):
            # Only a page that is being loaded has a first state to compare.
            await enter(root, loaded="hashes" in event.payload)


async def enter(state: rx.State, *, loaded: bool = True) -> None:
    """Register the page with the hub, if it is somebody's, and open what it asks for.

    `loaded` says that the page has been loaded, not reconnected: then it goes where its address leads, and
    else it stays where it was.
    """
    sid = sid_of(state)
    if loaded:
        await (await state.get_state(SessionState)).forget_forms()
    try:
        actor = await actor_of(state)
        await _forget_other(state, actor.session_id)
        hub.disconnect(outlet.admit(sid))
        if await hub.connect(sid, actor.user_id, actor.session_id):
            await _open_asked(state, loaded)
    except SignedOut:
        hub.disconnect(sid)
        await _forget_other(state, "")
    finally:
        if not outlet.knows(sid):  # it went away meanwhile, so nobody will say so again
            hub.disconnect(sid)


async def _open_asked(state: rx.State, loaded: bool) -> None:
    if state.router.url.path.rstrip("/") != "/chat":
        # A session that ended just before the hub knew of the page has not been told of to it.
        await actor_of(state)
        return
    session = await state.get_state(SessionState)
    session._entered = "", ""
    try:
        name = await (follow_address if loaded else stay)(state, show_channel)
        session._entered = address_of(state), name
    except SignedOut:
        raise
    except ChatError:  # the page load that follows tells the person
        (await state.get_state(HistoryState))._leave()


async def _forget_other(state: rx.State, session_id: str) -> None:
    """A tab keeps its state when another person signs in; nothing of the first may be left in it."""
    session = await state.get_state(SessionState)
    if session._session_id not in ("", session_id):
        state.reset()
    session._session_id, session._sid = session_id, sid_of(state)
