"""Which pages may talk to the server, by what a request says."""

import pytest
from pydantic import ValidationError

from chat_app import origins
from chat_app.settings import Settings
from tests.conftest import start_afresh

HOPS = "TRUSTED_PROXY_HOPS"


def asked(scheme: str = "http", **headers: str) -> dict:
    """Return the scope of a request with these headers."""
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"scheme": scheme, "headers": pairs}


@pytest.fixture
def behind(settings: pytest.MonkeyPatch):
    """Give settings that trust so many proxies."""

    def trust(hops: int) -> None:
        settings.setenv(HOPS, str(hops))
        start_afresh()

    return trust


@pytest.mark.parametrize(
    ("scheme", "host", "origin"),
    [
        ("http", "127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("ws", "desk.lan:3000", "http://desk.lan:3000"),
        ("ws", "Desk.LAN:3000", "http://desk.lan:3000"),
        ("ws", "[::1]:3000", "http://[::1]:3000"),
        ("http", "chat.example.org", "http://chat.example.org"),
        ("http", "chat.example.org:80", "http://chat.example.org"),
        ("wss", "chat.example.org:443", "https://chat.example.org"),
    ],
)
@pytest.mark.usefixtures("settings")
def test_pages_of_the_server_itself_may_whatever_its_name(scheme: str, host: str, origin: str) -> None:
    assert origins.is_welcome(asked(scheme, host=host, origin=origin))


@pytest.mark.parametrize(
    "origin",
    [
        "http://desk.lan",  # another port
        "http://desk.lan:3001",
        "https://desk.lan:3000",  # another scheme
        "http://chat.desk.lan:3000",
        "http://desk.lan:3000.evil.example",
        "http://evil.example",
        "null",
        "*",
    ],
)
@pytest.mark.usefixtures("settings")
def test_any_other_page_may_not(origin: str) -> None:
    assert origins.is_welcome(asked(host="desk.lan:3000", origin="http://desk.lan:3000"))
    assert not origins.is_welcome(asked(host="desk.lan:3000", origin=origin))


@pytest.mark.usefixtures("settings")
def test_a_client_that_is_no_browser_names_no_origin_and_may() -> None:
    assert origins.is_welcome(asked(host="desk.lan:3000"))


def test_pages_of_the_settings_may(settings: pytest.MonkeyPatch) -> None:
    page = asked(host="api.example.org", origin="https://chat.example.org")
    assert not origins.is_welcome(page)
    settings.setenv("ALLOWED_ORIGINS", "https://Chat.Example.org/")
    start_afresh()
    assert origins.is_welcome(page)
    assert not origins.is_welcome(asked(host="api.example.org", origin="https://other.example.org"))


@pytest.mark.parametrize(
    "wrong", ["*", "chat.example.org", "https://", "https://*.example.org", "https://a.example/chat", "null"]
)
def test_a_setting_that_is_no_origin_is_refused(settings: pytest.MonkeyPatch, wrong: str) -> None:
    settings.setenv("ALLOWED_ORIGINS", f"https://chat.example.org,{wrong}")
    with pytest.raises(ValidationError, match="is no origin"):
        Settings()


def test_address_of_the_server_needs_its_scheme(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("API_URL", "https://chat.example.org/")
    assert Settings().api_url == "https://chat.example.org"
    settings.setenv("API_URL", "chat.example.org")
    with pytest.raises(ValidationError, match="needs its scheme"):
        Settings()


def test_a_proxy_is_believed_only_when_it_is_trusted(behind) -> None:
    page = asked(
        host="127.0.0.1:3000",
        origin="https://chat.example.org",
        x_forwarded_host="chat.example.org",
        x_forwarded_proto="https",
    )
    assert not origins.is_welcome(page)
    assert not origins.is_secure(page)
    behind(1)
    assert origins.is_welcome(page)
    assert origins.is_secure(page)


def test_a_proxy_that_keeps_the_host_need_only_tell_the_scheme(behind) -> None:
    behind(1)
    page = {"host": "chat.example.org", "origin": "https://chat.example.org"}
    assert not origins.is_welcome(asked(**page))
    assert origins.is_welcome(asked(**page, x_forwarded_proto="https"))


@pytest.mark.parametrize(("hops", "secure"), [(1, False), (2, True), (3, False), (4, False)])
def test_of_several_proxies_the_first_that_is_trusted_counts(behind, hops: int, secure: bool) -> None:
    """The client wrote `http`; the outer of the two proxies was asked by https, the inner one by http."""
    behind(hops)
    assert origins.is_secure(asked(host="a", x_forwarded_proto="http, https, http")) is secure


def test_a_header_given_twice_counts_as_one_list(behind) -> None:
    behind(1)
    scope = asked(host="a")
    scope["headers"] += [(b"x-forwarded-proto", b"https"), (b"x-forwarded-proto", b"http")]
    assert not origins.is_secure(scope)
