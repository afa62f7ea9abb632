"""What is unread, at a glance."""

import reflex as rx

from chat_app.realtime.views import SidebarItem
from chat_app.ui.components.browser import beside


class DocumentTitle(rx.Component):
    """The title and the icon of the window while chatting."""

    library = beside(__file__)
    tag = "DocumentTitle"

    channel: rx.Var[str]
    sidebar: rx.Var[list[SidebarItem]]
    product: rx.Var[str]


class UnreadSum(rx.Component):
    """All that is unread, as one number."""

    library = beside(__file__)
    tag = "UnreadSum"

    sidebar: rx.Var[list[SidebarItem]]
    unread_text: rx.Var[str]
    mentions_text: rx.Var[str]


class ChannelScroller(rx.Component):
    """Scrolls the list of channels; `texts` are by what is beyond which of its edges."""

    library = beside(__file__)
    tag = "ChannelScroller"

    channel_id: rx.Var[str]
    sidebar: rx.Var[list[SidebarItem]]
    up_icon: rx.Var[rx.Component]
    down_icon: rx.Var[rx.Component]
    texts: rx.Var[dict[str, str]]
