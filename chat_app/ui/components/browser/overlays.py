"""What opens over the page: dialogs, menus and drawers."""

import reflex as rx

from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


class Modal(rx.Component):
    """A native modal dialog."""

    library = beside(__file__)
    tag = "Modal"

    open: rx.Var[bool]
    on_close: rx.EventHandler[_nothing]


class Menu(rx.Component):
    """A button with a menu; the children are its items."""

    library = beside(__file__)
    tag = "Menu"

    label: rx.Var[str]
    button: rx.Var[rx.Component]


class DrawerButton(rx.Component):
    """Brings out a drawer."""

    library = beside(__file__)
    tag = "DrawerButton"

    name: rx.Var[str]
    label: rx.Var[str]


class Drawer(rx.Component):
    """A column that is a drawer where the media query `query` matches."""

    library = beside(__file__)
    tag = "Drawer"

    name: rx.Var[str]
    query: rx.Var[str]
    close_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]
