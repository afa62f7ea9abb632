"""Writing messages, and one's own messages on their way."""

import reflex as rx

from chat_app.settings import get_settings
from chat_app.ui import texts
from chat_app.ui.components.avatar import initial
from chat_app.ui.components.browser import Composer, Outbox, connect_errors
from chat_app.ui.components.browser.people import TypingLine
from chat_app.ui.components.icon import icon
from chat_app.ui.states.changing import EditState
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.composer import ComposerState
from chat_app.ui.states.live import LiveState, live_messages
from chat_app.ui.states.mentions import MentionState
from chat_app.ui.states.presence import PresenceState
from chat_app.ui.states.session import SessionState


def composer() -> rx.Component:
    """The box below the messages."""
    return Composer.create(
        channel_id=LiveState.channel["id"],
        person=SessionState.user_id,
        max_length=get_settings().message_max,
        label=texts.MESSAGE,
        placeholder=texts.MESSAGE + " #" + LiveState.channel["name"].to(str),
        send_label=texts.SEND,
        left_text=texts.CHARACTERS_LEFT,
        over_text=texts.CHARACTERS_OVER,
        people_text=texts.PEOPLE_TO_MENTION,
        bot_text=texts.BOT,
        replying_text=texts.REPLYING_TO,
        cancel_reply_text=texts.CANCEL_REPLY,
        people=LiveState.online,
        found=MentionState.found,
        icon=icon("send", 20),
        emoji_label=texts.EMOJI,
        emoji_icon=icon("smile", 20),
        completion_label=texts.EMOJI_FOUND,
        on_edit_last=EditState.edit_last,
        on_find=MentionState.find_people,
        on_typing=PresenceState.note_typing,
    )


def visiting() -> rx.Component:
    """In place of the box, for whoever is not in the channel."""
    channel = LiveState.channel
    return rx.el.div(
        rx.el.p(texts.LOOKING_AT.to(str).replace("{channel}", channel["name"].to(str))),
        rx.el.button(
            texts.JOIN,
            type="button",
            class_name="button primary",
            disabled=ChannelsState.busy,
            on_click=ChannelsState.join_channel(channel["id"]),
        ),
        class_name="visiting",
    )


def typing_line() -> rx.Component:
    """Below the box: who else is writing."""
    return TypingLine.create(
        typing=LiveState.typing,
        person=SessionState.user_id,
        one=texts.ONE_TYPING,
        two=texts.TWO_TYPING,
        three=texts.THREE_TYPING,
        several=texts.SEVERAL_TYPING,
    )


def outbox() -> rx.Component:
    """The last part of the log: what was sent from here and is not stored yet."""
    return Outbox.create(
        channel_id=LiveState.channel["id"],
        person=SessionState.user_id,
        author=SessionState.display_name,
        initial=initial(SessionState.display_name),
        color=SessionState.color,
        live=live_messages(),
        stored=ComposerState.stored,
        failed=ComposerState.failed,
        connect_errors=connect_errors,
        sending_text=texts.SENDING,
        late_text=texts.NOT_SENT_YET,
        retry_text=texts.RETRY,
        retry_all_text=texts.RETRY_ALL,
        discard_text=texts.DISCARD,
        on_send=ComposerState.send_message,
    )
