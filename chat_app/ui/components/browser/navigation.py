"""Where the page is, as the browser knows it from the click on: see `place.js`."""

from typing import Any, TypedDict

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from chat_app.realtime.views import ChannelView, LossView, SidebarItem
from chat_app.ui.components.browser import beside
from chat_app.ui.states.live import LiveState


class HereView(TypedDict):
    """The channel that the page is on. `id` is empty until it is known; `joined`: one may write there.

    `key` is what the page's address has of it, `title` what its person reads.
    """

    id: str
    key: str
    title: str
    kind: str
    private: bool
    joined: bool


_NAVIGATION = beside(__file__)
_USED = VarData(imports={_NAVIGATION: [ImportVar(tag="useHere")]}, hooks={"const here = useHere()": None})
here: Any = rx.Var("here", _var_type=HereView, _var_data=_USED).guess_type().to(HereView)

# Whether what the server shows is that channel. Until it does, nothing of another may stand in its place.
arrived = (here["id"] != "") & (here["id"] == LiveState.channel["id"])


class PlaceKeeper(rx.Component):
    """Keeps the page's place, by its address and by what the server knows."""

    library = _NAVIGATION
    tag = "PlaceKeeper"

    home: rx.Var[str]
    address_of: rx.Var[Any]  # writes the address of a channel
    channel: rx.Var[ChannelView]
    title: rx.Var[str]
    joined: rx.Var[bool]
    sidebar: rx.Var[list[SidebarItem]]
    on_gone: rx.EventHandler[rx.event.no_args_event_spec]


class PageLink(rx.Component):
    """A link to another address of the chat, where the page is with the click."""

    library = _NAVIGATION
    tag = "PageLink"

    href: rx.Var[str]
    channel_id: rx.Var[str]


class LostChannel(rx.Component):
    """The dialog about a channel that was lost; the children are the sentence."""

    library = _NAVIGATION
    tag = "LostChannel"

    lost: rx.Var[LossView]
    lost_key: rx.Var[str]
    label: rx.Var[str]
    kept_text: rx.Var[str]
    copy_text: rx.Var[str]
    copied_text: rx.Var[str]
    go_text: rx.Var[str]


class InnerLinks(rx.Component):
    """Opens links to this same chat, which is at the path `chat`, in the page."""

    library = _NAVIGATION
    tag = "InnerLinks"

    chat: rx.Var[str]
