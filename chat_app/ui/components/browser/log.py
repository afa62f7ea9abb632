"""The scroller of messages."""

import reflex as rx

from chat_app.realtime.views import MessageView, SidebarItem
from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


def _following(
    showing: rx.Var[int], following: rx.Var[bool], read_to: rx.Var[int]
) -> tuple[rx.Var[int], rx.Var[bool], rx.Var[int]]:
    """Return what `on_follow` is called with."""
    return showing, following, read_to


def _coming_back(
    showing: rx.Var[int], read_to: rx.Var[int], at_end: rx.Var[bool]
) -> tuple[rx.Var[int], rx.Var[int], rx.Var[bool]]:
    """Return what `on_come_back` is called with."""
    return showing, read_to, at_end


def _reading(channel_id: rx.Var[str], seq: rx.Var[int]) -> tuple[rx.Var[str], rx.Var[int]]:
    """Return what `on_read` is called with."""
    return channel_id, seq


class MessageLog(rx.Component):
    """The scroller of messages, which keeps its place."""

    library = beside(__file__)
    tag = "MessageLog"

    channel_id: rx.Var[str]
    reading_history: rx.Var[bool]
    jump_seq: rx.Var[int]
    jump_count: rx.Var[int]
    showing: rx.Var[int]
    new_from: rx.Var[int]
    read_to: rx.Var[int]
    joined: rx.Var[bool]
    sidebar: rx.Var[list[SidebarItem]]
    bar_texts: rx.Var[dict[str, str]]
    up_icon: rx.Var[rx.Component]
    read_icon: rx.Var[rx.Component]
    has_before: rx.Var[bool]
    has_after: rx.Var[bool]
    live: rx.Var[list[MessageView]]
    change: rx.Var[int]
    connect_errors: rx.Var[list]
    label: rx.Var[str]
    jump_text: rx.Var[str]
    one_new_text: rx.Var[str]
    many_new_text: rx.Var[str]
    icon: rx.Var[rx.Component]
    on_reach_top: rx.EventHandler[_nothing]
    on_reach_bottom: rx.EventHandler[_nothing]
    on_follow: rx.EventHandler[_following]
    on_come_back: rx.EventHandler[_coming_back]
    on_read: rx.EventHandler[_reading]
    on_unread: rx.EventHandler[_nothing]
    on_mention: rx.EventHandler[_nothing]
    on_jump: rx.EventHandler[_nothing]
    on_changes: rx.EventHandler[_nothing]
