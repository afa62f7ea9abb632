"""People: who is writing, and how their cards and names come up."""

import reflex as rx

from chat_app.realtime.views import TypistView
from chat_app.ui.components.browser import beside


class TypingLine(rx.Component):
    """Who else is writing. The sentences have `{0}` where the first name stands, and so on."""

    library = beside(__file__)
    tag = "TypingLine"

    typing: rx.Var[list[TypistView]]
    person: rx.Var[str]
    one: rx.Var[str]
    two: rx.Var[str]
    three: rx.Var[str]
    several: rx.Var[str]


class PersonLinks(rx.Component):
    """Opens the card of whoever was chosen, wherever something has `data-person`."""

    library = beside(__file__)
    tag = "PersonLinks"

    on_person: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Renames(rx.Component):
    """Tells that names in what a page holds by itself may be others now."""

    library = beside(__file__)
    tag = "Renames"

    count: rx.Var[int]
    concerned: rx.Var[bool]
    on_renamed: rx.EventHandler[rx.event.no_args_event_spec]
