"""How a handler acts: for the person whose session the page's connection carries.

The token is in the cookie of the websocket's handshake, which Reflex keeps on the server. Whatever a
client passes as arguments, these decide by the token alone.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx

from chat_app.errors import NotFound
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.transactions import Session, in_thread, read, write

P = ParamSpec("P")
R = TypeVar("R")
Work = Callable[Concatenate[Session, Actor, P], R]


def tokens_of(state: rx.State) -> list[str]:
    """Return the session tokens of the page's connection: one, or none, or by mischance more."""
    return sessions.tokens_in(state.router.headers.cookie)


def sid_of(state: rx.State) -> str:
    """Return the id of the page's socket."""
    return state.router.session.session_id


async def actor_of(state: rx.State) -> Actor:
    """Whose page it is.

    Raises:
        SignedOut: nobody's, or no longer.
    """
    return await in_thread(read, sessions.verify_any, tokens_of(state))


async def bearer_of(state: rx.State) -> str | Actor:
    """Do the same for work that verifies a token itself, which saves a transaction."""
    tokens = tokens_of(state)
    return tokens[0] if len(tokens) == 1 else await actor_of(state)


async def as_me(state: rx.State, work: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do a piece of work as the person whose page it is, in one transaction with the check of who that is."""
    return await in_thread(write, _verified, tokens_of(state), work, args, kwargs)


async def read_as_me(state: rx.State, work: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do the same for work that only reads."""
    return await in_thread(read, _verified, tokens_of(state), work, args, kwargs)


def _verified(session: Session, tokens: list[str], work: Callable[..., R], args: Any, kwargs: Any) -> R:
    return work(session, sessions.verify_any(session, tokens), *args, **kwargs)


def as_id(value: Any) -> int:
    """Return an id as it came from a page.

    Raises:
        NotFound: nothing can have that id.
    """
    text = as_text(value)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound("That is not here any more.")
    return int(text)


def as_text(value: Any) -> str:
    """Text as it came from a page; whatever else a client may send counts as empty."""
    return value if isinstance(value, str) else ""


def as_form(value: Any) -> dict[str, Any]:
    """Return the fields of a form as they came from a page."""
    return value if isinstance(value, dict) else {}
