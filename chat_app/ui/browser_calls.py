"""What only the browser can do for a state: its session's cookie, and its address."""

import json

import reflex as rx
from reflex.event import EventSpec


def open_session(ticket: str) -> EventSpec:
    """Exchange the ticket for the cookie, then start afresh with it."""
    body = json.dumps(json.dumps({"ticket": ticket}))
    return _call(f'method: "POST", body: {body}, headers: {{"Content-Type": "application/json"}}', "/chat")


def close_session() -> EventSpec:
    """End the session and drop the cookie, forget drafts, then go to the entrance."""
    return _call('method: "DELETE"', "/login")


def put_address_right(message_id: str, path: str) -> EventSpec:
    """Show another address of the message that the page was led to, unless it has gone elsewhere by now."""
    here = f'new URLSearchParams(location.search).get("message") === {json.dumps(message_id)}'
    return rx.call_script(f'{here} && history.replaceState(history.state, "", {json.dumps(path)})')


def _call(request: str, then: str) -> EventSpec:
    """Ask the server that the page talks to: the one it came from, unless it was exported for another."""
    server = "document.querySelector('meta[name=server]')?.content || location.origin"
    return rx.call_script(
        f'fetch(new URL("/api/session", {server}), {{credentials: "include", {request}}})'
        f'.finally(() => location.assign("{then}"))'
    )
