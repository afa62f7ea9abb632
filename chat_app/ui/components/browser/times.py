"""Times and days, as the reader's own country writes them."""

import reflex as rx

from chat_app.ui.components.browser import beside


class LocalTime(rx.Component):
    """A time of day, in the reader's zone. `at` is in milliseconds since the epoch."""

    library = beside(__file__)
    tag = "LocalTime"

    at: rx.Var[int]
    narrow: rx.Var[bool]


class LocalDate(rx.Component):
    """A day, in the reader's zone and language. `at` is in milliseconds since the epoch."""

    library = beside(__file__)
    tag = "LocalDate"

    at: rx.Var[int]


class LocalMoment(rx.Component):
    """A day and the time of day, in the reader's zone."""

    library = beside(__file__)
    tag = "LocalMoment"

    at: rx.Var[int]


class DayDivider(rx.Component):
    """The day's name, where `at` is on another day than `previous_at` (0: there is none before)."""

    library = beside(__file__)
    tag = "DayDivider"

    at: rx.Var[int]
    previous_at: rx.Var[int]
    today: rx.Var[str]
    yesterday: rx.Var[str]
