"""How channels are written where a sentence names one, and the sign in front of them in a list."""

from typing import Any

import reflex as rx

from chat_app.ui.addresses import BY_ID
from chat_app.ui.components.browser.language import Text
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.texts import parts as texts


def title_of(channel: Any) -> Any:
    """Return what one reads as the title of the channel that the page is on.

    Until it is known that is its name as the address has it; an id is no title.
    """
    key = channel["key"].to(str)
    unknown = rx.cond(key.startswith(BY_ID), texts.CONVERSATION, key).to(str)
    return rx.cond(channel["title"] != "", channel["title"], unknown).to(str)


def channel_name(channel: Any) -> Any:
    """`#name` of one that is public; the title alone of one that is private, nameless, or not known yet.

    The services write it the same way in what they refuse: see `access.label_for`.
    """
    is_public = ~channel["private"].bool() & (channel["kind"] == "channel") & (channel["id"] != "")
    return rx.cond(is_public, "#", "").to(str) + title_of(channel)


def about(sentence: Text, channel: Any) -> Any:
    """Return a sentence with the channel in its place, `{channel}`."""
    return sentence.to(str).replace("{channel}", channel_name(channel))


def channel_sign(channel: Any, size: int) -> Any:
    """Return the sign for what kind of conversation it is."""
    of_channel = rx.cond(channel["private"], icon("lock", size), icon("hash", size))
    return rx.match(
        channel["kind"], ("direct", icon("person", size)), ("thread", icon("reply", size)), of_channel
    )
