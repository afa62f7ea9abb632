"""The browser's share of mentions and replies: see `chat_app.ui.components.browser`."""

import reflex as rx

from chat_app.ui.components.browser import MENTIONS, REPLIES


class OwnMentions(rx.Component):
    """Makes the mentions of one person (a user id) stand out."""

    library = MENTIONS
    tag = "OwnMentions"

    person: rx.Var[str]


class QuoteLink(rx.Component):
    """Leads to the message with this seq; `on_open` when it is not among those on show."""

    library = REPLIES
    tag = "QuoteLink"

    seq: rx.Var[int]
    label: rx.Var[str]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]
