"""Where a client is, in one form for every limit that counts by address.

Who has IPv6 has at least a /64 of it, so that is one address. An IPv4 address is one however it is written.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from chat_app.origins import Scope, header
from chat_app.settings import get_settings

NETWORK = 64  # bits of an IPv6 address that tell one client from another


def client_address(scope: Scope) -> str:
    """Return where the client is, as far as the proxies in front are trusted to tell.

    What a proxy names that is no address counts for nothing: then it is the proxy that is counted.
    """
    hops = get_settings().trusted_proxy_hops
    passed = header(scope, "x-forwarded-for").split(",")
    peer = (scope.get("client") or ("",))[0]
    told = canonical(passed[-hops]) if 0 < hops <= len(passed) else ""
    return told or canonical(peer) or peer


@lru_cache(maxsize=1024)  # each request asks, and twice
def canonical(text: str) -> str:
    """Return the one form of an address, with or without a port, brackets, or a zone; empty if it is none."""
    host = text.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:  # a port; an IPv6 address has two colons at least
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, NETWORK), strict=False))
