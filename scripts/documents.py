"""Write the documents that are made from the code: `python -m scripts.documents`."""

import json
from typing import Any

from chat_app.api.application import make_api
from chat_app.realtime.hub import Hub
from chat_app.realtime.presence import Presence
from chat_app.services.snapshots import Snapshots
from chat_app.services.work import on_thread
from scripts.processes import ROOT


class _NoPages:
    def push(self, *_: Any, **__: Any) -> None: ...

    def lead(self, *_: Any, **__: Any) -> None: ...

    def close(self, *_: Any, **__: Any) -> None: ...


def openapi() -> str:
    """The OpenAPI document, as it is committed."""
    hub = Hub(Snapshots(), _NoPages(), on_thread, Presence(away_after=300, grace=0))
    return json.dumps(make_api(hub).openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "openapi.json").write_text(openapi())
