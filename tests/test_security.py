"""Passwords and tokens."""

import base64
import json
import time
from datetime import timedelta

import jwt
import pytest

from chat_app import security
from chat_app.backends import memory
from chat_app.errors import SignedOut
from chat_app.security import hash_password, make_token, password_matches, read_token
from chat_app.settings import Settings, get_settings
from tests.conftest import start_afresh

pytestmark = pytest.mark.usefixtures("settings")

MINUTE = timedelta(minutes=1)


def test_password_matches_its_hash_and_no_other() -> None:
    hashed = hash_password("correct horse")
    assert password_matches("correct horse", hashed)
    assert not password_matches("wrong horse", hashed)
    assert "correct" not in hashed


def test_passwords_that_share_their_first_72_bytes_are_different() -> None:
    first, second = "密" * 63 + "码", "密" * 63 + "錠"
    assert len(first) == len(second) == 64
    assert first.encode()[:72] == second.encode()[:72]
    hashed = hash_password(first)
    assert password_matches(first, hashed)
    assert not password_matches(second, hashed)


def test_password_with_a_zero_character_is_not_cut_there() -> None:
    hashed = hash_password("correct\0horse")
    assert password_matches("correct\0horse", hashed)
    assert not password_matches("correct\0stable", hashed)


def test_password_is_the_same_however_its_accents_are_typed() -> None:
    assert password_matches("contrase\u00f1a", hash_password("contrasen\u0303a"))


def test_half_a_surrogate_pair_is_a_password_like_any_other() -> None:
    assert not password_matches("\ud800" * 8, hash_password("correct horse"))


def test_same_password_hashes_differently_each_time() -> None:
    assert hash_password("correct horse") != hash_password("correct horse")


def test_no_stored_hash_matches_nothing_after_as_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []
    comparing = security.bcrypt.checkpw
    monkeypatch.setattr(
        security.bcrypt, "checkpw", lambda given, stored: compared.append(stored) or comparing(given, stored)
    )
    assert not password_matches("correct horse", None)
    assert compared[0].startswith(b"$2b$04$")


HASH = "$2b$04$yGmrxcqlqNXahQxWanU42e7HbvWk2T7Mbeic6ydIMo0TuoDlLgyVm"  # of "correct horse"


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="a space"),
        pytest.param("correct horse", id="a password"),
        pytest.param("$2b$04$", id="no digest"),
        pytest.param(HASH[:-1], id="cut"),
        pytest.param(HASH + "\n", id="with a line's end"),
        pytest.param(HASH + "0", id="too long"),
        pytest.param(HASH[:28] + "/" + HASH[29:], id="salt that is none"),
        pytest.param(HASH.replace("$04$", "$03$"), id="cost that bcrypt refuses"),
        pytest.param(HASH.replace("$04$", "$31$"), id="cost of hours"),
        pytest.param(HASH.replace("$2b$", "$5$"), id="of another kind"),
        pytest.param(HASH[:-1] + "é", id="not ASCII"),
        pytest.param(HASH[:-1] + "\0", id="with a zero"),
        pytest.param(HASH[:-1] + "\ud800", id="half a pair"),
    ],
)
def test_what_is_no_hash_matches_nothing_and_takes_as_long(
    stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished: list[bytes] = []

    def compare(given: bytes, against: bytes) -> bool:
        outcome = security.bcrypt.hashpw(given, against) == against
        finished.append(against)
        return outcome

    monkeypatch.setattr(security.bcrypt, "checkpw", compare)
    for password in ("", "no account has this name", "correct horse", stored):
        assert not password_matches(password, stored)
    assert finished == [security.hash_of_nothing()] * 4


def test_hash_to_compare_with_is_of_nothing_that_can_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hashing = security.hash_password
    monkeypatch.setattr(security, "hash_password", lambda secret: hashed.append(secret) or hashing(secret))
    for _ in range(2):
        memory.reset()
        assert not password_matches("correct horse", None)
    assert hashed[0] != hashed[1]
    assert not password_matches(hashed[1], None), "even who knew it would not be let in"


def test_cost_is_12_unless_set(settings: pytest.MonkeyPatch) -> None:
    assert Settings.model_fields["bcrypt_cost"].default == 12
    settings.delenv("BCRYPT_COST")
    start_afresh()
    assert hash_password("correct horse").startswith("$2b$12$")


def test_token_says_who_it_is_for() -> None:
    claims = read_token("browser", make_token("browser", "session-1", 7, MINUTE, extra="more"))
    assert (claims["sid"], claims["sub"], claims["extra"]) == ("session-1", "7", "more")


@pytest.mark.parametrize(
    ("made", "wanted"), [("ticket", "browser"), ("browser", "access"), ("refresh", "access")]
)
def test_token_of_another_kind_is_refused(made: str, wanted: str) -> None:
    token = make_token(made, "session-1", 7, MINUTE)
    assert read_token(made, token)
    with pytest.raises(SignedOut):
        read_token(wanted, token)


KINDS = ("browser", "ticket", "access", "refresh")


def signed(kind: str, **times: int) -> str:
    """Return a token of ours with these times, in seconds from now."""
    now = int(time.time())
    claims = {"typ": kind, "sid": "session-1", "sub": "7", "iat": now, "exp": now + 600}
    claims |= {name: now + seconds for name, seconds in times.items()}
    return jwt.encode(claims, get_settings().signing_key, "HS256")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("times", [{"iat": 1}, {"iat": 86_400}, {"exp": -50}, {"nbf": 50}])
def test_clocks_that_are_less_than_a_minute_apart_refuse_no_token(kind: str, times: dict[str, int]) -> None:
    assert read_token(kind, signed(kind, **times))["sid"] == "session-1"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("times", [{"exp": -60}, {"nbf": 70}])
def test_token_whose_time_is_over_or_has_not_come_is_refused(kind: str, times: dict[str, int]) -> None:
    with pytest.raises(SignedOut):
        read_token(kind, signed(kind, **times))


def test_token_changed_in_one_place_is_refused() -> None:
    head, body, signature = make_token("browser", "session-1", 7, MINUTE).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "8"}).encode()).rstrip(b"=").decode()
    assert read_token("browser", f"{head}.{body}.{signature}")
    with pytest.raises(SignedOut):
        read_token("browser", f"{head}.{forged}.{signature}")


def test_token_signed_with_nothing_or_another_key_is_refused() -> None:
    claims = read_token("browser", make_token("browser", "session-1", 7, MINUTE))
    ours = jwt.encode(claims, get_settings().signing_key, "HS256")
    assert read_token("browser", ours)
    for forged in (jwt.encode(claims, "", "none"), jwt.encode(claims, "another key " * 4, "HS256")):
        with pytest.raises(SignedOut):
            read_token("browser", forged)


@pytest.mark.parametrize("lacking", ["typ", "sid", "sub", "iat", "exp"])
def test_token_that_lacks_a_claim_is_refused(lacking: str) -> None:
    claims = read_token("browser", make_token("browser", "session-1", 7, MINUTE))
    del claims[lacking]
    with pytest.raises(SignedOut):
        read_token("browser", jwt.encode(claims, get_settings().signing_key, "HS256"))


def test_new_secret_ends_every_token(settings: pytest.MonkeyPatch) -> None:
    token = make_token("browser", "session-1", 7, MINUTE)
    settings.setenv("SECRET_KEY", "another secret of more than thirty-two bytes")
    start_afresh()
    with pytest.raises(SignedOut):
        read_token("browser", token)
