"""Access and refresh tokens, and personal access tokens, below the API."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from chat_app.errors import Forbidden, NotFound, SignedOut
from chat_app.events import Event, SessionEnded
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.schemas import TokenPair
from chat_app.security import make_token, read_token
from chat_app.services.access import READ, WRITE, Actor
from chat_app.services.accounts import access_tokens, bots, profiles, refresh_tokens, sessions
from chat_app.services.transactions import read, write
from tests.conftest import start_afresh
from tests.support.people import person


def test_pair_is_of_one_session_and_of_two_kinds(ann: Actor) -> None:
    pair = write(refresh_tokens.start, ann.user_id)
    access, refresh = read_token("access", pair.access_token), read_token("refresh", pair.refresh_token)
    assert access["sid"] == refresh["sid"]
    assert access["exp"] - access["iat"] == pair.expires_in == 900
    with pytest.raises(SignedOut):
        read(access_tokens.verify, pair.refresh_token)


def test_signing_in_clears_away_what_has_expired(ann: Actor) -> None:
    def ids(session: Session) -> set[str]:
        return set(session.exec(select(UserSession.id)))

    def expire(session: Session, session_id: str) -> None:
        session.get_one(UserSession, session_id).expires_at = now()

    old, other = write(refresh_tokens.start, ann.user_id), person("bob")
    gone = read_token("access", old.access_token)["sid"]
    write(expire, gone)
    write(expire, other.session_id)
    fresh = write(refresh_tokens.start, ann.user_id)
    left = read(ids)
    assert gone not in left
    assert left >= {ann.session_id, other.session_id, read_token("access", fresh.access_token)["sid"]}


def test_many_who_spend_a_refresh_token_at_once_get_one_pair_and_it_works(
    ann: Actor, told: list[Event]
) -> None:
    pair = write(refresh_tokens.start, ann.user_id)
    together = threading.Barrier(4)

    def spend(_: int) -> TokenPair:
        together.wait()
        return refresh_tokens.renew(pair.refresh_token)

    with ThreadPoolExecutor(4) as pool:
        pairs = list(pool.map(spend, range(4)))
    assert len(set(pairs)) == 1
    assert read(access_tokens.verify, pairs[0].access_token).user_id == ann.user_id
    assert refresh_tokens.renew(pairs[0].refresh_token)
    assert told == []


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that puts the clock of refreshing so many seconds on, or back."""
    moved = [0.0]
    monkeypatch.setattr(refresh_tokens, "now", lambda: now() + timedelta(seconds=moved[0]))
    return lambda seconds: moved.__setitem__(0, moved[0] + seconds)


def test_lost_answer_to_a_refresh_is_given_again_for_half_a_minute(
    ann: Actor, clock: Callable[[float], None]
) -> None:
    spent = write(refresh_tokens.start, ann.user_id).refresh_token
    lost = refresh_tokens.renew(spent)
    clock(28)
    start_afresh()
    assert refresh_tokens.renew(spent) == lost, "also by a server that has been started again"
    assert refresh_tokens.renew(lost.refresh_token)


@pytest.mark.parametrize("seconds", [31, -31, 86_400])
def test_refresh_token_spent_before_that_ends_the_session(
    seconds: float, ann: Actor, clock: Callable[[float], None], told: list[Event]
) -> None:
    spent = write(refresh_tokens.start, ann.user_id).refresh_token
    fresh = refresh_tokens.renew(spent)
    clock(seconds)
    with pytest.raises(SignedOut):
        refresh_tokens.renew(spent)
    with pytest.raises(SignedOut):
        read(access_tokens.verify, fresh.access_token)
    with pytest.raises(SignedOut):
        refresh_tokens.renew(fresh.refresh_token)
    assert [type(event) for event in told] == [SessionEnded]


def test_refresh_token_whose_next_one_has_been_spent_too_ends_the_session(ann: Actor) -> None:
    first = write(refresh_tokens.start, ann.user_id).refresh_token
    last = refresh_tokens.renew(refresh_tokens.renew(first).refresh_token)
    with pytest.raises(SignedOut):
        refresh_tokens.renew(first)
    with pytest.raises(SignedOut):
        read(access_tokens.verify, last.access_token)


@pytest.mark.parametrize("name", ["f" * 32, "0" * 32, "4a5e1e4baab89f3a32518a88c31bc87f"])
def test_refresh_token_from_an_earlier_version_is_good_once(name: str, ann: Actor) -> None:
    def rename(session: Session, new: str) -> str:
        row = session.exec(select(UserSession).where(col(UserSession.refresh_id).is_not(None))).one()
        row.refresh_id = new
        return make_token("refresh", row.id, ann.user_id, timedelta(days=1), jti=new)

    write(refresh_tokens.start, ann.user_id)
    earlier = write(rename, name)
    assert refresh_tokens.renew(earlier)
    unspent = write(rename, name)
    other = make_token(
        "refresh", read_token("refresh", unspent)["sid"], ann.user_id, timedelta(days=1), jti="x"
    )
    with pytest.raises(SignedOut):
        refresh_tokens.renew(other)
    with pytest.raises(SignedOut):
        refresh_tokens.renew(unspent)


def test_refresh_token_without_its_name_spends_nothing_and_ends_the_session(ann: Actor) -> None:
    pair = write(refresh_tokens.start, ann.user_id)
    session_id = read_token("access", pair.access_token)["sid"]
    bare = make_token("refresh", session_id, ann.user_id, timedelta(days=1))
    with pytest.raises(SignedOut):
        refresh_tokens.renew(bare)
    with pytest.raises(SignedOut):
        read(access_tokens.verify, pair.access_token)


def test_browser_session_cannot_be_refreshed(ann: Actor) -> None:
    forged = make_token("refresh", ann.session_id, ann.user_id, timedelta(days=1), jti="None")
    with pytest.raises(SignedOut):
        refresh_tokens.renew(forged)


def test_access_token_has_its_scopes_and_ends_with_its_session(ann: Actor, told: list[Event]) -> None:
    made = write(access_tokens.create, ann, "x", [READ])
    actor = read(access_tokens.verify, made.token)
    assert (actor.user_id, actor.scopes) == (ann.user_id, {READ})
    with pytest.raises(Forbidden):
        write(access_tokens.create, actor, "y", [READ])
    write(access_tokens.revoke, ann, int(made.id))
    assert told[-1] == SessionEnded(actor.session_id, ann.user_id)
    with pytest.raises(SignedOut):
        read(access_tokens.verify, made.token)


def test_bot_belongs_to_its_owner(ann: Actor) -> None:
    bob = person("bob")
    bot = write(bots.create, ann, "helper")
    assert (bot.bot, read(profiles.get, bob, int(bot.id)).bot) == (True, True)
    made = write(access_tokens.create, ann, "x", [READ, WRITE], int(bot.id))
    actor = read(access_tokens.verify, made.token)
    assert (actor.user_id, actor.is_admin) == (int(bot.id), False)
    with pytest.raises(NotFound):
        write(access_tokens.create, bob, "x", [READ], int(bot.id))
    with pytest.raises(NotFound):
        write(access_tokens.revoke, bob, int(made.id), int(bot.id))
    read(sessions.check, actor)
