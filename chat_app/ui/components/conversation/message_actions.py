"""What can be done with a message: its buttons, reactions, the field for editing it, and the way back."""

from typing import Any

import reflex as rx

from chat_app.realtime.rendering import QUOTE_LENGTH
from chat_app.realtime.views import ReactionView
from chat_app.settings import get_settings
from chat_app.text.emojis.catalogue import COMMON
from chat_app.ui.addresses import message_address
from chat_app.ui.components.browser.code_copy import CodeCopy
from chat_app.ui.components.browser.language import say
from chat_app.ui.components.browser.log_keys import LogKeys
from chat_app.ui.components.browser.message_actions import MessageActions
from chat_app.ui.components.browser.message_editor import MessageEditor
from chat_app.ui.components.browser.navigation import arrived
from chat_app.ui.components.browser.reactions import Reactions
from chat_app.ui.components.browser.toast import Toast
from chat_app.ui.components.browser.transcript import Transcript
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.editing import DeletionState, EditState
from chat_app.ui.states.live import LiveState, live_messages
from chat_app.ui.states.reactions import ReactionsState
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.toast import ToastState
from chat_app.ui.texts import conversation as texts
from chat_app.ui.texts import parts as parts_texts


def message_tools() -> rx.Component:
    """For the log; each finds the row it concerns by itself."""
    return rx.fragment(
        LogKeys.create(), Transcript.create(), _actions(), _code_copy(), _reactions(), _editor()
    )


def reactions_of(message: Any) -> rx.Component:
    """Return the reactions to a message, where there are any. A press on one is `Reactions`' work."""
    given = message["reactions"].to(list[ReactionView])
    chips = rx.el.div(
        rx.foreach(given, _reaction),
        # No stop of the Tab key: the message's own buttons have one for the same.
        rx.el.button(
            "+",
            type="button",
            class_name="add-reaction",
            tab_index=-1,
            aria_label=texts.ADD_ANOTHER_REACTION,
            title=texts.ADD_ANOTHER_REACTION,
        ),
        class_name="reactions",
        role="group",
        aria_label=texts.REACTIONS,
    )
    return rx.cond(given.length() > 0, chips, rx.fragment())


def _reaction(given: Any) -> rx.Component:
    emoji, count = given["emoji"], given["count"]
    return rx.el.button(
        rx.el.span(emoji, class_name="reaction-emoji"),
        " ",
        count,
        key=emoji,
        type="button",
        class_name="reaction",
        data_emoji=emoji,
        data_count=count,
        aria_label=emoji + " " + count.to(str),
        aria_pressed=given["user_ids"].contains(SessionState.user_id),
    )


def undo_notices() -> rx.Component:
    """One for each message that was deleted, as long as that can be undone."""
    return rx.fragment(rx.foreach(DeletionState.message_ids, _undo_notice))


def _undo_notice(message_id: Any) -> rx.Component:
    return Toast.create(
        message=texts.MESSAGE_DELETED,
        about=message_id,
        key=message_id,
        seconds=get_settings().undo_seconds,
        action_label=texts.UNDO,
        dismiss_label=parts_texts.DISMISS,
        icon=icon("close", 16),
        on_action=DeletionState.undo_delete(message_id),
        on_dismiss=DeletionState.forget_deleted(message_id),
    )


def _actions() -> rx.Component:
    return MessageActions.create(
        me=SessionState.user_id,
        owner_ids=LiveState.channel["owner_ids"],
        is_admin=SessionState.is_admin & (LiveState.channel["kind"] == "channel"),
        joined=LiveState.joined,
        editing=EditState.message_id,
        label=texts.MESSAGE_ACTIONS,
        quick=list(COMMON[:3]),
        quick_label=texts.REACT_WITH,
        react_label=texts.ADD_REACTION,
        react_icon=icon("react"),
        quote_length=QUOTE_LENGTH,
        reply_label=texts.REPLY,
        reply_icon=icon("reply"),
        address=message_address(LiveState.channel["name"], LiveState.channel["id"], ""),
        copy_label=texts.COPY_LINK,
        copy_icon=icon("link"),
        edit_label=texts.EDIT_MESSAGE,
        delete_label=texts.DELETE_MESSAGE,
        edit_icon=icon("edit"),
        delete_icon=icon("delete"),
        on_react=ReactionsState.add_reaction,
        on_copied=ToastState.show(texts.LINK_COPIED),
        on_edit=EditState.start_edit,
        on_delete=DeletionState.delete_message,
    )


def _code_copy() -> rx.Component:
    return CodeCopy.create(label=texts.COPY_CODE, on_copied=ToastState.show(texts.CODE_COPIED))


def _reactions() -> rx.Component:
    return Reactions.create(
        joined=LiveState.joined,
        message_id=ReactionsState.message_id,
        emoji=ReactionsState.emoji,
        names=ReactionsState.names,
        more_text=texts.AND_MORE,
        on_react=ReactionsState.add_reaction,
        on_toggle=ReactionsState.toggle_reaction,
        on_who=ReactionsState.ask_who_reacted,
    )


def _editor() -> rx.Component:
    return MessageEditor.create(
        channel_id=LiveState.channel["id"],
        person=SessionState.user_id,
        live=rx.cond(arrived, live_messages(), []),  # with the rows
        message_id=EditState.message_id,
        text=EditState.text,
        saved=EditState.saved,
        error=say(EditState.error),
        label=texts.EDIT_MESSAGE,
        hint=texts.EDIT_HINT,
        save_label=parts_texts.SAVE,
        cancel_label=parts_texts.CANCEL,
        on_edit=EditState.start_edit,
        on_save=EditState.save_edit,
        on_cancel=EditState.cancel_edit,
    )
