"""Where whoever has to sign in first wanted to go: kept in the entrance's address, `?next=`."""

import re
from urllib.parse import quote

import reflex as rx

HOME = "/chat"
# An address of the chat and nothing else: no host, no other path, no sign that a browser takes for another.
OURS = re.compile(r"/chat(\?[!-\[\]-~]*)?")
LONGEST = 500  # characters


def wanted(state: rx.State) -> str:
    """The address of the chat that the entrance's address keeps; empty for none, and for one not ours."""
    kept = state.router.url.query_parameters.get("next", "")
    return kept if len(kept) <= LONGEST and OURS.fullmatch(kept) and kept != HOME else ""


def keeping(address: str) -> str:
    """What the entrance's address ends with to keep another."""
    return f"?next={quote(address, safe='')}" if address else ""


def entrance(state: rx.State) -> str:
    """The way to the sign-in that leads back to where the page is."""
    query = state.router.url.query
    return "/login" + keeping(f"{HOME}?{query}" if query else "")
