"""Mentions of people."""

import reflex as rx

from chat_app.ui.components.browser import beside


class OwnMentions(rx.Component):
    """Makes the mentions of one person (a user id) stand out."""

    library = beside(__file__)
    tag = "OwnMentions"

    person: rx.Var[str]
