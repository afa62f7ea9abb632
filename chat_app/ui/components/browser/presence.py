"""Whether the person is active."""

import reflex as rx

from chat_app.realtime.views import PersonView
from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


class Activity(rx.Component):
    """Tells of input: at most once in a `pause`, but at once while the person counts as away."""

    library = beside(__file__)
    tag = "Activity"

    person: rx.Var[str]
    online: rx.Var[list[PersonView]]
    pause: rx.Var[float]  # s
    on_activity: rx.EventHandler[_nothing]
