"""Icons: lines on a 24 by 24 grid, in the colour of the text around them."""

import reflex as rx

_PATHS = {
    "hash": "M5 9h14M5 15h14M10 4 8 20M16 4l-2 16",
    "lock": "M7 11V8a5 5 0 0 1 10 0v3"
    "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Z",
    "smile": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.3a4.2 4.2 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
    "react": "M20.6 10.5A9 9 0 1 1 13.5 3.1M8.5 14.3a4.2 4.2 0 0 0 7 0M9 9.8h.01M15 9.8h.01M19 2v6M16 5h6",
    "plus": "M12 5v14M5 12h14",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20 20l-4-4",
    "browse": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM15.8 8.2l-2.2 5.4-5.4 2.2 2.2-5.4 5.4-2.2Z",
    "send": "M12 19V5M6 11l6-6 6 6",
    "reply": "M10 8V4L3 11l7 7v-4c5 0 8.5 1.5 11 5-1-6-4-10-11-11Z",
    "link": "M10 14a4.2 4.2 0 0 0 6.3.5l3-3a4.2 4.2 0 0 0-6-6L12 6.8M14 10a4.2 4.2 0 0 0-6.3-.5l-3 3"
    "a4.2 4.2 0 0 0 6 6l1.3-1.3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0"
    "M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8",
    "keyboard": "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Z"
    "M7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M8 14h8",
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0",
    "close": "M6 6l12 12M18 6 6 18",
    "down": "M12 5v14M6 13l6 6 6-6",
    "invite": "M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20a7 7 0 0 1 12-4.9M19 14v6M16 17h6",
    "edit": "M4 20h4L19 9a2.8 2.8 0 0 0-4-4L4 16v4ZM13.5 6.5l4 4",
    "delete": "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.3 10.5v6M13.7 10.5v6",
    "leave": "M14 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-3M9 12h12M18 9l3 3-3 3",
    "more": "M8 10l4 4 4-4",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"
    "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
    "eye-off": "M4 4l16 16M9.5 5.9A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.4"
    "M6.6 7.2A16.5 16.5 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.6-1.3M10 10a3 3 0 0 0 4 4",
}


def icon(name: str, size: int = 18) -> rx.Component:
    """Draw an icon. It says nothing to a screen reader: the control around it has a name."""
    return rx.el.svg(
        rx.el.path(d=_PATHS[name]),
        view_box="0 0 24 24",
        width=str(size),
        height=str(size),
        class_name="icon",
        aria_hidden="true",
    )
