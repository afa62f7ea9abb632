"""The page before its first content came: its shape, and nothing to read."""

import reflex as rx

from chat_app.ui.texts import parts as texts


def skeleton() -> rx.Component:
    """Return the three columns, empty."""
    return rx.el.div(
        rx.el.div(*[rx.el.i(class_name="bone") for _ in range(6)], class_name="sidebar"),
        rx.el.div(
            rx.el.div(rx.el.i(class_name="bone"), class_name="header"),
            rx.el.div(*[_message() for _ in range(5)], class_name="bones"),
            class_name="conversation",
        ),
        rx.el.div(*[rx.el.i(class_name="bone") for _ in range(4)], class_name="people"),
        class_name="workspace skeleton",
        aria_label=texts.LOADING,
        role="img",
    )


def arriving() -> rx.Component:
    """Return the log of a channel that was chosen, while its messages are being fetched."""
    return rx.el.div(*[_message() for _ in range(5)], class_name="bones arriving", aria_hidden="true")


def _message() -> rx.Component:
    return rx.el.div(rx.el.i(class_name="bone round"), rx.el.i(class_name="bone"), class_name="bone-row")
