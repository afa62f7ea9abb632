"""The dialogs about channels. One at a time; the state says which."""

from typing import Any, cast

import reflex as rx

from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.browser.navigation import here
from chat_app.ui.components.parts.channel_name import about
from chat_app.ui.components.parts.dialog import dialog
from chat_app.ui.components.parts.fields import form_error, text_field
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.states.channels import ChannelsState
from chat_app.ui.states.live import LiveState
from chat_app.ui.texts import conversation as conversation_texts
from chat_app.ui.texts import dialogs as texts
from chat_app.ui.texts import parts as parts_texts
from chat_app.ui.texts import sign_in as sign_in_texts


def dialogs() -> rx.Component:
    """All of them, closed."""
    return rx.fragment(_create(), _browse(), _invite(), _topic(), _leave())


def _dialog(name: str, title: Any, *children: rx.Component) -> rx.Component:
    return dialog(
        name, title, *children, open=ChannelsState.dialog == name, on_close=ChannelsState.close_dialog
    )


def _buttons(submit: Text, danger: bool = False, **props: Any) -> rx.Component:
    kind = "button danger" if danger else "button primary"
    return rx.el.div(
        rx.el.button(
            parts_texts.CANCEL,
            type="button",
            class_name="button",
            # A question about losing something begins on the way out of it.
            data_autofocus="true" if danger else "false",
            on_click=ChannelsState.close_dialog,
        ),
        rx.el.button(submit, class_name=kind, disabled=ChannelsState.busy, **props),
        class_name="dialog-buttons",
    )


def _create() -> rx.Component:
    errors = ChannelsState.errors
    return _dialog(
        "create",
        texts.CREATE_CHANNEL,
        rx.el.form(
            form_error(errors),
            text_field(
                "create",
                "name",
                texts.CHANNEL_NAME,
                errors,
                texts.CHANNEL_NAME_HINT,
                auto_complete="off",
                data_autofocus="true",
            ),
            text_field("create", "topic", texts.TOPIC, errors, texts.TOPIC_HINT, auto_complete="off"),
            rx.el.label(
                rx.el.input(type="checkbox", name="private"), texts.PRIVATE_CHANNEL, class_name="check"
            ),
            _buttons(texts.CREATE, type="submit"),
            on_submit=ChannelsState.create_channel,
            no_validate=True,
        ),
    )


def _browse() -> rx.Component:
    is_filtered = ChannelsState.browse_filter != ""
    return _dialog(
        "browse",
        texts.BROWSE_CHANNELS,
        rx.cond(is_filtered | (cast(Any, ChannelsState.to_browse).length() > 0), _filter()),
        rx.cond(
            ChannelsState.to_browse,
            rx.el.ul(rx.foreach(ChannelsState.to_browse, _to_join), role="list", class_name="browse"),
            rx.el.p(
                rx.cond(is_filtered, texts.NO_SUCH_CHANNELS, texts.NOTHING_TO_BROWSE), class_name="empty-note"
            ),
        ),
    )


def _filter() -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="search",
            aria_label=texts.FILTER_CHANNELS,
            placeholder=texts.FILTER_CHANNELS,
            auto_complete="off",
            spell_check=False,
            data_autofocus="true",
            on_change=cast(Any, ChannelsState.filter_channels).debounce(150),
        ),
        class_name="field",
    )


def _to_join(item: Any) -> rx.Component:
    name_id = "browse-" + item["id"].to(str)
    unit = rx.cond(item["member_count"] == 1, texts.MEMBER, texts.MEMBERS)
    return rx.el.li(
        rx.el.div(
            rx.el.div(icon("hash", 16), rx.el.strong(item["name"]), id=name_id, class_name="browse-name"),
            rx.cond(item["topic"] != "", rx.el.p(item["topic"], class_name="browse-topic", dir="auto")),
            rx.el.p(item["member_count"], " ", unit, class_name="quiet"),
            class_name="browse-text",
        ),
        rx.el.button(
            conversation_texts.JOIN,
            type="button",
            class_name="button",
            aria_describedby=name_id,
            disabled=ChannelsState.busy,
            on_click=ChannelsState.join_channel(item["id"]),
        ),
        key=item["id"],
    )


def _invite() -> rx.Component:
    errors = ChannelsState.errors
    return _dialog(
        "invite",
        texts.INVITE_PEOPLE,
        rx.el.form(
            form_error(errors),
            text_field(
                "invite",
                "username",
                sign_in_texts.USERNAME,
                errors,
                texts.INVITE_HINT,
                auto_complete="off",
                data_autofocus="true",
                list="guests",
                on_change=cast(Any, ChannelsState.find_guests).debounce(150),
            ),
            rx.el.datalist(rx.foreach(ChannelsState.to_invite, _guest), id="guests"),
            _buttons(texts.INVITE, type="submit"),
            on_submit=ChannelsState.invite_person,
            no_validate=True,
        ),
    )


def _guest(item: Any) -> rx.Component:
    return rx.el.option(item["display_name"], value=item["username"], key=item["username"])


def _topic() -> rx.Component:
    errors = ChannelsState.errors
    return _dialog(
        "topic",
        texts.CHANGE_TOPIC,
        rx.el.form(
            form_error(errors),
            text_field(
                "topic",
                "topic",
                texts.TOPIC,
                errors,
                texts.TOPIC_HINT,
                auto_complete="off",
                default_value=LiveState.channel["topic"],
                data_autofocus="true",
            ),
            _buttons(parts_texts.SAVE, type="submit"),
            on_submit=ChannelsState.change_topic,
            no_validate=True,
        ),
    )


def _leave() -> rx.Component:
    return _dialog(
        "leave",
        about(texts.LEAVE_QUESTION, here),
        rx.el.p(rx.cond(here["private"], texts.LEAVE_PRIVATE, texts.LEAVE_PUBLIC)),
        _buttons(texts.LEAVE, danger=True, type="button", on_click=ChannelsState.leave_channel),
    )
