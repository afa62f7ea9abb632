"""What every answer with a page, or a part of one, tells the browser: what to refuse, and what to keep."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import MutableHeaders

from chat_app.settings import get_settings

ASGIApp = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def with_security_headers(app: ASGIApp) -> ASGIApp:
    """Add the headers to what `app` answers over HTTP, where it has none of its own."""
    ours = security_headers()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                cache = cache_control(scope["path"], message["status"])
                for name, value in {**ours, "Cache-Control": cache}.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    return application


def cache_control(path: str, status: int) -> str:
    """Have what names its own content kept for ever, and all else asked for each time.

    A page names files of its own build, which are gone after an upgrade; one that is gone may be there again.
    """
    is_kept = path.startswith("/assets/") and status in (200, 206, 304)
    return "public, max-age=31536000, immutable" if is_kept else "no-cache"


def security_headers() -> dict[str, str]:
    """Nothing from elsewhere runs, no page elsewhere shows ours in a frame, and links tell nothing of it.

    Reflex starts its pages with scripts in the document, and evaluates what a handler has the page run.
    """
    policy = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "connect-src": f"'self' ws: wss: {get_settings().api_url}".rstrip(),
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
