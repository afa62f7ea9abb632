"""Access and refresh tokens, and personal access tokens, below the API."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from chat_app.errors import Forbidden, NotFound, SignedOut
from chat_app.events import Event, SessionEnded
from chat_app.models import UserSession
from chat_app.models.columns import now
from chat_app.security import make_token, read_token
from chat_app.services import access_tokens, accounts, bots, sessions, token_pairs
from chat_app.services.access import READ, WRITE, Actor
from chat_app.services.work import look_up, perform
from tests.people import person


def test_pair_is_of_one_session_and_of_two_kinds(ann: Actor) -> None:
    pair = perform(token_pairs.start, ann.user_id)
    access, refresh = read_token("access", pair.access_token), read_token("refresh", pair.refresh_token)
    assert access["sid"] == refresh["sid"]
    assert access["exp"] - access["iat"] == pair.expires_in == 900
    with pytest.raises(SignedOut):
        look_up(access_tokens.verify, pair.refresh_token)


def test_signing_in_clears_away_what_has_expired(ann: Actor) -> None:
    def ids(session: Session) -> set[str]:
        return set(session.exec(select(UserSession.id)))

    def expire(session: Session, session_id: str) -> None:
        session.get_one(UserSession, session_id).expires_at = now()

    old, other = perform(token_pairs.start, ann.user_id), person("bob")
    gone = read_token("access", old.access_token)["sid"]
    perform(expire, gone)
    perform(expire, other.session_id)
    fresh = perform(token_pairs.start, ann.user_id)
    left = look_up(ids)
    assert gone not in left
    assert left >= {ann.session_id, other.session_id, read_token("access", fresh.access_token)["sid"]}


def test_of_two_who_spend_a_refresh_token_at_once_one_gets_a_pair_and_it_is_worth_nothing(
    ann: Actor, told: list[Event]
) -> None:
    pair = perform(token_pairs.start, ann.user_id)

    def spend(_: int) -> str:
        try:
            return token_pairs.renew(pair.refresh_token).access_token
        except SignedOut:
            return ""

    with ThreadPoolExecutor(2) as pool:
        won = [token for token in pool.map(spend, range(2)) if token]
    assert len(won) == 1
    with pytest.raises(SignedOut):
        look_up(access_tokens.verify, won[0])
    assert [type(event) for event in told] == [SessionEnded]


def test_refresh_token_without_its_name_spends_nothing_and_ends_the_session(ann: Actor) -> None:
    pair = perform(token_pairs.start, ann.user_id)
    session_id = read_token("access", pair.access_token)["sid"]
    bare = make_token("refresh", session_id, ann.user_id, timedelta(days=1))
    with pytest.raises(SignedOut):
        token_pairs.renew(bare)
    with pytest.raises(SignedOut):
        look_up(access_tokens.verify, pair.access_token)


def test_browser_session_cannot_be_refreshed(ann: Actor) -> None:
    forged = make_token("refresh", ann.session_id, ann.user_id, timedelta(days=1), jti="None")
    with pytest.raises(SignedOut):
        token_pairs.renew(forged)


def test_access_token_has_its_scopes_and_ends_with_its_session(ann: Actor, told: list[Event]) -> None:
    made = perform(access_tokens.create, ann, "x", [READ])
    actor = look_up(access_tokens.verify, made.token)
    assert (actor.user_id, actor.scopes) == (ann.user_id, {READ})
    with pytest.raises(Forbidden):
        perform(access_tokens.create, actor, "y", [READ])
    perform(access_tokens.revoke, ann, int(made.id))
    assert told[-1] == SessionEnded(actor.session_id, ann.user_id)
    with pytest.raises(SignedOut):
        look_up(access_tokens.verify, made.token)


def test_bot_belongs_to_its_owner(ann: Actor) -> None:
    bob = person("bob")
    bot = perform(bots.create, ann, "helper")
    assert (bot.bot, look_up(accounts.get, bob, int(bot.id)).bot) == (True, True)
    made = perform(access_tokens.create, ann, "x", [READ, WRITE], int(bot.id))
    actor = look_up(access_tokens.verify, made.token)
    assert (actor.user_id, actor.is_admin) == (int(bot.id), False)
    with pytest.raises(NotFound):
        perform(access_tokens.create, bob, "x", [READ], int(bot.id))
    with pytest.raises(NotFound):
        perform(access_tokens.revoke, bob, int(made.id), int(bot.id))
    look_up(sessions.check, actor)
