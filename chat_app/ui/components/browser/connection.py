"""What a page does while its connection is away, and when it comes back."""

import reflex as rx
from reflex_components_core.core.banner import connect_errors as connect_errors

from chat_app.ui.components.browser import beside


class KeepMounted(rx.Component):
    """Shows its children while `ready`, and after that for as long as `hold`; else `waiting`."""

    library = beside(__file__)
    tag = "KeepMounted"

    ready: rx.Var[bool]
    hold: rx.Var[bool]
    waiting: rx.Var[rx.Component]


class Connection(rx.Component):
    """The status while the connection is away."""

    library = beside(__file__)
    tag = "Connection"

    connect_errors: rx.Var[list]
    hydrated: rx.Var[bool]
    label: rx.Var[str]
    text: rx.Var[str]


class NoConnection(rx.Component):
    """Says beside a form that there is no connection."""

    library = beside(__file__)
    tag = "NoConnection"

    connect_errors: rx.Var[list]
    hydrated: rx.Var[bool]
    text: rx.Var[str]


class NewerBuild(rx.Component):
    """Loads the page anew when the server has a newer one, or offers to."""

    library = beside(__file__)
    tag = "NewerBuild"

    connect_errors: rx.Var[list]
    hydrated: rx.Var[bool]
    text: rx.Var[str]
    reload_label: rx.Var[str]
