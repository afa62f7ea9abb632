"""How channels are written where a sentence names one."""

from typing import Any

import reflex as rx

from chat_app.ui.components.browser.language import Text


def channel_name(channel: Any) -> Any:
    """`#name` of one that is public; the name alone of one that is private, or not known yet.

    The services write it the same way in what they refuse: see `access.channel_label`.
    """
    is_public = ~channel["private"].bool() & (channel["id"] != "")
    return rx.cond(is_public, "#", "").to(str) + channel["name"].to(str)


def about(sentence: Text, channel: Any) -> Any:
    """Return a sentence with the channel in its place, `{channel}`."""
    return sentence.to(str).replace("{channel}", channel_name(channel))
