"""What only the browser can do for a state: its session's cookie, and its address."""

import json
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chat_app.ui.addresses import SIGN_IN


def open_session(ticket: str, address: str, answered: Any) -> EventSpec:
    """Exchange the ticket for the cookie, then start afresh with it at `address`.

    `answered` is a handler that is told whether that went well.
    """
    body = json.dumps(json.dumps({"ticket": ticket}))
    request = f'method: "POST", body: {body}, headers: {{"Content-Type": "application/json"}}'
    leave = f"location.assign({json.dumps(address)})"
    return rx.call_script(
        f"{_call(request)}.then((answer) => answer.ok && ({leave}, true), () => false)", callback=answered
    )


def close_session() -> EventSpec:
    """End the session and drop the cookie, forget drafts, then go to the sign-in page."""
    request = 'method: "DELETE"'
    leave = f"sessionStorage.clear(); location.assign({json.dumps(SIGN_IN)})"
    return rx.call_script(f"{_call(request)}.finally(() => {{ {leave} }})")


def put_address_right(part: str, asked: str, path: str) -> EventSpec:
    """Show another address of what the page asked for in that part of it, unless it has gone elsewhere."""
    here = f"new URLSearchParams(location.search).get({json.dumps(part)}) === {json.dumps(asked)}"
    # Without the channel that the entry was taken for.
    right = f'history.replaceState({{...history.state, channel: ""}}, "", {json.dumps(path)})'
    return rx.call_script(f'{here} && ({right}, dispatchEvent(new Event("chat:moved")))')


def _call(request: str) -> str:
    """Ask the server that the page talks to: the one it came from, unless it was exported for another."""
    server = "document.querySelector('meta[name=server]')?.content || location.origin"
    return f'fetch(new URL("/api/session", {server}), {{credentials: "include", {request}}})'
