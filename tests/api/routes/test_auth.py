"""Signing up, in and out through the API."""

from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from chat_app import security
from chat_app.models.columns import now
from chat_app.security import make_token, read_token
from chat_app.services.accounts import refresh_tokens, sessions
from tests.api.conftest import PASSWORD, Caller, is_problem
from tests.conftest import start_afresh

ADA = {"username": "ada", "password": PASSWORD, "display_name": "Ada Lovelace"}


def test_registering_signs_in(client: TestClient) -> None:
    answer = client.post("/api/v1/auth/register", json=ADA)
    body = answer.json()
    assert answer.status_code == 201
    assert (body["user"]["username"], body["user"]["display_name"]) == ("ada", "Ada Lovelace")
    assert (body["token_type"], body["expires_in"]) == ("bearer", 900)
    assert Caller(client, body).get("/users/me").json() == body["user"]


def test_user_has_the_fields_of_the_contract(ann: Caller) -> None:
    shape = {"id", "username", "display_name", "color", "status", "presence", "created_at", "bot"}
    assert ann.user.keys() == shape
    assert isinstance(ann.user["id"], str)
    assert ann.user["created_at"].endswith("Z")
    assert (ann.user["presence"], ann.user["bot"]) == ("offline", False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "a"}, "username"),
        ({"username": "with space"}, "username"),
        ({"password": "short"}, "password"),
        ({"display_name": "n" * 51}, "display_name"),
        ({"username": None}, "username"),
        ({"username": 5}, "username"),
        ({"more": "x"}, "more"),
    ],
)
def test_invalid_registration_names_the_field(client: TestClient, change: dict, field: str) -> None:
    answer = client.post("/api/v1/auth/register", json={**ADA, **change})
    assert is_problem(answer, 422, "invalid", field)
    assert client.post("/api/v1/auth/login", json={**ADA, "username": "ada"} | {}).status_code != 200


def test_missing_fields_are_named(client: TestClient) -> None:
    answer = client.post("/api/v1/auth/register", json={})
    assert [each["field"] for each in answer.json()["errors"]] == ["username", "password"]


def test_taken_username_is_a_conflict_whatever_its_case(client: TestClient, ann: Caller) -> None:
    answer = client.post("/api/v1/auth/register", json={"username": "ANN", "password": PASSWORD})
    assert is_problem(answer, 409, "conflict", "username")


