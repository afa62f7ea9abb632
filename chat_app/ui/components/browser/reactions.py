"""Reactions to messages."""

import reflex as rx

from chat_app.ui.components.browser import beside, id_and_text


class Reactions(rx.Component):
    """For all rows of the log: pressing a reaction, and who reacted."""

    library = beside(__file__)
    tag = "Reactions"

    joined: rx.Var[bool]
    message_id: rx.Var[str]
    emoji: rx.Var[str]
    names: rx.Var[list[str]]
    more_text: rx.Var[str]
    on_react: rx.EventHandler[id_and_text]
    on_toggle: rx.EventHandler[id_and_text]
    on_who: rx.EventHandler[id_and_text]
