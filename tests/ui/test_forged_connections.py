"""What a client can make of its connection that connects however it likes. A real server, a raw websocket."""

import pytest

from tests.ui.backend import HOST, Backend
from tests.ui.conftest import NAMES
from tests.ui.raw import (
    CHANNELS,
    COMPOSER,
    HISTORY,
    LIVE,
    SESSION,
    STATE,
    TOAST,
    Open,
    Secret,
    request,
    ticket_for,
)


@pytest.mark.parametrize("online", [True, False])
@pytest.mark.parametrize("signed_in", [True, False])
def test_another_persons_tab_gives_nothing_of_theirs(
    page: Open, secret: Secret, other: str, online: bool, signed_in: bool
) -> None:
    """The id of a tab is no secret of the server's, so it must not be worth anything."""
    member, channel_id = secret
    member.post("", channel_id, "their-own-id")
    member.event(f"{TOAST}.show", {"message": "their notice"})
    member.until(lambda: member.var(TOAST, "message") == "their notice")
    if not online:
        member.close()
    thief = page(other if signed_in else "", token=member.token)
    thief.post("stolen", channel_id, "forged")
    thief.event(f"{HISTORY}.load_older")
    thief.event(f"{STATE}.hydrate")
    thief.catch_up()
    thief.event(f"{STATE}.hydrate_and_load")
    thief.catch_up()
    assert thief.var(COMPOSER, "failed").keys() == {"forged"}
    for theirs in ("whispered", "their-own-id", "their notice", member.var(LIVE, "channel")["name"]):
        assert theirs not in thief.everything()
    assert thief.var(SESSION, "user_id") != member.var(SESSION, "user_id")


def test_a_page_that_says_hello_twice_does_not_keep_a_channel_by_that(
    page: Open, secret: Secret, somebody: str
) -> None:
    member, _ = secret
    member.hello()
    member.event(f"{CHANNELS}.leave_channel")
    member.until(lambda: member.texts() == [])
    member.until(lambda: any("_redirect" in text and "channel=general" in text for text in member.heard))


def test_a_connection_used_again_for_another_page_is_one_page(page: Open, somebody: str) -> None:
    """A client may leave the namespace and come back to it on the same websocket, as often as it likes."""
    sender, restless = page(somebody).hello(), page(somebody).hello()
    for _ in range(3):
        restless.say("41/_event,")
        restless.heard.clear()
        restless.vars.clear()
        restless.say("40/_event,")
        restless.until(lambda: any(text.startswith("40/_event") for text in restless.heard))
        restless.hello()
    restless.heard.clear()
    sender.post("once only")
    restless.until(lambda: "once only" in restless.texts())
    restless.catch_up()
    assert sum("once only" in text for text in restless.heard) == 1


# -- sessions and origins --------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1", "null"])
def test_a_foreign_page_gets_no_websocket(backend: Backend, somebody: str, origin: str) -> None:
    handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    handshake |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Cookie": somebody, "Origin": origin}
    answer = request(backend, "GET", "/_event/?EIO=4&transport=websocket&token=tab", **handshake)
    assert 400 <= answer.status < 500
    for own in (f"http://{HOST}:{backend.port}", ""):
        handshake |= {"Origin": own}
        answer = request(backend, "GET", "/_event/?EIO=4&transport=websocket&token=tab", **handshake)
        assert answer.status == 101


def test_a_foreign_page_signs_nobody_in_or_out(backend: Backend, page: Open, somebody: str) -> None:
    ticket = ticket_for(backend, next(NAMES))
    for origin in ("https://evil.example", f"http://{HOST}", "null"):
        for method, body in (("POST", {"ticket": ticket}), ("DELETE", None)):
            refused = request(backend, method, "/api/session", body, Origin=origin, Cookie=somebody)
            assert refused.status == 403
            assert "Set-Cookie" not in refused.headers
    assert page(somebody).hello().var(SESSION, "user_id")
    own = f"http://{HOST}:{backend.port}"
    assert request(backend, "POST", "/api/session", {"ticket": ticket}, Origin=own).status == 204


def test_a_ticket_works_once_and_is_no_cookie(backend: Backend, page: Open) -> None:
    ticket = ticket_for(backend, next(NAMES))
    assert page(f"{backend.cookie_name}={ticket}").hello().var(SESSION, "user_id") == ""
    first = request(backend, "POST", "/api/session", {"ticket": ticket})
    assert first.status == 204
    cookie = first.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert request(backend, "POST", "/api/session", {"ticket": ticket}).status == 401
    as_ticket = cookie.split(";")[0].split("=", 1)[1]
    assert request(backend, "POST", "/api/session", {"ticket": as_ticket}).status == 401


def test_signing_out_over_rest_closes_the_open_sockets_of_that_session(
    backend: Backend, page: Open, somebody: str, other: str
) -> None:
    first, second, sender = page(somebody).hello(), page(somebody).hello(), page(other).hello()
    assert request(backend, "DELETE", "/api/session", Cookie=somebody).status == 204
    for each in (first, second):
        each.until_closed()
        assert "/login" in each.everything()
        assert each.texts() == []
    sender.post("after they left")
    sender.until(lambda: "after they left" in sender.texts())
    assert "after they left" not in first.everything() + second.everything()
    again = page(somebody)
    again.event(f"{STATE}.hydrate_and_load")
    again.post("ghost", sender.var(LIVE, "channel")["id"], "ghost")
    again.catch_up()
    assert "sign in" in again.var(COMPOSER, "failed")["ghost"]
    assert again.var(SESSION, "user_id") in (None, "")


# -- what travels ----------------------------------------------------------------------------------


def test_an_oversized_frame_ends_its_connection_and_nothing_else(
    backend: Backend, page: Open, somebody: str, other: str
) -> None:
    witness, shouting = page(other).hello(), page(somebody).hello()
    shouting.post("x" * 30_000_000)
    shouting.until_closed()
    witness.post("still here")
    witness.until(lambda: "still here" in witness.texts())


def test_a_message_that_looks_like_html_travels_escaped(page: Open, somebody: str, other: str) -> None:
    sender, receiver = page(somebody).hello(), page(other).hello()
    attack = '<img src=x onerror="alert(1)"> http://x.org/"onmouseover="alert(2) javascript:alert(3)'
    sender.post(attack)
    shown = receiver.until(lambda: [text for text in receiver.texts() if "alert(1)" in text])[0]
    assert shown == (
        '&lt;img src=x onerror="alert(1)"&gt; '
        '<a href="http://x.org/" target="_blank" rel="noopener noreferrer nofollow">http://x.org/</a>'
        '"onmouseover="alert(2) javascript:alert(3)'
    )
    assert "<img" not in receiver.everything()


def test_no_page_is_sent_anybodys_cookie(page: Open, somebody: str) -> None:
    mine = page(somebody).hello()
    mine.catch_up()
    assert somebody.split("=", 1)[1] not in mine.everything()
