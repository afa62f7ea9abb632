"""The browser's own share of the page: what needs the scroll position, the focus, the clock or the keyboard.

Each class wraps one React component of the files beside this one and does nothing else.
"""

import reflex as rx
from reflex_components_core.core.banner import connect_errors as connect_errors

from chat_app.realtime.views import MessageView, PersonView, SidebarItem

# Linked so that the files that import them find them beside themselves.
for _file in ("completion.jsx", "emoji.js", "outbox.js", "picker.jsx"):
    rx.asset(_file, shared=True)
# All here and not beside the classes that wrap them, which would be given copies of their own.
LANGUAGE = rx.asset("language.js", shared=True).importable_path
ACTIONS, MENTIONS, PEOPLE, PICKING, REACTIONS, REPLIES, SHORTCUTS = [
    rx.asset(f"{name}.jsx", shared=True).importable_path
    for name in ("actions", "mentions", "people", "picking", "reactions", "replies", "shortcuts")
]
_COMPOSER, _FINDER, _HEADER, _LOG, _OVERLAYS, _PAGE, _TIMES = [
    rx.asset(f"{name}.jsx", shared=True).importable_path
    for name in ("composer", "finder", "header", "log", "overlays", "page", "times")
]

_nothing = rx.event.no_args_event_spec


def _sending(
    channel_id: rx.Var[str], client_message_id: rx.Var[str], text: rx.Var[str], reply_to: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str], rx.Var[str]]:
    """What a sent message is told with."""
    return channel_id, client_message_id, text, reply_to


class MessageLog(rx.Component):
    """The scroller of messages, which keeps its place."""

    library = _LOG
    tag = "MessageLog"

    channel_id: rx.Var[str]
    far_back: rx.Var[bool]
    target: rx.Var[int]
    visit: rx.Var[int]
    has_before: rx.Var[bool]
    has_after: rx.Var[bool]
    live: rx.Var[list[MessageView]]
    change: rx.Var[int]
    connect_errors: rx.Var[list]
    label: rx.Var[str]
    jump_text: rx.Var[str]
    one_new_text: rx.Var[str]
    many_new_text: rx.Var[str]
    icon: rx.Var[rx.Component]
    on_reach_top: rx.EventHandler[_nothing]
    on_reach_bottom: rx.EventHandler[_nothing]
    on_follow: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    on_jump: rx.EventHandler[_nothing]
    on_changes: rx.EventHandler[_nothing]


class Composer(rx.Component):
    """The box a message is written in."""

    library = _COMPOSER
    tag = "Composer"

    channel_id: rx.Var[str]
    person: rx.Var[str]
    max_length: rx.Var[int]
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
    icon: rx.Var[rx.Component]
    emoji_label: rx.Var[str]
    emoji_icon: rx.Var[rx.Component]
    completion_label: rx.Var[str]
    on_edit_last: rx.EventHandler[_nothing]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_typing: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


class Outbox(rx.Component):
    """One's own messages that are not stored yet; it sends them."""

    library = _COMPOSER
    tag = "Outbox"

    channel_id: rx.Var[str]
    person: rx.Var[str]
    author: rx.Var[str]
    initial: rx.Var[str]
    color: rx.Var[str]
    live: rx.Var[list[MessageView]]
    stored: rx.Var[list[str]]
    failed: rx.Var[dict]
    connect_errors: rx.Var[list]
    sending_text: rx.Var[str]
    late_text: rx.Var[str]
    retry_text: rx.Var[str]
    retry_all_text: rx.Var[str]
    discard_text: rx.Var[str]
    on_send: rx.EventHandler[_sending]


class LocalTime(rx.Component):
    """A time of day, in the reader's zone. `at` is in milliseconds since the epoch."""

    library = _TIMES
    tag = "LocalTime"

    at: rx.Var[int]
    narrow: rx.Var[bool]


class LocalDate(rx.Component):
    """A day, in the reader's zone and language. `at` is in milliseconds since the epoch."""

    library = _TIMES
    tag = "LocalDate"

    at: rx.Var[int]


class LocalMoment(rx.Component):
    """A day and the time of day, in the reader's zone."""

    library = _TIMES
    tag = "LocalMoment"

    at: rx.Var[int]


class DayDivider(rx.Component):
    """The day's name, where `at` is on another day than `previous_at` (0: there is none before)."""

    library = _TIMES
    tag = "DayDivider"

    at: rx.Var[int]
    previous_at: rx.Var[int]
    today: rx.Var[str]
    yesterday: rx.Var[str]


