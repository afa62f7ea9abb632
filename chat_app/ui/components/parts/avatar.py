"""A person's sign: the first letter of the name, on the person's colour."""

from typing import Any

import reflex as rx

from chat_app.ui.texts import parts as texts


def initial(name: Any) -> rx.Var[str]:
    """Return the first letter of a name, as a capital; nothing of no name."""
    return name.to(str)[0:1].upper()


def avatar(name: Any, color: Any, *children: rx.Component, person: Any = None) -> rx.Component:
    """Return the sign, with what may lie upon it. Decoration: the name is always written beside it.

    A press on it opens the card of `person`, an id; the name beside it is the control for that.
    """
    link = {} if person is None else {"data_person": person}
    return rx.el.span(
        initial(name), *children, class_name="avatar", data_color=color, aria_hidden="true", **link
    )


def bot_mark(person: Any) -> rx.Component:
    """Beside the name of a program's account."""
    return rx.cond(person["bot"], rx.el.span(texts.BOT, class_name="bot"), rx.fragment())


def handle(person: Any) -> rx.Component:
    """Beside a name that several people have, or one that looks like another's: whose it is."""
    return rx.cond(
        person["handle"] != "", rx.el.span(" ", person["handle"], class_name="handle"), rx.fragment()
    )
