"""Who of the open channel is here, and what can be done about the channel."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.parts.avatar import avatar, bot_mark, handle
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.session import SessionState
from chat_app.ui.texts import dialogs as dialogs_texts
from chat_app.ui.texts import people as texts


def people() -> rx.Component:
    """Return the right column."""
    count = LiveState.online.length()
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(texts.ONLINE, " ", rx.el.span(count, class_name="quiet"), id="online-heading"),
            class_name="section-head",
        ),
        rx.el.ul(rx.foreach(LiveState.online, _person), role="list", aria_label=texts.ONLINE),
        rx.cond(count <= 1, rx.el.p(texts.ALONE, class_name="empty-note")),
        rx.cond(LiveState.joined & (LiveState.channel["kind"] == "channel"), _about()),
        class_name="people",
        aria_label=texts.PEOPLE,
    )


def _person(person: Any) -> rx.Component:
    here = person["presence"] == "online"
    return rx.el.li(
        rx.el.button(
            avatar(
                person["display_name"],
                person["color"],
                rx.el.span(class_name=rx.cond(here, "dot", "dot away")),
            ),
            rx.el.span(
                rx.el.span(person["display_name"], class_name="person-name", dir="auto"),
                handle(person),
                bot_mark(person),
                rx.cond(here, rx.fragment(), rx.el.span(" " + texts.AWAY, class_name="person-detail")),
                rx.cond(
                    person["status"] != "",
                    rx.el.span(" ", person["status"], class_name="person-detail", dir="auto"),
                ),
                class_name="person-text",
            ),
            type="button",
            title="@" + person["username"].to(str),
            class_name=rx.cond(here, "person", "person is-away"),
            data_person=person["id"],
            aria_haspopup="dialog",
        ),
        key=person["id"],
    )


def _about() -> rx.Component:
    """Return what can be done about the channel. Everybody is in `general`, so nobody leaves it."""
    owners: Any = LiveState.channel["owner_ids"]
    return rx.el.div(
        rx.el.h2(texts.ABOUT),
        _action("invite", dialogs_texts.INVITE_PEOPLE, "invite"),
        rx.cond(
            owners.contains(SessionState.user_id) | SessionState.is_admin,
            _action("edit", dialogs_texts.CHANGE_TOPIC, "topic"),
        ),
        rx.cond(LiveState.channel["name"] != "general", _action("leave", texts.LEAVE_CHANNEL, "leave")),
        class_name="about",
    )


def _action(picture: str, label: Text, dialog: str) -> rx.Component:
    return rx.el.button(
        icon(picture),
        label,
        type="button",
        class_name="quiet-button",
        on_click=ChannelsState.show_dialog(dialog),
    )
