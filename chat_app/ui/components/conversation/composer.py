"""Writing messages."""

import reflex as rx

from chat_app.realtime.typing_indicator import REPEAT_SECONDS
from chat_app.realtime.views import TypistView
from chat_app.settings import get_settings
from chat_app.ui.components.browser.composer import Composer
from chat_app.ui.components.browser.navigation import arrived, here
from chat_app.ui.components.browser.people import TypingLine
from chat_app.ui.components.parts.channel_name import about, channel_name
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.editing import EditState
from chat_app.ui.states.live import LiveState, live_messages
from chat_app.ui.states.mentions import MentionState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.toast import ToastState
from chat_app.ui.texts import conversation as texts
from chat_app.ui.texts import parts as parts_texts


def composer() -> rx.Component:
    """Return the box below the messages."""
    return Composer.create(
        channel_id=here["id"],
        # Another for each channel: what was typed in one, and the way to undo it, stay there.
        key=here["id"],
        person=SessionState.user_id,
        max_length=get_settings().message_max,
        typing_seconds=get_settings().typing_seconds,
        typing_repeat=REPEAT_SECONDS,
        label=texts.MESSAGE,
        placeholder=texts.MESSAGE + " " + channel_name(here),
        send_label=texts.SEND,
        left_text=texts.CHARACTERS_LEFT,
        over_text=texts.CHARACTERS_OVER,
        people_text=texts.PEOPLE_TO_MENTION,
        bot_text=parts_texts.BOT,
        replying_text=texts.REPLYING_TO,
        cancel_reply_text=texts.CANCEL_REPLY,
        people=rx.cond(arrived, LiveState.online, []),
        found=MentionState.found,
        live=rx.cond(arrived, live_messages(), []),
        icon=icon("send", 20),
        emoji_label=texts.EMOJI,
        emoji_icon=icon("smile", 20),
        completion_label=texts.EMOJI_FOUND,
        on_edit_last=EditState.edit_last,
        on_find=MentionState.find_people,
        on_typing=PresenceState.note_typing,
        on_unkept=ToastState.show(texts.NOT_KEPT),
    )


def visiting() -> rx.Component:
    """In place of the box, for whoever is not in the channel."""
    return rx.el.div(
        rx.el.p(about(texts.LOOKING_AT, here)),
        rx.el.button(
            texts.JOIN,
            type="button",
            class_name="button primary",
            disabled=ChannelsState.busy,
            on_click=ChannelsState.join_channel(here["id"]),
        ),
        class_name="visiting",
    )


def typing_line() -> rx.Component:
    """Below the box: who else is writing."""
    return TypingLine.create(
        typing=rx.cond(arrived, LiveState.typing, []).to(list[TypistView]),
        person=SessionState.user_id,
        one=texts.ONE_TYPING,
        two=texts.TWO_TYPING,
        three=texts.THREE_TYPING,
        several=texts.SEVERAL_TYPING,
    )
