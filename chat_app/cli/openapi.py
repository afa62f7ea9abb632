"""Write the OpenAPI document, which is made from the code."""

import json
from typing import Any

from chat_app.api.app import make_api
from chat_app.cli.processes import ROOT
from chat_app.realtime.hub import Hub
from chat_app.realtime.presence import Presence
from chat_app.services.live_source import LiveSource
from chat_app.services.transactions import in_thread


class NoPages:
    """The hub's way to pages where there are none."""

    def push(self, *_: Any, **__: Any) -> None: ...

    def show_sign_in(self, *_: Any, **__: Any) -> None: ...

    def close(self, *_: Any, **__: Any) -> None: ...


def openapi() -> str:
    """Return the OpenAPI document, as it is committed."""
    hub = Hub(LiveSource(), NoPages(), in_thread, Presence(away_after=300, grace=0))
    return json.dumps(make_api(hub).openapi(), indent=2, ensure_ascii=False) + "\n"


def write_document() -> None:
    """Write it to where it is committed."""
    (ROOT / "docs" / "openapi.json").write_text(openapi())
