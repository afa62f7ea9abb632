"""Personal access tokens and bots through the API."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from chat_app.backends.database import transaction
from chat_app.models import AccessToken
from tests.api.conftest import Caller, People, is_problem

ACCOUNT_ROUTES = [
    ("GET", "/tokens"),
    ("POST", "/tokens"),
    ("DELETE", "/tokens/1"),
    ("GET", "/bots"),
    ("POST", "/bots"),
    ("GET", "/bots/1/tokens"),
    ("POST", "/bots/1/tokens"),
    ("DELETE", "/bots/1/tokens/1"),
    ("POST", "/auth/logout"),
]
BODIES = {
    "/tokens": {"name": "x", "scopes": ["read"]},
    "/bots": {"username": "helper"},
    "/bots/1/tokens": {"name": "x", "scopes": ["read"]},
}


def test_token_works_and_is_shown_once(ann: Caller) -> None:
    made = ann.post("/tokens", {"name": "Build server", "scopes": ["write", "read"]})
    assert made.status_code == 201
    assert made.json().keys() == {"id", "name", "scopes", "created_at", "token"}
    (listed,) = ann.get("/tokens").json()["items"]
    assert listed == {key: value for key, value in made.json().items() if key != "token"}


def test_token_is_stored_as_a_digest_of_256_random_bits(ann: Caller) -> None:
    secret = ann.post("/tokens", {"name": "x", "scopes": ["read"]}).json()["token"]
    with transaction(reading=True) as session:
        stored = session.exec(select(AccessToken)).one()
    assert secret.startswith("chat_pat_")
    assert len(secret.removeprefix("chat_pat_")) == 43
    assert secret not in str(stored.model_dump())
    assert len(stored.digest) == 64


def test_reader_reads(ann: Caller) -> None:
    assert ann.with_token("read").get("/users/me").json()["id"] == ann.id


def test_reader_cannot_write(ann: Caller) -> None:
    reader = ann.with_token("read")
    general = ann.get("/channels").json()["items"][0]["id"]
    assert is_problem(reader.post("/channels", {"name": "town"}), 403, "forbidden")
    assert is_problem(reader.post(f"/channels/{general}/messages", {"text": "hi"}), 403, "forbidden")


def test_writer_writes_and_cannot_read(ann: Caller) -> None:
    writer = ann.with_token("write")
    general = ann.get("/channels").json()["items"][0]["id"]
    assert writer.post(f"/channels/{general}/messages", {"text": "hi"}).status_code == 201
    assert is_problem(writer.get("/users/me"), 403, "forbidden")


def test_token_of_an_administrator_administers_as_far_as_its_scopes_go(admin: Caller, ann: Caller) -> None:
    town = ann.channel("town")
    assert is_problem(admin.with_token("read").delete(f"/channels/{town}"), 403, "forbidden")
    assert ann.get(f"/channels/{town}").status_code == 200
    assert admin.with_token("write").delete(f"/channels/{town}").status_code == 204


@pytest.mark.parametrize(("method", "path"), ACCOUNT_ROUTES)
def test_token_cannot_do_what_needs_a_password(ann: Caller, method: str, path: str) -> None:
    token = ann.with_token("read", "write")
    body = {"json": BODIES[path]} if method == "POST" and path in BODIES else {}
    assert is_problem(token(method, path, **body), 403, "forbidden")
    assert token.get("/users/me").status_code == 200


def test_revoked_token_stops_at_once(ann: Caller) -> None:
    token = ann.with_token("read", "write")
    assert token.get("/users/me").status_code == 200
    (listed,) = ann.get("/tokens").json()["items"]
    assert ann.delete(f"/tokens/{listed['id']}").status_code == 204
    assert is_problem(token.get("/users/me"), 401, "signed_out")
    assert ann.get("/tokens").json()["items"] == []
    assert is_problem(ann.delete(f"/tokens/{listed['id']}"), 404, "not_found")


def test_nobody_revokes_the_token_of_another(ann: Caller, bob: Caller) -> None:
    token = ann.with_token("read")
    (listed,) = ann.get("/tokens").json()["items"]
    assert is_problem(bob.delete(f"/tokens/{listed['id']}"), 404, "not_found")
    assert token.get("/users/me").status_code == 200


def test_token_outlives_the_session_it_was_made_in(ann: Caller) -> None:
    token = ann.with_token("read")
    ann.post("/auth/logout")
    assert token.get("/users/me").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " ", "scopes": ["read"]}, "name"),
        ({"name": "n" * 51, "scopes": ["read"]}, "name"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["account"]}, "scopes.0"),
        ({"name": "x"}, "scopes"),
    ],
)
def test_invalid_token_is_refused(ann: Caller, body: dict, field: str) -> None:
    assert is_problem(ann.post("/tokens", body), 422, "invalid", field)
    assert ann.get("/tokens").json()["items"] == []


def test_unknown_token_is_refused(client: TestClient, ann: Caller) -> None:
    stranger = Caller(client, {"access_token": "chat_pat_" + "x" * 43})
    assert is_problem(stranger.get("/users/me"), 401, "signed_out")


def test_bot_is_marked_and_listed(ann: Caller, bob: Caller) -> None:
    made = ann.post("/bots", {"username": "helper", "display_name": "Helper"})
    assert made.status_code == 201
    assert made.json()["bot"] is True
    assert [bot["username"] for bot in ann.get("/bots").json()["items"]] == ["helper"]
    assert bob.get("/bots").json()["items"] == []
    assert bob.get(f"/users/{made.json()['id']}").json()["bot"] is True


def bot_of(owner: Caller, username: str = "helper") -> tuple[str, Caller]:
    """Return the id of a new bot, and the bot with a token."""
    made = owner.post("/bots", {"username": username}).json()
    token = owner.post(f"/bots/{made['id']}/tokens", {"name": "x", "scopes": ["read", "write"]})
    assert token.status_code == 201, token.text
    return made["id"], Caller(owner._client, {"access_token": token.json()["token"], "user": made})


def test_bot_posts_with_its_mark(ann: Caller) -> None:
    bot_id, bot = bot_of(ann)
    general = bot.get("/channels").json()["items"][0]["id"]
    posted = bot.say(general, "beep")
    assert (posted["author"]["id"], posted["author"]["bot"]) == (bot_id, True)
    (read,) = ann.get(f"/channels/{general}/messages").json()["items"]
    assert read == posted


@pytest.mark.parametrize("password", ["", "no account has this name", "correct horse"])
def test_bot_cannot_sign_in_with_a_password(client: TestClient, ann: Caller, password: str) -> None:
    bot_of(ann)
    answer = client.post("/api/v1/auth/login", json={"username": "helper", "password": password})
    assert is_problem(answer, 401, "wrong_credentials")


def test_owner_lists_and_revokes_the_tokens_of_a_bot(ann: Caller) -> None:
    bot_id, bot = bot_of(ann)
    (token,) = ann.get(f"/bots/{bot_id}/tokens").json()["items"]
    assert ann.get("/tokens").json()["items"] == []
    assert ann.delete(f"/bots/{bot_id}/tokens/{token['id']}").status_code == 204
    assert bot.get("/users/me").status_code == 401


def test_bot_of_another_is_nobody_elses_business(ann: Caller, bob: Caller) -> None:
    bot_id, bot = bot_of(ann)
    token = ann.get(f"/bots/{bot_id}/tokens").json()["items"][0]["id"]
    for answer in (
        bob.get(f"/bots/{bot_id}/tokens"),
        bob.post(f"/bots/{bot_id}/tokens", {"name": "x", "scopes": ["read"]}),
        bob.delete(f"/bots/{bot_id}/tokens/{token}"),
        ann.get(f"/bots/{bob.id}/tokens"),
    ):
        assert is_problem(answer, 404, "not_found")
    assert bot.get("/users/me").status_code == 200


def test_bot_needs_a_free_and_valid_name(ann: Caller) -> None:
    assert is_problem(ann.post("/bots", {"username": "ann"}), 409, "conflict", "username")
    assert is_problem(ann.post("/bots", {"username": "no way"}), 422, "invalid", "username")


def test_nobody_has_more_bots_than_allowed(ann: Caller, people: People) -> None:
    for number in range(10):
        assert ann.post("/bots", {"username": f"bot-{number}"}).status_code == 201
    assert is_problem(ann.post("/bots", {"username": "bot-10"}), 409, "conflict")
