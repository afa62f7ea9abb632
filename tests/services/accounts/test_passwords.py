"""Passwords: who may sign in, and how often one may try."""

import pytest
from sqlmodel import Session, select

from chat_app.backends.limits import Limit
from chat_app.errors import TooMany, WrongCredentials
from chat_app.models import User
from chat_app.services.accounts import passwords, registration
from chat_app.services.transactions import write
from tests.support.people import PASSWORD


def test_right_password_signs_in_whatever_the_case_of_the_name() -> None:
    user = registration.sign_up("ann", PASSWORD)
    assert passwords.check_password(" ANN", PASSWORD, "here") == int(user.id)


def test_unknown_name_and_wrong_password_are_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    registration.sign_up("ann", PASSWORD)
    compared: list[bool] = []
    comparing = passwords.password_matches
    monkeypatch.setattr(
        passwords, "password_matches", lambda *given: compared.append(True) or comparing(*given)
    )
    sentences = set()
    for name, password in (("ann", "wrong horse"), ("nobody", PASSWORD), ("no\0body", "\ud800" * 8)):
        with pytest.raises(WrongCredentials) as refused:
            passwords.check_password(name, password, "here")
        sentences.add(refused.value.message)
    assert len(sentences) == 1
    assert len(compared) == 3, "a hash is compared each time, so that each takes as long"


@pytest.mark.parametrize("stored", ["", "$2b$04$", "correct horse", "é"])
def test_account_whose_hash_is_none_signs_nobody_in(stored: str) -> None:
    """As rows of bots have it that a downgrade has made people of."""

    def spoil(session: Session) -> None:
        session.exec(select(User)).one().password_hash = stored

    registration.sign_up("ann", PASSWORD)
    write(spoil)
    for password in ("", "no account has this name", PASSWORD, stored):
        with pytest.raises(WrongCredentials):
            passwords.check_password("ann", password, "here")


def test_tries_are_limited_by_account_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    time = 0.0
    limit = Limit(10, 180, clock=lambda: time)
    monkeypatch.setattr(passwords, "sign_in_limit", lambda: limit)
    registration.sign_up("ann", PASSWORD)
    registration.sign_up("bob", PASSWORD)
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            passwords.check_password("ann", "wrong horse", "here")
    with pytest.raises(TooMany) as refused:
        passwords.check_password("ANN", PASSWORD, "here")
    assert refused.value.retry_after == 180
    assert passwords.check_password("ann", PASSWORD, "elsewhere")
    assert passwords.check_password("bob", PASSWORD, "here")
    time = 180.0
    assert passwords.check_password("ann", PASSWORD, "here")


def test_signing_in_starts_the_count_of_tries_afresh() -> None:
    registration.sign_up("ann", PASSWORD)
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(WrongCredentials):
                passwords.check_password("ann", "wrong horse", "here")
        passwords.check_password("ann", PASSWORD, "here")
