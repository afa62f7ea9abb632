"""My channels, and my account."""

from typing import Any

import reflex as rx

from chat_app.ui import texts
from chat_app.ui.components.account import account_menu
from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.icon import icon
from chat_app.ui.components.links import channel_address, page_link
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.live import LiveState


def sidebar() -> rx.Component:
    """The left column."""
    return rx.el.aside(
        rx.el.div(rx.el.span(texts.PRODUCT, class_name="product"), class_name="sidebar-head"),
        rx.el.div(
            rx.el.div(
                rx.el.h2(texts.CHANNELS, id="channels-heading"),
                _action("browse", texts.BROWSE_CHANNELS, "browse"),
                _action("plus", texts.CREATE_CHANNEL, "create"),
                class_name="section-head",
            ),
            rx.el.nav(
                rx.el.ul(rx.foreach(LiveState.sidebar, _channel), role="list"),
                aria_label=texts.CHANNELS,
            ),
            class_name="sidebar-body",
        ),
        rx.el.div(account_menu(), class_name="sidebar-foot"),
        class_name="sidebar",
        aria_label=texts.CHANNELS_AND_ACCOUNT,
    )


def _action(picture: str, label: Text, dialog: str) -> rx.Component:
    return rx.el.button(
        icon(picture),
        type="button",
        aria_label=label,
        title=label,
        class_name="icon-button",
        on_click=ChannelsState.show_dialog(dialog),
    )


def _channel(item: Any) -> rx.Component:
    """One channel. What is unread describes the link and is no part of its name."""
    badge_id = "unread-" + item["id"].to(str)
    current = item["id"] == LiveState.channel["id"]
    return rx.el.li(
        page_link(
            rx.cond(item["private"], icon("lock", 16), icon("hash", 16)),
            rx.el.span(item["name"]),
            href=channel_address(item["name"]),
            aria_current=rx.cond(current, "page", "false"),
            aria_describedby=rx.cond(item["unread"] > 0, badge_id, ""),
            class_name=rx.cond(item["unread"] > 0, "channel-link unread", "channel-link"),
        ),
        rx.cond(item["unread"] > 0, _badge(item, badge_id)),
        key=item["id"],
    )


def _badge(item: Any, badge_id: Any) -> rx.Component:
    """How much is unread; before it, how much of that is meant for me."""
    return rx.el.span(
        rx.cond(item["mentions"] > 0, _count(item["mentions"], "@", texts.MENTIONS + ", ", "badge mentions")),
        _count(item["unread"], "", texts.UNREAD, "badge"),
        id=badge_id,
        class_name="badges",
    )


def _count(number: Any, sign: str, what: Text, class_name: str) -> rx.Component:
    return rx.el.span(
        sign,
        rx.cond(number > 99, "99+", number.to(str)),
        rx.el.span(" " + what, class_name="sr-only"),
        class_name=class_name,
    )
