"""Mentions of the person who looks at the page."""

import reflex as rx

from chat_app.ui.states.session import SessionState


def own_mentions() -> rx.Component:
    """Make them stand out, and their messages. What they look like is in the style sheets."""
    mine = f'.mention[data-user="{SessionState.user_id}"]'
    rules = (
        f"{mine} {{ background: var(--mention); color: var(--on-mention); }}"
        f".message:has({mine}) {{ --row: var(--mention-soft); --mark: var(--mention); }}"
    )
    return rx.cond(SessionState.user_id != "", rx.el.style(rules))
