"""Each limit of the settings is in force: it refuses what is fine without it, or lasts as it is set."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import Any

import jwt
import pytest
from sqlmodel import Session, select

from chat_app.errors import ChatError, Conflict, Invalid, TooMany, WrongCredentials
from chat_app.models import User, UserSession
from chat_app.services.access import Actor
from chat_app.services.accounts import bots, passwords, profiles, refresh_tokens, registration, sessions
from chat_app.services.channels import channels
from chat_app.services.messages import posting, reactions, storing, undo
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.editing import Deleted
from chat_app.services.transactions import read, write
from tests.conftest import start_afresh
from tests.support.people import PASSWORD, channel_of

NUMBERS = count(1)


def sign_up(username: str = "", **more: str) -> None:
    registration.sign_up(username or f"somebody-{next(NUMBERS)}", PASSWORD, **more)


def sign_up_twice(_: Actor) -> None:
    sign_up(address="here")
    sign_up(address="here")


def fail_to_sign_in_twice(ann: Actor) -> None:
    for _ in range(2):
        with suppress(WrongCredentials):
            passwords.check_password("nobody", "wrong horse", "here")


def post_twice(ann: Actor) -> None:
    town = channel_of(ann, f"town-{next(NUMBERS)}")
    for text in ("one", "two"):
        asyncio.run(posting.post(ann, Draft(town, text)))


def react_twice(ann: Actor) -> None:
    message, _ = write(storing.insert, ann, Draft(channel_of(ann, f"town-{next(NUMBERS)}"), "hello"))
    for emoji in ("👍", "🎉"):
        write(reactions.add, ann, int(message.id), emoji)


def post(text: str) -> Callable[[Actor], Any]:
    return lambda ann: write(storing.insert, ann, Draft(channel_of(ann, f"town-{next(NUMBERS)}"), text))


# What the setting is set to, and what it refuses then.
REFUSING: dict[str, tuple[str, Callable[[Actor], Any], type[ChatError]]] = {
    "USERNAME_MIN": ("9", lambda _: sign_up("fourteen"), Invalid),
    "USERNAME_MAX": ("9", lambda _: sign_up(), Invalid),
    "PASSWORD_MIN": ("30", lambda _: sign_up(), Invalid),
    "PASSWORD_MAX": ("9", lambda _: sign_up(), Invalid),
    "DISPLAY_NAME_MAX": ("3", lambda ann: write(profiles.change, ann, display_name="Anna"), Invalid),
    "STATUS_MAX": ("3", lambda ann: write(profiles.change, ann, status="busy"), Invalid),
    "CHANNEL_NAME_MIN": ("5", lambda ann: write(channels.create, ann, f"t-{next(NUMBERS)}"), Invalid),
    "CHANNEL_NAME_MAX": ("5", lambda ann: write(channels.create, ann, f"town-{next(NUMBERS)}"), Invalid),
    "TOPIC_MAX": ("3", lambda ann: write(channels.create, ann, f"t-{next(NUMBERS)}", "Talk"), Invalid),
    "MESSAGE_MAX": ("3", post("four"), Invalid),
    "REACTIONS_MAX": ("1", react_twice, Invalid),
    "BOTS_MAX": ("0", lambda ann: write(bots.create, ann, f"bot-{next(NUMBERS)}"), Conflict),
    "SIGN_UPS": ("1", sign_up_twice, TooMany),
    "SIGN_IN_TRIES": ("1", fail_to_sign_in_twice, TooMany),
    "MESSAGES_PER_WINDOW": ("1", post_twice, TooMany),
}
# A window, and the number of which there may be one within it.
WINDOWS = {
    "SIGN_UP_SECONDS": "SIGN_UPS",
    "SIGN_IN_SECONDS": "SIGN_IN_TRIES",
    "MESSAGE_WINDOW_SECONDS": "MESSAGES_PER_WINDOW",
}


@pytest.mark.parametrize("name", REFUSING)
def test_what_a_limit_refuses_is_fine_without_it(ann: Actor, settings: pytest.MonkeyPatch, name: str) -> None:
    value, act, kind = REFUSING[name]
    act(ann)
    settings.setenv(name, value)
    start_afresh()
    with pytest.raises(kind):
        act(ann)


@pytest.mark.parametrize("name", WINDOWS)
def test_a_window_lasts_as_long_as_it_is_set(ann: Actor, settings: pytest.MonkeyPatch, name: str) -> None:
    _, act, _ = REFUSING[WINDOWS[name]]
    settings.setenv(WINDOWS[name], "1")
    settings.setenv(name, "1000000")
    start_afresh()
    with pytest.raises(TooMany) as refused:
        act(ann)
    assert 900_000 < refused.value.retry_after <= 1_000_000


def test_sessions_and_tokens_last_as_long_as_they_are_set(ann: Actor, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("SESSION_DAYS", "900")
    settings.setenv("TICKET_SECONDS", "1000000")
    settings.setenv("ACCESS_TOKEN_MINUTES", "1000")
    start_afresh()
    ticket = jwt.decode(write(sessions.start, ann.user_id), options={"verify_signature": False})
    assert ticket["exp"] - ticket["iat"] == 1_000_000
    assert write(refresh_tokens.start, ann.user_id).expires_in == 60_000

    def longest(session: Session) -> tuple[datetime, datetime]:
        return max(session.exec(select(UserSession.expires_at, UserSession.created_at)).all())

    ends, began = read(longest)
    assert (ends - began).days in (899, 900)


def test_a_deletion_can_be_undone_for_as_long_as_it_is_set(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("UNDO_SECONDS", "1000")
    start_afresh()
    assert undo.Trash().keep(Deleted(1, 1, "hello", ())) == 1000 + undo.GRACE_SECONDS


def test_passwords_are_hashed_at_the_cost_that_is_set(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("BCRYPT_COST", "5")
    start_afresh()
    sign_up("ann")
    (stored,) = read(lambda session: session.exec(select(User.password_hash)).all())
    assert stored.startswith("$2b$05$")
