"""The one hub of this process, and what is wired to it."""

from chat_app.backends.memory import on_reset
from chat_app.realtime.hub import Hub
from chat_app.realtime.presence import Presence
from chat_app.services.live_source import LiveSource
from chat_app.services.transactions import in_thread
from chat_app.settings import get_settings
from chat_app.ui.live.outlet import ReflexTransport

outlet = ReflexTransport()
hub = Hub(
    LiveSource(),
    outlet,
    in_thread,
    Presence(away_after=get_settings().away_seconds, grace=get_settings().closed_tab_seconds),
    get_settings().typing_seconds,
)
on_reset(outlet.clear)
on_reset(hub.reset)
