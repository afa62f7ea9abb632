"""The chat."""

from typing import Any

import reflex as rx
from reflex_base.vars.function import ArgsFunctionOperation

from chat_app.realtime.views import ChannelView
from chat_app.services.channels.channels import GENERAL
from chat_app.settings import get_settings
from chat_app.ui.addresses import CHAT, channel_address
from chat_app.ui.components.browser.connection import KeepMounted
from chat_app.ui.components.browser.mentions import OwnMentions
from chat_app.ui.components.browser.navigation import InnerLinks, PlaceKeeper, here
from chat_app.ui.components.browser.overlays import Drawer
from chat_app.ui.components.browser.presence import Activity
from chat_app.ui.components.browser.unread import DocumentTitle
from chat_app.ui.components.conversation.composer import composer, typing_line, visiting
from chat_app.ui.components.conversation.emoji_picker import emoji_picker
from chat_app.ui.components.conversation.header import header
from chat_app.ui.components.conversation.log import message_log
from chat_app.ui.components.conversation.message_actions import undo_notices
from chat_app.ui.components.dialogs.channels import dialogs
from chat_app.ui.components.dialogs.lost_channel import lost_channel
from chat_app.ui.components.dialogs.search import search_dialog
from chat_app.ui.components.dialogs.shortcuts import shortcuts
from chat_app.ui.components.parts.channel_name import channel_name
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.components.parts.skeleton import skeleton
from chat_app.ui.components.parts.toast import connection, newer_build, toast, welcome
from chat_app.ui.components.people.online import people
from chat_app.ui.components.people.profile_dialogs import person_dialogs
from chat_app.ui.components.sidebar.channels import sidebar
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState
from chat_app.ui.texts import parts as texts

# The widths at which a column becomes a drawer; assets/css/layout.css has the same.
CHANNELS_DRAWER = "(max-width: 719px)"
PEOPLE_DRAWER = "(max-width: 1079px)"

# How often the page says at most that there was input; sooner where people soon count as away.
ACTIVITY_SECONDS = 60.0


def chat_page() -> rx.Component:
    """Channels, messages, people."""
    channel: Any = rx.Var("channel", _var_type=ChannelView).guess_type()
    return rx.fragment(
        Activity.create(
            person=SessionState.user_id,
            online=LiveState.online,
            pause=min(ACTIVITY_SECONDS, get_settings().away_seconds / 5),
            on_activity=PresenceState.note_activity,
        ),
        InnerLinks.create(chat=CHAT),
        OwnMentions.create(person=SessionState.user_id),
        DocumentTitle.create(channel=channel_name(here), sidebar=LiveState.sidebar, product=texts.PRODUCT),
        PlaceKeeper.create(
            home=channel_address(GENERAL),
            address_of=ArgsFunctionOperation.create(
                ("channel",), channel_address(channel["name"], channel["id"])
            ),
            channel=LiveState.channel,
            title=LiveState.title,
            joined=LiveState.joined,
            sidebar=LiveState.sidebar,
            on_gone=NavigationState.load_chat,
        ),
        KeepMounted.create(_workspace(), ready=SessionState.ready, hold=True, waiting=skeleton()),
        dialogs(),
        emoji_picker(),
        search_dialog(),
        person_dialogs(),
        shortcuts(),
        lost_channel(),
        connection(),
        rx.el.div(welcome(), newer_build(), undo_notices(), toast(), class_name="toasts"),
    )


def _workspace() -> rx.Component:
    return rx.el.div(
        _drawer("channels", CHANNELS_DRAWER, sidebar()),
        rx.el.main(
            header(),
            message_log(),
            rx.cond(here["joined"], composer(), rx.cond(here["id"] != "", visiting())),
            typing_line(),
            class_name="conversation",
        ),
        _drawer("people", PEOPLE_DRAWER, people()),
        class_name="workspace",
    )


def _drawer(name: str, query: str, content: rx.Component) -> rx.Component:
    return Drawer.create(content, name=name, query=query, close_label=texts.CLOSE, close_icon=icon("close"))
