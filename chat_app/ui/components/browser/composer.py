"""The box a message is written in."""

import reflex as rx

from chat_app.realtime.views import MessageView, PersonView
from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


class Composer(rx.Component):
    """The box a message is written in."""

    library = beside(__file__)
    tag = "Composer"

    channel_id: rx.Var[str]
    person: rx.Var[str]
    max_length: rx.Var[int]
    typing_seconds: rx.Var[float]
    typing_repeat: rx.Var[float]  # s
    label: rx.Var[str]
    placeholder: rx.Var[str]
    send_label: rx.Var[str]
    left_text: rx.Var[str]
    over_text: rx.Var[str]
    people_text: rx.Var[str]
    bot_text: rx.Var[str]
    replying_text: rx.Var[str]
    cancel_reply_text: rx.Var[str]
    people: rx.Var[list[PersonView]]
    found: rx.Var[list[PersonView]]
    live: rx.Var[list[MessageView]]
    icon: rx.Var[rx.Component]
    emoji_label: rx.Var[str]
    emoji_icon: rx.Var[rx.Component]
    completion_label: rx.Var[str]
    on_edit_last: rx.EventHandler[_nothing]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_typing: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    on_unkept: rx.EventHandler[_nothing]
