"""Where a client is, in one form."""

import asyncio
from typing import Any

import pytest

from chat_app.addresses import canonical, client_address
from chat_app.ui.app import _as_it_came
from tests.conftest import start_afresh

ONE = {
    "203.0.113.7": [
        "203.0.113.7",
        " 203.0.113.7 ",
        "203.0.113.7:50123",
        "::ffff:203.0.113.7",
        "::FFFF:203.0.113.7",
        "::ffff:cb00:7107",
        "0:0:0:0:0:ffff:203.0.113.7",
        "[::ffff:203.0.113.7]:443",
        '"203.0.113.7:1"',
    ],
    "2001:db8:1:2::/64": [
        "2001:db8:1:2::1",
        "2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:0DB8:0001:0002:0:0:0:9",
        "[2001:db8:1:2::1]",
        "[2001:db8:1:2::1]:50123",
        '"[2001:db8:1:2::1]:50123"',
        "2001:db8:1:2::192.0.2.1",
    ],
    "2001:db8:1:3::/64": ["2001:db8:1:3::1"],
    "fe80::/64": ["fe80::1", "fe80::1%eth0", "fe80::2%25wlan0", "[fe80::1%eth0]:80"],
    "::/64": ["::1", "[::1]:3000"],
    "127.0.0.1": ["127.0.0.1", "127.0.0.1:1"],
}
NONE = [
    "",
    " ",
    "unknown",
    "_hidden",
    "localhost",
    "203.0.113",
    "203.0.113.7.9",
    "203.0.113.256",
    "203.0.113.7/24",
]
NONE += [
    "0203.0.113.7",
    "0xcb.0.113.7",
    "3405803783",
    "203.0.113.7, 10.0.0.1",
    "2001:db8::1::2",
    "g::1",
    "[",
    "[]",
]
NONE += ["1:2:3:4:5:6:7:8:9", "２０３.0.113.7", "203.0.113.7\0", "\ud800", "a:b", ":" * 1000, "1" * 9000]


@pytest.mark.parametrize(("form", "spelled"), [(form, each) for form, all_ in ONE.items() for each in all_])
def test_address_has_one_form_however_it_is_spelled(form: str, spelled: str) -> None:
    assert canonical(spelled) == form


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address_has_none(text: str) -> None:
    assert canonical(text) == ""


def scope(*forwarded: str, client: Any = ("10.0.0.9", 1), type_: str = "http") -> dict[str, Any]:
    headers = [(b"x-forwarded-for", each.encode("latin-1")) for each in forwarded]
    return {"type": type_, "scheme": "http", "headers": headers, "client": client}


CASES = [
    # hops, what stands in X-Forwarded-For, where the client is
    (0, ["203.0.113.7"], "10.0.0.9"),
    (1, [], "10.0.0.9"),
    (1, ["203.0.113.7"], "203.0.113.7"),
    (1, ["198.51.100.1, 203.0.113.7:4711"], "203.0.113.7"),
    (1, ["198.51.100.1", "203.0.113.7"], "203.0.113.7"),  # a proxy that adds a header and not to one
    (1, ["198.51.100.1, [2001:db8::5]:80"], "2001:db8::/64"),
    (1, ["198.51.100.1, unknown"], "10.0.0.9"),
    (1, ["203.0.113.7, "], "10.0.0.9"),
    (2, ["198.51.100.1, 203.0.113.7, 10.0.0.2"], "203.0.113.7"),
    (2, ["198.51.100.1", "203.0.113.7, 10.0.0.2"], "203.0.113.7"),
    (2, ["203.0.113.7"], "10.0.0.9"),
]


@pytest.mark.parametrize(("hops", "forwarded", "where"), CASES)
def test_client_is_where_the_trusted_proxies_say(
    settings: pytest.MonkeyPatch, hops: int, forwarded: list[str], where: str
) -> None:
    settings.setenv("TRUSTED_PROXY_HOPS", str(hops))
    start_afresh()
    assert client_address(scope(*forwarded)) == where


@pytest.mark.parametrize(
    ("client", "where"),
    [
        (("::ffff:10.0.0.9", 1), "10.0.0.9"),
        (("fe80::1%eth0", 1, 0, 2), "fe80::/64"),
        (None, ""),
        (("a socket", 0), "a socket"),
    ],
)
def test_without_a_proxy_the_client_is_the_other_end(
    settings: pytest.MonkeyPatch, client: Any, where: str
) -> None:
    assert client_address(scope(client=client)) == where


@pytest.mark.parametrize("type_", ["http", "websocket"])
def test_pages_and_rest_are_told_the_same(settings: pytest.MonkeyPatch, type_: str) -> None:
    settings.setenv("TRUSTED_PROXY_HOPS", "1")
    start_afresh()
    told: list[Any] = []

    async def application(scope: Any, *_: Any) -> None:
        told.append(scope["client"][0])
        assert client_address(scope) == scope["client"][0], "asked again, it is the same"

    async def ask(forwarded: str) -> None:
        await _as_it_came(application)(scope(forwarded, type_=type_), None, None)

    for forwarded in ("2001:db8::1", "[2001:db8::2]:5", "::ffff:203.0.113.7", "203.0.113.7:9"):
        asyncio.run(ask(forwarded))
    assert told == ["2001:db8::/64"] * 2 + ["203.0.113.7"] * 2
