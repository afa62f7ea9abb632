"""Posting: what waits is written together, and each post is answered when its message is stored.

Under load a statement, and a commit, are shared by all that came during the one before; a message alone is
written at once, there is no timer. On PostgreSQL each channel has a lane, so that none waits for another;
SQLite writes one transaction at a time, so there all are in one. See docs/decisions/0025.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import psycopg2
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from chat_app.backends import outages
from chat_app.backends.database import PATIENCE
from chat_app.backends.limits import Left, Limit
from chat_app.backends.memory import kept
from chat_app.errors import Busy, ChatError, TooMany, Unavailable
from chat_app.events import MessagePosted
from chat_app.failures import contained, describe
from chat_app.models.columns import now
from chat_app.schemas import MessagePublic
from chat_app.services.access import Actor, Claim
from chat_app.services.accounts import sessions
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.posts import Post
from chat_app.services.rows import Answer
from chat_app.services.transactions import in_thread, publish, read
from chat_app.settings import get_settings

Posted: TypeAlias = tuple[MessagePublic, bool]  # the message, and whether it is new
Store: TypeAlias = Callable[[Sequence[Post], datetime, float], Awaitable[list[Answer]]]
# So that the first of a rush waits for a short time only, and a channel is locked for as short a one.
MAX_POSTS_TOGETHER = 100
# Classes of codes: rolled back because of others (a deadlock), too much of something, a lock not to be had.
REFUSED_BY_POSTGRESQL = ("40", "54", "55")
REFUSED_BY_RULES = (IntegrityError, DataError, psycopg2.IntegrityError, psycopg2.DataError)
# A post that comes behind so many is refused at once: it would take too long.
MAX_POSTS_WAITING = 2000

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Waiting(Post):
    """A post in a lane. Its future gives the message, or an answer with which to look again."""

    future: "asyncio.Future[MessagePublic | Answer]" = field(kw_only=True)
    at: float = field(default_factory=time.monotonic, kw_only=True)
    is_counted: bool = field(default=False, kw_only=True)

    def outcome(self, answer: Answer, at: datetime) -> "MessagePublic | Answer | ChatError":
        """Return the message, or why there is none, or the answer where that is to be looked up."""
        if answer.outcome in storing.LOOK_AGAIN:
            return answer
        try:
            return self.message(answer, at)
        except ChatError as refusal:
            return refusal

    def refuse(self, error: Exception) -> None:
        """Answer with an error, if nothing has been answered yet and somebody waits still."""
        if not self.future.done():
            self.future.set_exception(error)

    @property
    def key(self) -> tuple[int, str | None]:
        """Return what no two messages share, where the second part is not None."""
        return self.author.user_id, self.draft.client_message_id


class Writer:
    """Writes posts in the order they come, lane by lane."""

    def __init__(self, limit: Limit, store: Store | None = None) -> None:
        self._limit = limit
        self._store = store or storing.store_together
        self._lanes: dict[int, deque[Waiting]] = {}
        self._at_work: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def post(self, author: Actor | Claim, draft: Draft) -> Posted:
        """Post; return when the message is stored, with whether it is new.

        Raises:
            ChatError: as `storing.insert`; TooMany, for more than the author may post; Busy.
        """
        if self._waiting >= MAX_POSTS_WAITING:
            raise outages.busy()
        post = Waiting(author, draft, future=asyncio.get_running_loop().create_future())
        self._queue(post)
        found = await post.future
        if isinstance(found, Answer):
            return await in_thread(read, storing.look_again, post, found), False
        return found, True

    async def stop(self) -> None:
        """Return when everything that waits is written."""
        while self._at_work:
            await asyncio.wait(self._at_work)

    def _queue(self, post: Waiting) -> None:
        number = storing.lane_of(post)
        lane = self._lanes.get(number)
        if lane is None:
            lane = self._lanes[number] = deque()
            # Begins at the end of this turn of the loop, with all that comes in it.
            task = asyncio.get_running_loop().create_task(self._empty(number, lane))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        lane.append(post)
        self._waiting += 1

    async def _empty(self, number: int, lane: deque[Waiting]) -> None:
        posts: list[Waiting] = []
        try:
            while lane:
                posts = self._next(lane)
                with contained("Posts could not be answered; what waits behind them is written."):
                    await self._write([post for post in posts if self._is_due(post)])
                for post in posts:
                    post.refuse(RuntimeError("not written"))
        finally:  # so that a lane which ends for any reason leaves nobody waiting, now or later
            del self._lanes[number]
            self._waiting -= len(lane)
            for post in (*posts, *lane):
                post.refuse(RuntimeError("not written"))

    def _next(self, lane: deque[Waiting]) -> list[Waiting]:
        """Take the next posts off a lane. One that repeats another comes after it, to find it stored."""
        posts: list[Waiting] = []
        keys: set[tuple[int, str | None]] = set()
        while lane and len(posts) < MAX_POSTS_TOGETHER and lane[0].key not in keys:
            posts.append(lane.popleft())
            if posts[-1].draft.client_message_id is not None:
                keys.add(posts[-1].key)
        self._waiting -= len(posts)
        return posts

    def _is_due(self, post: Waiting) -> bool:
        if time.monotonic() > post.at + PATIENCE:
            post.refuse(outages.busy())
        return not post.future.done()

    async def _write(self, posts: list[Waiting], again: bool = True) -> None:
        if not posts:
            return
        for post in posts:
            self._count(post)
        at = now()
        try:
            answers = await self._store(posts, at, min(post.at for post in posts))
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the futures
            if not again or not _left_nothing(error):
                self._refuse(posts, error)
                return
            # One of them is at fault, another process was quicker with the same, or the time of the oldest
            # is up: the others may wait a little longer.
            for post in posts:
                await self._write([post], again=False)
        else:
            answered = zip(posts, answers, strict=True)
            self._answer({post: post.outcome(answer, at) for post, answer in answered})

    def _answer(self, outcomes: "dict[Waiting, MessagePublic | Answer | ChatError]") -> None:
        """Tell the world what is stored, and then the authors: what is acknowledged has been heard."""
        stored = [each for each in outcomes.values() if isinstance(each, MessagePublic)]
        with contained("Stored messages could not be told."):
            publish(*map(MessagePosted, stored))
        for post, outcome in outcomes.items():
            if not isinstance(outcome, MessagePublic):
                self._count_back(post)
            if isinstance(outcome, Exception):
                post.refuse(outcome)
            elif not post.future.done():
                post.future.set_result(outcome)

    def _refuse(self, posts: Sequence[Waiting], error: Exception) -> None:
        if not isinstance(error, Unavailable):  # which has been logged
            log.error("%s posts could not be stored\n%s", len(posts), describe(error))
        for post in posts:
            self._count_back(post)
            post.refuse(error)

    def _count(self, post: Waiting) -> None:
        """Count a post before it is known whether it is new; once, however often it is redone."""
        if not post.is_counted:
            try:
                self._limit.hit(post.author.user_id)
                post.is_counted, post.too_often = True, None
            except TooMany as refusal:
                post.too_often = refusal

    def _count_back(self, post: Waiting) -> None:
        if post.is_counted:
            self._limit.give_back(post.author.user_id)
            post.is_counted = False


@kept
def post_limit() -> Limit:
    """Return the posts of each person that this process has counted."""
    return Limit(get_settings().messages_per_window, get_settings().message_window_seconds)


@kept
def writer() -> Writer:
    """Return what writes the posts of this process."""
    return Writer(post_limit())


async def post(who: str | Actor | Claim, draft: Draft) -> Posted:
    """Post for the bearer of a browser's token, or an actor, or a claim; return when the message is stored.

    Raises:
        SignedOut: no token of ours, or its session is over.
        ChatError: as `Writer.post`.
    """
    return await writer().post(sessions.read_claim(who) if isinstance(who, str) else who, draft)


def left(user_id: int) -> Left:
    """Return what a person may still post."""
    return post_limit().left(user_id)


async def stop() -> None:
    """Return when everything that waits is written."""
    await writer().stop()


def _left_nothing(error: Exception) -> bool:
    """Return whether what failed has surely stored nothing, so that a repeat is no second message.

    When the database goes away during a commit nobody knows. The person's own retry is safe then,
    by its client_message_id; ours is not.
    """
    if isinstance(error, Unavailable):
        return isinstance(error, Busy)
    code = getattr(outages.cause_of(error), "pgcode", None)
    if isinstance(error, DBAPIError | psycopg2.Error) and not isinstance(error, REFUSED_BY_RULES):
        return str(code)[:2] in REFUSED_BY_POSTGRESQL
    return True
