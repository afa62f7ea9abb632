"""Links within the chat."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser import PageLink
from chat_app.ui.states.session import SessionState


def page_link(*children: rx.Component, href: Any, **props: Any) -> rx.Component:
    """A link to a channel or a message."""
    return PageLink.create(*children, href=href, on_gone=SessionState.load_chat, **props)


def channel_address(name: Any) -> Any:
    """The address of a channel within the pages."""
    return "/chat?channel=" + name.to(str)


def message_address(channel: Any, message_id: Any) -> Any:
    """The address of a message within the pages."""
    return channel_address(channel) + "&message=" + message_id.to(str)
