"""The browser's share of changing messages: see `chat_app.ui.components.browser`."""

import reflex as rx

from chat_app.realtime.views import ReactionView
from chat_app.ui.components.browser import ACTIONS, PICKING, REACTIONS

_nothing = rx.event.no_args_event_spec
_id = rx.event.passthrough_event_spec(str)


def _id_and_text(message_id: rx.Var[str], text: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    """A message, and a text or an emoji for it."""
    return message_id, text


class MessageActions(rx.Component):
    """The buttons of the message that is pointed at or has the focus."""

    library = ACTIONS
    tag = "MessageActions"

    me: rx.Var[str]
    owner_ids: rx.Var[list[str]]
    is_admin: rx.Var[bool]
    joined: rx.Var[bool]
    editing: rx.Var[str]
    label: rx.Var[str]
    react_label: rx.Var[str]
    react_icon: rx.Var[rx.Component]
    reply_label: rx.Var[str]
    reply_icon: rx.Var[rx.Component]
    channel: rx.Var[str]
    copy_label: rx.Var[str]
    copy_icon: rx.Var[rx.Component]
    edit_label: rx.Var[str]
    delete_label: rx.Var[str]
    edit_icon: rx.Var[rx.Component]
    delete_icon: rx.Var[rx.Component]
    on_react: rx.EventHandler[_id_and_text]
    on_copied: rx.EventHandler[_nothing]
    on_edit: rx.EventHandler[_id]
    on_delete: rx.EventHandler[_id]


class MessageEditor(rx.Component):
    """The field in which a message is edited, in the row of the message."""

    library = ACTIONS
    tag = "MessageEditor"

    channel_id: rx.Var[str]
    message_id: rx.Var[str]
    text: rx.Var[str]
    error: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    save_label: rx.Var[str]
    cancel_label: rx.Var[str]
    on_save: rx.EventHandler[_id_and_text]
    on_cancel: rx.EventHandler[_nothing]


class ReactionChips(rx.Component):
    """The reactions to one message. Pressing them is `Reactions`' work."""

    library = REACTIONS
    tag = "ReactionChips"

    reactions: rx.Var[list[ReactionView]]
    label: rx.Var[str]
    add_label: rx.Var[str]


class Reactions(rx.Component):
    """For all rows of the log: pressing a reaction, and who reacted."""

    library = REACTIONS
    tag = "Reactions"

    me: rx.Var[str]
    joined: rx.Var[bool]
    message_id: rx.Var[str]
    emoji: rx.Var[str]
    names: rx.Var[list[str]]
    more_text: rx.Var[str]
    on_react: rx.EventHandler[_id_and_text]
    on_toggle: rx.EventHandler[_id_and_text]
    on_who: rx.EventHandler[_id_and_text]


class EmojiPicker(rx.Component):
    """The place of the emoji picker, which is fetched when it is opened."""

    library = PICKING
    tag = "EmojiPicker"

    label: rx.Var[str]
    search_label: rx.Var[str]
    tone_label: rx.Var[str]
    tone_names: rx.Var[list[str]]
    categories_label: rx.Var[str]
    category_names: rx.Var[dict[str, str]]
    recent_label: rx.Var[str]
    found_label: rx.Var[str]
    none_text: rx.Var[str]
    failed_text: rx.Var[str]
