"""Help with the fields of a form."""

import reflex as rx

from chat_app.ui.components.browser import beside


class WrongFieldFocus(rx.Component):
    """Leads the focus to the first wrong field of its form."""

    library = beside(__file__)
    tag = "WrongFieldFocus"

    errors: rx.Var[dict]


class RevealButton(rx.Component):
    """Shows and hides what is typed into the field with the id `field`."""

    library = beside(__file__)
    tag = "RevealButton"

    field: rx.Var[str]
    label: rx.Var[str]
    show_icon: rx.Var[rx.Component]
    hide_icon: rx.Var[rx.Component]
