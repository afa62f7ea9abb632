"""The search."""

import reflex as rx

from chat_app.ui.components.browser import beside

_nothing = rx.event.no_args_event_spec


class SearchButton(rx.Component):
    """Opens the search."""

    library = beside(__file__)
    tag = "SearchButton"

    label: rx.Var[str]


class Search(rx.Component):
    """The dialog to search in; the children are what was found."""

    library = beside(__file__)
    tag = "Search"

    max_length: rx.Var[int]  # of a question
    label: rx.Var[str]
    field_label: rx.Var[str]
    placeholder: rx.Var[str]
    hint: rx.Var[str]
    nothing_text: rx.Var[str]
    one_text: rx.Var[str]
    many_text: rx.Var[str]
    names_text: rx.Var[str]
    close_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]
    icon: rx.Var[rx.Component]
    answered: rx.Var[str]
    count: rx.Var[int]
    names: rx.Var[int]
    has_more: rx.Var[bool]
    so_far_text: rx.Var[str]
    more_label: rx.Var[str]
    more_error: rx.Var[str]
    on_look_up: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_more: rx.EventHandler[_nothing]
