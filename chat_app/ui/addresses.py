"""The addresses of the pages: how each is written, and what the one of a page says. Nothing else knows.

A page's address alone says which channel is open in it, and to which message it leads. The address that was
opened before signing in is kept in the sign-in's own, as `?next=`.
"""

import re
from typing import Any
from urllib.parse import quote

import reflex as rx

from chat_app.services.channels.channels import GENERAL

HOME, CHAT, SIGN_IN, SIGN_UP = "/", "/chat", "/login", "/register"

# An address of the chat and nothing else: no host, no other path, no sign that a browser takes for another.
OURS = re.compile(rf"{CHAT}(\?[!-\[\]-~]*)?")
# Before the id of a channel without a name; no name begins with it.
BY_ID = "~"
AN_ID = re.compile(f"{BY_ID}[0-9]{{1,18}}")
MAX_NEXT_LENGTH = 500  # characters
SIGNED_OUT = "ended"


def channel_key(name: Any, channel_id: Any = "") -> Any:
    """Return what a channel is in an address: its name, or its id where it has none; both may be vars."""
    if isinstance(name, rx.Var):
        return rx.cond(name.to(str) != "", name.to(str), BY_ID + channel_id.to(str))
    return name or f"{BY_ID}{channel_id}"


def channel_address(name: Any, channel_id: Any = "") -> Any:
    """Return the address of a channel, by its name, or by its id where it has none; both may be vars."""
    return f"{CHAT}?channel=" + channel_key(name, channel_id)


def message_address(name: Any, channel_id: Any, message_id: Any) -> Any:
    """Return the address of a message in such a channel; all may be vars of the page."""
    return channel_address(name, channel_id) + "&message=" + message_id


def sign_in_address(back_to: str = "", *, signed_out: bool = False) -> str:
    """Return the address of the sign-in that leads back to another; `signed_out`: and says that one was."""
    query = next_query(back_to)
    return SIGN_IN + query + (f"{'&' if query else '?'}{SIGNED_OUT}=1" if signed_out else "")


def next_query(address: str) -> str:
    """Return what the address of the sign-in or the sign-up ends with to keep an address of the chat."""
    return f"?next={quote(address, safe='')}" if address not in ("", CHAT) else ""


def is_home(state: rx.State) -> bool:
    """Return whether the page is at the address that names none of the pages."""
    return state.router.url.path in ("", HOME)


def is_chat(state: rx.State) -> bool:
    """Return whether the page is the chat, whether its host puts a slash behind the path or not."""
    return state.router.url.path.rstrip("/") == CHAT


def chat_address(state: rx.State) -> str:
    """Return the chat's address with what the page's own one asks for."""
    query = state.router.url.query
    return f"{CHAT}?{query}" if query else CHAT


def asked_key(state: rx.State) -> str:
    """Return what the page's address has of the channel that it asks for, or of the one everybody is in."""
    return state.router.url.query_parameters.get("channel", "") or GENERAL


def asked_channel(state: rx.State) -> str | int:
    """Return that channel's name, or its id where the address has that."""
    key = asked_key(state)
    return int(key.removeprefix(BY_ID)) if AN_ID.fullmatch(key) else key


def asked_message(state: rx.State) -> str:
    """Return the id of the message that the page's address leads to; empty for none."""
    return state.router.url.query_parameters.get("message", "")


def asked_next(state: rx.State) -> str:
    """Return the address of the chat that the page's address keeps; empty for none, and for one not ours."""
    kept = state.router.url.query_parameters.get("next", "")
    return kept if len(kept) <= MAX_NEXT_LENGTH and OURS.fullmatch(kept) and kept != CHAT else ""


def says_signed_out(state: rx.State) -> bool:
    """Return whether the page's address says that its person was signed in until now."""
    return SIGNED_OUT in state.router.url.query_parameters
