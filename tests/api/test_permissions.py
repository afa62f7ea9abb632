"""Who may call what, by the OpenAPI document: no operation is forgotten, whatever is added."""

import json
import re
from functools import cache

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from chat_app.cli.processes import ROOT
from tests.api.conftest import Caller, is_problem
from tests.api.openapi.test_document import operations

READING = "get"
# For whoever has signed in with a password: signing out, tokens and bots.
ACCOUNT = {"logout", "listTokens", "createToken", "revokeToken", "listBots", "createBot", "listBotTokens"}
ACCOUNT |= {"createBotToken", "revokeBotToken"}
ENDLESS = {"followEvents"}


@cache
def guarded() -> dict[str, tuple[str, str]]:
    """Return method and address of each operation that needs a token, by its name; its ids are nothing's."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())
    return {
        operation["operationId"]: (method, path.removeprefix("/api/v1").replace("{emoji}", "👍"))
        for method, path, operation in operations(document)
        if "security" in operation
    }


READS = [name for name, (method, _) in guarded().items() if method == READING]
WRITES = [name for name in guarded() if name not in READS]


def call(caller: Caller, name: str) -> httpx.Response:
    """Call an operation, of nothing that is there, without a body."""
    method, path = guarded()[name]
    return caller(method.upper(), re.sub(r"\{\w+\}", "987654321", path))


def test_there_are_operations_of_either_kind() -> None:
    assert len(READS) > 12
    assert len(WRITES) > 18
    assert set(READS) | set(WRITES) >= ACCOUNT | ENDLESS


@pytest.mark.parametrize("name", guarded())
def test_nobody_calls_an_operation_without_a_token(client: TestClient, name: str) -> None:
    for token in ("", "nonsense", "chat_pat_nonsense"):
        answer = call(Caller(client, {"access_token": token}), name)
        assert is_problem(answer, 401, "signed_out")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_written_with_a_token_for_reading(ann: Caller, name: str) -> None:
    assert is_problem(call(ann.with_token("read"), name), 403, "forbidden")


@pytest.mark.parametrize("name", READS)
def test_nothing_is_read_with_a_token_for_writing(ann: Caller, name: str) -> None:
    assert is_problem(call(ann.with_token("write"), name), 403, "forbidden")


@pytest.mark.parametrize("name", sorted(guarded().keys() - ENDLESS))
def test_token_for_both_does_all_but_what_takes_a_password(ann: Caller, name: str) -> None:
    answer = call(ann.with_token("read", "write"), name)
    assert (answer.status_code == 403) is (name in ACCOUNT)
    assert answer.status_code != 401
    assert call(ann, name).status_code not in (401, 403)
