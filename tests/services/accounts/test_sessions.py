"""Sessions: a ticket once, a token while its session is alive."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from chat_app.errors import SignedOut
from chat_app.events import Event, SessionEnded
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.security import make_token
from chat_app.services.access import Actor
from chat_app.services.accounts import registration, sessions
from chat_app.services.transactions import read, write
from tests.support.people import PASSWORD, person, sign_in, token_of


def expire(session: Session, session_id: str) -> None:
    this = col(UserSession.id) == session_id
    session.exec(update(UserSession).where(this).values(expires_at=now() - timedelta(seconds=1)))


def rows(session: Session) -> list[UserSession]:
    return list(session.exec(select(UserSession)))


@pytest.fixture
def ticket() -> str:
    return write(sessions.start, int(registration.sign_up("ann", PASSWORD).id))


def test_ticket_opens_a_session_for_its_person(ticket: str) -> None:
    actor = read(sessions.verify, write(sessions.exchange_ticket, ticket))
    assert (actor.username, actor.is_admin) == ("ann", True)
    assert actor == Actor(actor.user_id, "ann", True, read(rows)[0].id)


def test_ticket_is_good_only_once(ticket: str) -> None:
    write(sessions.exchange_ticket, ticket)
    with pytest.raises(SignedOut):
        write(sessions.exchange_ticket, ticket)


def test_ticket_is_no_token_and_token_is_no_ticket(ticket: str) -> None:
    with pytest.raises(SignedOut):
        read(sessions.verify, ticket)
    token = write(sessions.exchange_ticket, ticket)
    with pytest.raises(SignedOut):
        write(sessions.exchange_ticket, token)


def test_ticket_that_has_been_over_for_a_minute_is_refused(ticket: str) -> None:
    session_row = read(rows)[0]
    late = make_token("ticket", session_row.id, session_row.user_id, timedelta(seconds=-60))
    with pytest.raises(SignedOut):
        write(sessions.exchange_ticket, late)
    assert write(sessions.exchange_ticket, ticket)


def test_session_lasts_as_long_as_the_settings_say(ticket: str) -> None:
    session_row = read(rows)[0]
    assert session_row.expires_at - session_row.created_at > timedelta(days=29, hours=23)
    assert session_row.opened_at is None


def test_token_of_an_unopened_session_is_refused(ticket: str) -> None:
    session_row = read(rows)[0]
    early = make_token("browser", session_row.id, session_row.user_id, timedelta(days=1))
    with pytest.raises(SignedOut):
        read(sessions.verify, early)


def test_revoked_session_is_refused_and_the_other_goes_on(told: list[Event]) -> None:
    first = person("ann")
    second = sign_in(first.user_id)
    write(sessions.end, first)
    with pytest.raises(SignedOut):
        read(sessions.verify, token_of(first))
    assert read(sessions.verify, token_of(second)) == second
    assert told[-1] == SessionEnded(first.session_id, first.user_id)


def test_ending_a_session_twice_is_told_once(told: list[Event]) -> None:
    ann = person("ann")
    write(sessions.end, ann)
    write(sessions.end, ann)
    assert [event for event in told if isinstance(event, SessionEnded)] == [
        SessionEnded(ann.session_id, ann.user_id)
    ]


def test_those_that_live_are_told_from_those_that_do_not() -> None:
    first = person("ann")
    second, third = sign_in(first.user_id), sign_in(first.user_id)
    write(expire, second.session_id)
    write(sessions.end, third)
    ids = {each.session_id for each in (first, second, third)} | {"unknown"}
    assert read(sessions.alive, ids) == {first.session_id}


def test_expired_session_is_refused() -> None:
    ann = person("ann")
    write(expire, ann.session_id)
    with pytest.raises(SignedOut):
        read(sessions.verify, token_of(ann))


def test_expired_sessions_of_a_person_are_cleared_away_at_the_next_sign_in() -> None:
    ann, bob = person("ann"), person("bob")
    for actor in (ann, bob):
        write(expire, actor.session_id)
    again = sign_in(ann.user_id)
    assert {row.id for row in read(rows)} == {again.session_id, bob.session_id}


def test_revoked_session_cannot_be_opened(ticket: str) -> None:
    session_row = read(rows)[0]
    write(sessions.end, Actor(session_row.user_id, "ann", True, session_row.id))
    with pytest.raises(SignedOut):
        write(sessions.exchange_ticket, ticket)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "\0", "é"])
def test_what_is_no_token_of_ours_is_refused(token: str) -> None:
    with pytest.raises(SignedOut):
        read(sessions.verify, token)


def test_token_that_names_another_person_than_its_session_is_refused() -> None:
    ann, bob = person("ann"), person("bob")
    mixed = make_token("browser", ann.session_id, bob.user_id, timedelta(days=1))
    with pytest.raises(SignedOut):
        read(sessions.verify, mixed)


def test_other_kinds_of_token_are_verified_by_their_kind() -> None:
    ann = person("ann")
    token = make_token("access", ann.session_id, ann.user_id, timedelta(minutes=15))
    assert read(sessions.verify, token, kind="access") == ann
    with pytest.raises(SignedOut):
        read(sessions.verify, token)
