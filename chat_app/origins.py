"""Which pages may talk to this server: its own, and those of the settings.

Browsers name the origin of the page that asks, and no page can change what they name. All here take the
scope of an ASGI request. What a proxy says of the client's side counts only when the settings trust one.
"""

from collections.abc import Mapping
from typing import Any

from chat_app.settings import get_settings

Scope = Mapping[str, Any]

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def is_welcome(scope: Scope) -> bool:
    """Return whether the page that asks may; so may anyone who is no page of a browser."""
    origin = header(scope, "origin").lower()
    return not origin or origin in get_settings().allowed_origins or origin == own(scope)


def own(scope: Scope) -> str:
    """Return the origin of this server's own pages, by the address that the client used."""
    scheme = "https" if is_secure(scope) else "http"
    host = forwarded(scope, "x-forwarded-host") or header(scope, "host")
    return f"{scheme}://{host.lower().removesuffix(DEFAULT_PORTS[scheme])}"


def is_secure(scope: Scope) -> bool:
    """Return whether the client came over TLS, to this server or to the proxy in front of it."""
    return (forwarded(scope, "x-forwarded-proto") or scope["scheme"]) in ("https", "wss")


def forwarded(scope: Scope, name: str) -> str:
    """Return what the first trusted proxy that the request met said; empty without one."""
    hops = get_settings().trusted_proxy_hops
    said = [part.strip() for part in header(scope, name).split(",")]
    # A proxy may add to the list or begin it again, so it can be shorter than there are proxies.
    return said[-min(hops, len(said))] if hops else ""


def header(scope: Scope, name: str) -> str:
    """Return a header of the request; separated by commas where it was given more than once."""
    wanted = name.encode()
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == wanted)
