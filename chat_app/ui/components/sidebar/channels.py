"""My channels, and my account."""

from typing import Any

import reflex as rx

from chat_app.ui.addresses import channel_address
from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.browser.navigation import PageLink, here
from chat_app.ui.components.browser.unread import ChannelScroller
from chat_app.ui.components.parts.channel_name import channel_sign
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.components.sidebar.account import account_menu
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.live import LiveState
from chat_app.ui.texts import dialogs as dialogs_texts
from chat_app.ui.texts import parts as parts_texts
from chat_app.ui.texts import sidebar as texts

BEYOND = {
    "mentions above": texts.MENTIONS_ABOVE,
    "mentions below": texts.MENTIONS_BELOW,
    "unread above": texts.UNREAD_ABOVE,
    "unread below": texts.UNREAD_BELOW,
}


def sidebar() -> rx.Component:
    """Return the left column."""
    return rx.el.aside(
        rx.el.div(rx.el.span(parts_texts.PRODUCT, class_name="product"), class_name="sidebar-head"),
        ChannelScroller.create(
            rx.el.div(
                rx.el.h2(texts.CHANNELS, id="channels-heading"),
                _action("browse", dialogs_texts.BROWSE_CHANNELS, "browse"),
                _action("plus", dialogs_texts.CREATE_CHANNEL, "create"),
                class_name="section-head",
            ),
            rx.el.nav(
                rx.el.ul(rx.foreach(LiveState.sidebar, _channel), role="list"),
                aria_label=texts.CHANNELS,
            ),
            channel_id=here["id"],
            sidebar=LiveState.sidebar,
            up_icon=icon("send", 16),
            down_icon=icon("down", 16),
            texts=rx.Var.create(BEYOND),
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
    return rx.el.li(
        PageLink.create(
            channel_sign(item, 16),
            rx.el.span(item["title"], dir="auto"),
            href=channel_address(item["name"], item["id"]),
            channel_id=item["id"],
            aria_describedby=rx.cond(item["unread"] > 0, badge_id, ""),
            class_name=rx.cond(
                item["unread"] > 0,
                rx.cond(item["mentions"] > 0, "channel-link unread mentioned", "channel-link unread"),
                "channel-link",
            ),
        ),
        rx.cond(item["unread"] > 0, _badge(item, badge_id)),
        key=item["id"],
    )


def _badge(item: Any, badge_id: Any) -> rx.Component:
    """How much is unread; before it, how much of that is meant for me."""
    return rx.el.span(
        rx.cond(
            item["mentions"] > 0, _count(item["mentions"], "@", parts_texts.MENTIONS + ", ", "badge mentions")
        ),
        _count(item["unread"], "", parts_texts.UNREAD, "badge"),
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
