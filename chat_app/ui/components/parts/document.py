"""What every page's document has: for the application's own set-up."""

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from chat_app.settings import get_settings
from chat_app.ui.components.browser.language import HEAD_SCRIPT
from chat_app.ui.texts import parts as texts

# One for each folder of components, and for what belongs to none; a later one has the last word. Those from
# `conversation` to `emoji` are the folder `conversation`.
STYLESHEETS = [
    "/css/base.css",
    "/css/parts.css",
    "/css/layout.css",
    "/css/sign_in.css",
    "/css/sidebar.css",
    "/css/people.css",
    "/css/conversation.css",
    "/css/composer.css",
    "/css/markup.css",
    "/css/emoji.css",
    "/css/dialogs.css",
    "/css/touch.css",
]


def document_head() -> list[rx.Component]:
    """Return the head's own parts. The viewport shrinks with a phone's keyboard; the composer stays above."""
    return [
        rx.el.script(custom_attrs={"dangerouslySetInnerHTML": {"__html": HEAD_SCRIPT}}),
        rx.el.meta(
            name="viewport",
            content="width=device-width, initial-scale=1, viewport-fit=cover, "
            "interactive-widget=resizes-content",
        ),
        # Where the server is, for `ui/browser_calls.py`: only the pages themselves know it, once exported.
        rx.el.meta(name="server", content=get_settings().api_url),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
    ]


def error_boundary() -> rx.Component:
    """Return what is shown in place of a page that broke."""
    return ErrorBoundary.create(
        fallback_render=rx.el.main(
            rx.el.p(texts.SOMETHING_BROKE),
            rx.el.a(texts.RELOAD, href="/", class_name="button primary"),
            class_name="card-page broken",
        )
    )