class Modal(rx.Component):
    """A native modal dialog."""

    library = _OVERLAYS
    tag = "Modal"

    open: rx.Var[bool]
    on_close: rx.EventHandler[_nothing]


class Menu(rx.Component):
    """A button with a menu; the children are its items."""

    library = _OVERLAYS
    tag = "Menu"

    label: rx.Var[str]
    button: rx.Var[rx.Component]


class FinderButton(rx.Component):
    """Opens the search."""

    library = _FINDER
    tag = "FinderButton"

    label: rx.Var[str]


class Finder(rx.Component):
    """The dialog to search in; the children are what was found."""

    library = _FINDER
    tag = "Finder"

    label: rx.Var[str]
    field_label: rx.Var[str]
    hint: rx.Var[str]
    nothing_text: rx.Var[str]
    one_text: rx.Var[str]
    many_text: rx.Var[str]
    close_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]
    icon: rx.Var[rx.Component]
    answered: rx.Var[str]
    count: rx.Var[int]
    on_look_up: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Topic(rx.Component):
    """What the channel is about; pressed, all of it."""

    library = _HEADER
    tag = "Topic"

    topic: rx.Var[str]


class DrawerButton(rx.Component):
    """Brings out a drawer."""

    library = _OVERLAYS
    tag = "DrawerButton"

    name: rx.Var[str]
    label: rx.Var[str]


class Drawer(rx.Component):
    """A column that is a drawer where the media query `query` matches."""

    library = _OVERLAYS
    tag = "Drawer"

    name: rx.Var[str]
    query: rx.Var[str]
    close_label: rx.Var[str]
    close_icon: rx.Var[rx.Component]


class Latch(rx.Component):
    """Shows its children while `ready`, and after that for as long as `hold`; else `waiting`."""

    library = _PAGE
    tag = "Latch"

    ready: rx.Var[bool]
    hold: rx.Var[bool]
    waiting: rx.Var[rx.Component]


class PageLink(rx.Component):
    """A link to another address of the chat, which the page goes to without loading anew."""

    library = _PAGE
    tag = "PageLink"

    href: rx.Var[str]
    on_gone: rx.EventHandler[_nothing]


class Address(rx.Component):
    """Has the page's address follow the open channel when it is renamed."""

    library = _PAGE
    tag = "Address"

    channel_id: rx.Var[str]
    channel: rx.Var[str]


class WindowTitle(rx.Component):
    """The title of the window."""

    library = _PAGE
    tag = "WindowTitle"

    title: rx.Var[str]


class DocumentTitle(rx.Component):
    """The title of the window while chatting."""

    library = _PAGE
    tag = "DocumentTitle"

    channel: rx.Var[str]
    sidebar: rx.Var[list[SidebarItem]]
    product: rx.Var[str]


class Activity(rx.Component):
    """Tells of input: at most once a minute, but at once while the person counts as away."""

    library = _PAGE
    tag = "Activity"

    person: rx.Var[str]
    online: rx.Var[list[PersonView]]
    on_activity: rx.EventHandler[_nothing]


class Connection(rx.Component):
    """The status while the connection is away."""

    library = _PAGE
    tag = "Connection"

    connect_errors: rx.Var[list]
    hydrated: rx.Var[bool]
    label: rx.Var[str]
    text: rx.Var[str]


class Notice(rx.Component):
    """A sentence that goes away by itself, perhaps with something to be done about it."""

    library = _PAGE
    tag = "Notice"

    message: rx.Var[str]
    about: rx.Var[str]
    seconds: rx.Var[float]
    action_label: rx.Var[str]
    dismiss_label: rx.Var[str]
    icon: rx.Var[rx.Component]
    on_action: rx.EventHandler[_nothing]
    on_dismiss: rx.EventHandler[_nothing]


class WrongFieldFocus(rx.Component):
    """Leads the focus to the first wrong field of its form."""

    library = _PAGE
    tag = "WrongFieldFocus"

    errors: rx.Var[dict]


class RevealButton(rx.Component):
    """Shows and hides what is typed into the field with the id `field`."""

    library = _PAGE
    tag = "RevealButton"

    field: rx.Var[str]
    label: rx.Var[str]
    show_icon: rx.Var[rx.Component]
    hide_icon: rx.Var[rx.Component]