def test_login_answers_as_registering_does(client: TestClient, ann: Caller) -> None:
    answer = client.post("/api/v1/auth/login", json={"username": "Ann", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json().keys() == {"user", "access_token", "refresh_token", "token_type", "expires_in"}
    assert Caller(client, answer.json()).get("/users/me").json()["id"] == ann.id


def test_unknown_name_and_wrong_password_get_the_same_answer(client: TestClient, ann: Caller) -> None:
    wrong = client.post("/api/v1/auth/login", json={"username": "ann", "password": "wrong horse"})
    unknown = client.post("/api/v1/auth/login", json={"username": "nobody", "password": "wrong horse"})
    assert is_problem(wrong, 401, "wrong_credentials")
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_too_many_tries_are_refused_for_a_while(client: TestClient, ann: Caller) -> None:
    tries = [
        client.post("/api/v1/auth/login", json={"username": "ann", "password": "wrong horse"})
        for _ in range(11)
    ]
    assert [answer.status_code for answer in tries] == [401] * 10 + [429]
    assert is_problem(tries[-1], 429, "too_many")
    left = [tries[-1].headers[f"ratelimit-{name}"] for name in ("limit", "remaining", "reset")]
    assert left == ["10", "0", tries[-1].headers["retry-after"]]
    assert 170 <= int(tries[-1].headers["retry-after"]) <= 180


def test_too_many_accounts_from_one_address_are_refused_for_a_while(
    client: TestClient, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("SIGN_UPS", "2")
    start_afresh()
    bodies = [{"username": f"person{number}", "password": PASSWORD} for number in range(3)]
    made = [client.post("/api/v1/auth/register", json=body) for body in bodies]
    assert [answer.status_code for answer in made] == [201, 201, 429]
    assert is_problem(made[-1], 429, "too_many")
    assert made[-1].headers["ratelimit-limit"] == "2"
    assert client.post("/api/v1/auth/login", json=bodies[2]).status_code == 401
    assert client.post("/api/v1/auth/login", json=bodies[1]).status_code == 200


def test_form_signs_in_for_swagger(client: TestClient, ann: Caller) -> None:
    form = {"grant_type": "password", "username": "ann", "password": PASSWORD}
    answer = client.post("/api/v1/auth/token", data=form)
    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "token_type", "expires_in", "refresh_token"}


def test_form_with_a_wrong_password_is_refused(client: TestClient, ann: Caller) -> None:
    answer = client.post("/api/v1/auth/token", data={"username": "ann", "password": "wrong horse"})
    assert is_problem(answer, 401, "wrong_credentials")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_refresh_gives_a_new_pair_that_works(client: TestClient, ann: Caller) -> None:
    answer = client.post("/api/v1/auth/refresh", json={"refresh_token": ann.refresh_token})
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != ann.refresh_token
    assert Caller(client, answer.json()).get("/users/me").status_code == 200


def refresh(client: TestClient, token: str) -> httpx.Response:
    return client.post("/api/v1/auth/refresh", json={"refresh_token": token})


def test_refresh_whose_answer_was_lost_can_be_sent_again(client: TestClient, ann: Caller) -> None:
    lost = refresh(client, ann.refresh_token)
    again = refresh(client, ann.refresh_token)
    assert (again.status_code, again.json()) == (200, lost.json())
    assert Caller(client, again.json()).get("/users/me").status_code == 200


def test_refresh_token_spent_twice_ends_the_whole_session(
    client: TestClient, ann: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = refresh(client, ann.refresh_token).json()
    monkeypatch.setattr(
        refresh_tokens, "now", lambda: now() + timedelta(seconds=refresh_tokens.AGAIN_SECONDS + 1)
    )
    assert is_problem(refresh(client, ann.refresh_token), 401, "signed_out")
    assert Caller(client, fresh).get("/users/me").status_code == 401
    assert refresh(client, fresh["refresh_token"]).status_code == 401


def test_refresh_token_spent_twice_leaves_other_sessions_alone(
    client: TestClient, ann: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = client.post("/api/v1/auth/login", json={"username": "ann", "password": PASSWORD}).json()
    refresh(client, ann.refresh_token)
    monkeypatch.setattr(
        refresh_tokens, "now", lambda: now() + timedelta(seconds=refresh_tokens.AGAIN_SECONDS + 1)
    )
    refresh(client, ann.refresh_token)
    assert ann.get("/users/me").status_code == 401
    assert Caller(client, other).get("/users/me").status_code == 200


def test_logout_stops_access_and_refresh_at_once(client: TestClient, ann: Caller) -> None:
    assert ann.post("/auth/logout").status_code == 204
    assert is_problem(ann.get("/users/me"), 401, "signed_out")
    assert client.post("/api/v1/auth/refresh", json={"refresh_token": ann.refresh_token}).status_code == 401


def test_signed_out_person_cannot_post(ann: Caller) -> None:
    general = ann.get("/channels").json()["items"][0]["id"]
    ann.say(general, "still here")
    ann.post("/auth/logout")
    assert is_problem(ann.post(f"/channels/{general}/messages", {"text": "gone"}), 401, "signed_out")


@pytest.mark.parametrize("kind", ["refresh", "browser", "ticket"])
def test_token_of_another_kind_is_refused_where_access_is_asked_for(
    client: TestClient, ann: Caller, kind: str
) -> None:
    claims = read_token("access", ann.access_token)
    other = make_token(kind, claims["sid"], int(claims["sub"]), timedelta(minutes=5))
    assert is_problem(Caller(client, {"access_token": other}).get("/users/me"), 401, "signed_out")


def test_access_token_is_no_refresh_token(client: TestClient, ann: Caller) -> None:
    answer = client.post("/api/v1/auth/refresh", json={"refresh_token": ann.access_token})
    assert is_problem(answer, 401, "signed_out")
    assert ann.get("/users/me").status_code == 200, "and nothing is ended by it"


def test_expired_access_token_is_refused(client: TestClient, ann: Caller) -> None:
    claims = read_token("access", ann.access_token)
    old = make_token("access", claims["sid"], int(claims["sub"]), timedelta(seconds=-60))
    assert is_problem(Caller(client, {"access_token": old}).get("/users/me"), 401, "signed_out")


def test_token_is_read_once_a_request(ann: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens: list[str] = []
    decode = security.jwt.decode

    def counted(token: str, *given: Any, **named: Any) -> Any:
        tokens.append(token)
        return decode(token, *given, **named)

    monkeypatch.setattr(security.jwt, "decode", counted)
    assert ann.get("/users/me").status_code == 200
    assert tokens == [ann.access_token]


def test_cookie_of_the_page_is_never_accepted(client: TestClient, ann: Caller) -> None:
    claims = read_token("access", ann.access_token)
    for kind in ("browser", "access"):
        cookie = make_token(kind, claims["sid"], int(claims["sub"]), timedelta(days=1))
        answer = client.get(
            "/api/v1/users/me", headers={"Cookie": f"{sessions.cookie_name(secure=False)}={cookie}"}
        )
        assert is_problem(answer, 401, "signed_out")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer nonsense", "Bearer a.b.c", "é"]
)
def test_whatever_is_no_token_is_refused(client: TestClient, ann: Caller, header: str) -> None:
    answer = client.get("/api/v1/users/me", headers={"Authorization": header.encode()})  # pyright: ignore[reportArgumentType]
    assert is_problem(answer, 401, "signed_out")
