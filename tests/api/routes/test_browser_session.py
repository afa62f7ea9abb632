"""The page's cookie: set for a ticket, dropped with its session."""

from http.cookies import SimpleCookie

import pytest
from fastapi.testclient import TestClient

from chat_app.errors import SignedOut
from chat_app.services.accounts import registration, sessions
from chat_app.services.transactions import read, write
from tests.conftest import start_afresh
from tests.support.people import PASSWORD, cookie_of, person, sign_in

SESSION = "/api/session"


def cookies_of(answer) -> SimpleCookie:
    """Return what the answer has a browser keep or drop."""
    kept = SimpleCookie()
    for each in answer.headers.get_list("set-cookie"):
        kept.load(each)
    return kept


def ticket() -> str:
    return write(sessions.start, int(registration.sign_up("ann", PASSWORD).id))


@pytest.mark.parametrize("secure", [True, False])
def test_cookie_is_named_after_the_installation_and_the_way_it_came(
    client: TestClient, settings: pytest.MonkeyPatch, secure: bool
) -> None:
    settings.setenv("SECURE_COOKIES", str(secure))
    start_afresh()
    ((name, cookie),) = cookies_of(client.post(SESSION, json={"ticket": ticket()})).items()
    assert name == sessions.cookie_name(secure=secure)
    assert (name.startswith("__Host-"), bool(cookie["secure"])) == (secure, secure)
    assert (cookie["path"], cookie["domain"], cookie["httponly"], cookie["samesite"]) == (
        "/",
        "",
        True,
        "lax",
    )
    assert read(sessions.verify, cookie.value).username == "ann"


def test_two_installations_on_one_host_have_cookies_of_their_own(settings: pytest.MonkeyPatch) -> None:
    names = set()
    for number in range(2):
        settings.setenv("SECRET_KEY", f"the secret of installation number {number}")
        start_afresh()
        names.add(sessions.cookie_name(secure=False))
        assert "secret" not in sessions.cookie_name(secure=False)
    assert len(names) == 2


def test_signing_out_ends_the_session_of_every_cookie_of_the_name(client: TestClient) -> None:
    """Else one of a parent domain would sign its browser in again, and it could never sign out."""
    ann = person("ann")
    also = sign_in(ann.user_id)
    other = sign_in(ann.user_id)
    cookies = f"theme=a,b; {cookie_of(ann)}; {sessions.cookie_name(secure=False)}=a.b.c; {cookie_of(also)}"
    answer = client.delete(SESSION, headers={"Cookie": cookies})
    assert answer.status_code == 204
    assert read(sessions.alive, [ann.session_id, also.session_id, other.session_id]) == {other.session_id}
    dropped = cookies_of(answer)
    assert {*dropped} == {sessions.cookie_name(secure=secure) for secure in (True, False)}
    assert all(cookie["max-age"] == "0" for cookie in dropped.values())


@pytest.mark.parametrize(
    "cookies", ["", "chat_session=a.b.c", "{name}=", "{name}=a.b.c", "{name}=\xe9; {name}"]
)
def test_signing_out_with_no_session_drops_the_cookie_all_the_same(client: TestClient, cookies: str) -> None:
    named = cookies.format(name=sessions.cookie_name(secure=False)).encode("latin-1")
    answer = client.delete(SESSION, headers={b"Cookie": named})
    assert answer.status_code == 204
    assert sessions.cookie_name(secure=False) in cookies_of(answer)


def test_cookie_of_before_signs_nobody_in(client: TestClient) -> None:
    ann = person("ann")
    with pytest.raises(SignedOut):
        read(
            sessions.verify_any,
            sessions.tokens_in(cookie_of(ann).replace(sessions.cookie_name(secure=False), "chat_session")),
        )
    assert read(sessions.verify_any, sessions.tokens_in(cookie_of(ann))) == ann
