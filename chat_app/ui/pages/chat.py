"""The chat."""

import reflex as rx

from chat_app.ui import texts
from chat_app.ui.components.browser import Activity, Address, DocumentTitle, Drawer, Latch
from chat_app.ui.components.browser.answering import OwnMentions
from chat_app.ui.components.changing import undo_notices
from chat_app.ui.components.composer import composer, typing_line, visiting
from chat_app.ui.components.dialogs import dialogs
from chat_app.ui.components.emoji import emoji_picker
from chat_app.ui.components.finder import finder
from chat_app.ui.components.header import header
from chat_app.ui.components.icon import icon
from chat_app.ui.components.messages import message_log
from chat_app.ui.components.notice import connection, notice
from chat_app.ui.components.people import people
from chat_app.ui.components.persons import person_dialogs
from chat_app.ui.components.shortcuts import shortcuts
from chat_app.ui.components.sidebar import sidebar
from chat_app.ui.components.skeleton import skeleton
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState

# The widths at which a column becomes a drawer; assets/layout.css has the same.
CHANNELS_DRAWER = "(max-width: 719px)"
PEOPLE_DRAWER = "(max-width: 1079px)"


def chat_page() -> rx.Component:
    """Channels, messages, people."""
    return rx.fragment(
        Activity.create(
            person=SessionState.user_id,
            online=LiveState.online,
            on_activity=PresenceState.note_activity,
        ),
        OwnMentions.create(person=SessionState.user_id),
        DocumentTitle.create(
            channel=LiveState.channel["name"], sidebar=LiveState.sidebar, product=texts.PRODUCT
        ),
        Address.create(channel_id=LiveState.channel["id"], channel=LiveState.channel["name"]),
        Latch.create(_workspace(), ready=SessionState.ready, hold=True, waiting=skeleton()),
        dialogs(),
        emoji_picker(),
        finder(),
        person_dialogs(),
        shortcuts(),
        connection(),
        rx.el.div(undo_notices(), notice(), class_name="notice-place"),
    )


def _workspace() -> rx.Component:
    return rx.el.div(
        _drawer("channels", CHANNELS_DRAWER, sidebar()),
        rx.el.main(
            header(),
            Latch.create(
                message_log(),
                # A reconnect empties the channel for a moment, which must not take the composer away.
                rx.cond(LiveState.joined | (LiveState.channel["id"] == ""), composer(), visiting()),
                typing_line(),
                ready=LiveState.channel["id"] != "",
                hold=~rx.State.is_hydrated,
                waiting=_no_channel(),
            ),
            class_name="conversation",
        ),
        _drawer("people", PEOPLE_DRAWER, people()),
        class_name="workspace",
    )


def _drawer(name: str, query: str, content: rx.Component) -> rx.Component:
    return Drawer.create(content, name=name, query=query, close_label=texts.CLOSE, close_icon=icon("close"))


def _no_channel() -> rx.Component:
    """What to do while no channel is open."""
    return rx.el.div(
        rx.el.h1(texts.NO_CHANNEL_TITLE),
        rx.el.p(texts.NO_CHANNEL),
        rx.el.button(
            texts.BROWSE_CHANNELS,
            type="button",
            class_name="button primary",
            on_click=ChannelsState.show_dialog("browse"),
        ),
        class_name="no-channel",
    )
