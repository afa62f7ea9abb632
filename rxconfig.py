"""How Reflex builds and serves the application. What can be changed about it is in `chat_app.settings`."""

import json
import re
from pathlib import Path
from typing import Any

import reflex as rx
from reflex.constants import StateManagerMode

from chat_app.settings import get_settings

settings = get_settings()


class SameOrigin(rx.plugins.Plugin):
    """Has built pages talk to wherever they were opened, so that one build serves any port and any proxy.

    Reflex writes one absolute address into them, all of it in a file of its own, `reflex-env-*.js`.
    """

    def post_build(self, **context: Any) -> None:
        """Replace the address in the browser's files; what Reflex itself asks for stands as it is."""
        built_in = re.compile(rf"([\"'`])(?:ws|http)://localhost:{settings.port}(/[\w-]*)\1")
        for file in Path(context["static_dir"]).glob("assets/reflex-env-*.js"):
            file.write_text(built_in.sub(r"location.origin+\1\2\1", file.read_text()))


class EmojiData(rx.plugins.Plugin):
    """Puts what the emoji picker offers beside the pages; a page asks for it when the picker opens."""

    def get_static_assets(self, **_context: Any) -> list[tuple[Path, str | bytes]]:
        """From the `emoji` package: the catalogue, and the names in other languages."""
        from chat_app.text.emojis import catalogue  # half a megabyte that only a build needs

        data = {"": catalogue.as_json(), ".es": catalogue.names_as_json("es")}
        return [(Path("public") / f"emojis{language}.json", text) for language, text in data.items()]


class Sentences(rx.plugins.Plugin):
    """Puts what the pages say in Spanish beside them; a page asks for it when it is to speak Spanish."""

    def get_static_assets(self, **_context: Any) -> list[tuple[Path, str | bytes]]:
        """By the English that stands in the pages."""
        from chat_app.ui.texts.spanish import SPANISH  # whose texts are Reflex's, and need this file

        return [
            (
                Path("public") / "sentences.es.json",
                json.dumps(SPANISH, ensure_ascii=False),
            )
        ]


config = rx.Config(
    app_name="chat_app",
    backend_host=settings.host,
    frontend_port=settings.port,
    backend_port=settings.port,
    api_url=settings.api_url or f"http://localhost:{settings.port}",
    # Of pages that come from elsewhere; the server's own need no leave of it.
    cors_allowed_origins=[*settings.allowed_origins],
    state_manager_mode=StateManagerMode.MEMORY,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[EmojiData(), Sentences(), *([] if settings.api_url else [SameOrigin()])],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
