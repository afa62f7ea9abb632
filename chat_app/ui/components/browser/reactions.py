"""Reactions to messages."""

import reflex as rx

from chat_app.realtime.views import ReactionView
from chat_app.ui.components.browser import beside, id_and_text


class ReactionChips(rx.Component):
    """The reactions to one message. Pressing them is `Reactions`' work."""

    library = beside(__file__)
    tag = "ReactionChips"

    reactions: rx.Var[list[ReactionView]]
    label: rx.Var[str]
    add_label: rx.Var[str]


class Reactions(rx.Component):
    """For all rows of the log: pressing a reaction, and who reacted."""

    library = beside(__file__)
    tag = "Reactions"

    me: rx.Var[str]
    joined: rx.Var[bool]
    message_id: rx.Var[str]
    emoji: rx.Var[str]
    names: rx.Var[list[str]]
    more_text: rx.Var[str]
    on_react: rx.EventHandler[id_and_text]
    on_toggle: rx.EventHandler[id_and_text]
    on_who: rx.EventHandler[id_and_text]
