"""Any series of posts has the same outcome on both databases, whether they come alone or together."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from chat_app.backends.limits import Limit
from chat_app.errors import ChatError
from chat_app.models import Mention, Message
from chat_app.schemas import MessagePublic
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.channels import memberships
from chat_app.services.messages import reading
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.posting import Posted, Writer
from chat_app.services.transactions import read, write
from tests.conftest import Database, emptied, start_afresh
from tests.support.people import channel_of, person, sign_in

NUMBERS = count(1)
ABSENT = 10**9


@dataclass(frozen=True)
class Said:
    """A post of a series: who and where, by name; `answers` is the number of an earlier message there."""

    who: str
    text: str
    retry_id: str | None = None
    answers: int | None = None


@dataclass(frozen=True)
class Step:
    """Posts that come at once to one channel, and what happens after them."""

    where: str
    posts: tuple[Said, ...]
    then: str = "nothing"


@dataclass
class World:
    """The people and channels of a series, on the database that is in use."""

    people: dict[str, Actor]
    channels: dict[str, int] = field(default_factory=dict)

    @classmethod
    def new(cls) -> "World":
        return cls({name: person(name) for name in ("admin", "ann", "bob", "eve")})

    def begin(self, number: int) -> None:
        """Start over: everybody has a session, and the channels are new."""
        for name in ("ann", "bob"):
            self.people[name] = sign_in(self.people[name].user_id)
        ann, bob = self.people["ann"], self.people["bob"]
        self.people["mixed"] = Actor(ann.user_id, "ann", False, bob.session_id)
        self.channels = {"absent": ABSENT}
        for name, others in {"town": [bob], "den": []}.items():
            self.channels[name] = channel_of(ann, f"{name}-{number}", *others, private=name == "den")

    def act(self, then: str) -> None:
        if then == "bob is signed out":
            write(sessions.end, self.people["bob"])
        if then == "bob is removed":
            with suppress(ChatError):  # who was removed before
                write(
                    memberships.remove, self.people["ann"], self.channels["town"], self.people["bob"].user_id
                )

    def draft(self, where: str, said: Said, number: int) -> Draft:
        channel_id, retry_id = self.channels[where], said.retry_id and f"{said.retry_id}-{number}"
        answered = None if said.answers is None else read(id_of, channel_id, said.answers)
        return Draft(channel_id, said.text, retry_id, answered)

    def kept(self) -> list[Any]:
        """Return everything that the series has left."""
        return [read(messages_of, self.channels[name]) for name in ("town", "den")]


def id_of(session: Session, channel_id: int, seq: int) -> int:
    found = session.exec(
        select(Message.id).where(Message.channel_id == channel_id, Message.seq == seq)
    ).first()
    return found or ABSENT


def messages_of(session: Session, channel_id: int) -> list[Any]:
    mentioned = [
        *session.exec(select(Mention.seq).where(Mention.channel_id == channel_id).order_by(col(Mention.seq)))
    ]
    return [*map(shown, reading.between(session, channel_id, 1, 10**6)), mentioned]


def shown(message: MessagePublic) -> Any:
    """Return what does not depend on when, and after what else, the message was stored."""
    quote = message.quote and (message.quote.seq, message.quote.text, message.quote.username)
    people = [person.username for person in message.mentions]
    author = (message.author.username, message.author.display_name, message.author.bot)
    return (
        message.seq,
        author,
        message.text,
        quote,
        people,
        (message.client_message_id or "").partition("-")[0],
    )


def outcome(answer: Posted | BaseException) -> Any:
    if isinstance(answer, ChatError):
        return type(answer).__name__, re.sub(r"-\d+", "", str(answer)), getattr(answer, "field", None)
    assert not isinstance(answer, BaseException)
    message, is_new = answer
    return shown(message), is_new


async def run(world: World, series: Sequence[Step], number: int, *, together: bool) -> list[Any]:
    """Return what becomes of each post of a series, and what it leaves."""
    writer, outcomes = Writer(Limit(10**6, 10)), []
    world.begin(number)
    for step in series:
        drafts = [(world.people[said.who], world.draft(step.where, said, number)) for said in step.posts]
        posts = [writer.post(author, draft) for author, draft in drafts]
        if together:
            outcomes += await asyncio.gather(*posts, return_exceptions=True)
        else:
            for post in posts:
                outcomes += await asyncio.gather(post, return_exceptions=True)
        world.act(step.then)
    return [*map(outcome, outcomes), world.kept()]


TEXTS = [
    "hello",
    "",
    "x" * 4001,
    "@bob and @nobody",
    "@ann @bob @ann",
    "café :tada: 密",
    "it's 100 % \\ $1 :x %(y)s",
]
POSTS = st.builds(
    Said,
    who=st.sampled_from(["ann", "ann", "bob", "bob", "eve", "admin", "mixed"]),
    text=st.sampled_from(TEXTS),
    retry_id=st.sampled_from([None, None, "a", "b", "not ok"]),
    answers=st.sampled_from([None, None, None, 1, 2, 99]),
)
STEPS = st.builds(
    Step,
    where=st.sampled_from(["town", "town", "town", "den", "absent"]),
    posts=st.lists(POSTS, min_size=1, max_size=6).map(tuple),
    then=st.sampled_from(["nothing", "nothing", "bob is removed", "bob is signed out"]),
)


@pytest.fixture
def worlds(request: pytest.FixtureRequest, settings: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what uses each database, and its world."""
    urls = {kind: request.getfixturevalue(f"{kind}_url") for kind in ("sqlite", "postgresql")}
    found = {}
    for kind, url in urls.items():
        database = Database(kind, url)
        emptied(settings, database)
        found[kind] = (database.url, World.new())
    return found


@how(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(series=st.lists(STEPS, min_size=1, max_size=4))
def test_any_series_of_posts_has_one_outcome(
    series: list[Step], worlds: dict[str, Any], settings: pytest.MonkeyPatch
) -> None:
    number, outcomes = next(NUMBERS), {}
    for kind, (url, world) in worlds.items():
        settings.setenv("DATABASE_URL", url)
        start_afresh()
        for together in (False, True):
            ran = run(world, series, 2 * number + together, together=together)
            outcomes[kind, together] = asyncio.run(ran)
    alone = outcomes["sqlite", False]
    assert {way: found for way, found in outcomes.items() if found != alone} == {}
