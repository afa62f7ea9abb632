"""Posting: everything that waits is written in one transaction, by one thread.

Under load a commit is shared by all that queued up during the one before; a message alone is
written at once, there is no timer. A future is resolved only when its message is stored.
"""

import asyncio
import logging
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeAlias

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlmodel import Session

from chat_app.backends import outages
from chat_app.backends.database import asked_at, transaction
from chat_app.backends.limits import Left, Limit
from chat_app.backends.memory import kept, on_reset
from chat_app.errors import Busy, ChatError, Unavailable
from chat_app.failures import contained, describe
from chat_app.schemas import MessagePublic
from chat_app.services.access import Actor, Claim
from chat_app.services.accounts import sessions
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import publish_recorded
from chat_app.settings import get_settings

Posted: TypeAlias = tuple[MessagePublic, bool]  # the message, and whether it is new
Queue: TypeAlias = "SimpleQueue[Post | None]"
# So that one transaction holds its locks, and the first of a rush waits, for a short time only.
MAX_POSTS_TOGETHER = 200
# Classes of codes: rolled back because of others (a deadlock), too much of something, a lock not to be had.
REFUSED_BY_POSTGRESQL = ("40", "54", "55")
# A post that comes behind so many is refused at once: it would take too long.
MAX_POSTS_WAITING = 2000

log = logging.getLogger(__name__)


@dataclass
class Post:
    """A draft on its way into the database."""

    author: Actor | Claim
    draft: Draft
    future: "Future[Posted]" = field(default_factory=Future[Posted])
    counted: bool = False
    at: float = field(default_factory=time.monotonic)


class Writer:
    """Writes posts in the order they come. Its thread runs from the first post until `stop`."""

    def __init__(self, limit: Limit | None = None) -> None:
        self._limit = limit
        self._queue: Queue = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def submit(self, who: str | Actor | Claim, draft: Draft) -> "Future[Posted]":
        """Queue a draft of the bearer of a browser's token, or of an actor or a claim. From any thread.

        The future answers what `storing.insert` does, or raises it, or TooMany.

        Raises:
            SignedOut: no token of ours.
            Busy: too many wait already.
        """
        post = Post(sessions.read_claim(who) if isinstance(who, str) else who, draft)
        with self._lock:
            if self._queue.qsize() >= MAX_POSTS_WAITING:
                raise outages.busy()
            # One that has died, for any reason, would leave every later post waiting.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, args=(self._queue,), name="posting", daemon=True
                )
                self._thread.start()
            self._queue.put(post)
        return post.future

    @property
    def limit(self) -> Limit:
        """Return what counts the posts of each person."""
        return self._limit or post_limit()

    def left(self, user_id: int) -> Left:
        """Return what a person may still post."""
        return self.limit.left(user_id)

    def stop(self) -> None:
        """Write what is queued, then end the thread. Another post starts another."""
        with self._lock:
            thread, queue = self._thread, self._queue
            self._thread, self._queue = None, SimpleQueue()
        if thread is not None:
            queue.put(None)
            thread.join()

    def _run(self, queue: "Queue") -> None:
        while (posts := _waiting(queue))[0] is not None:
            with contained("Posts could not be answered; what waits behind them is written."):
                self._write([post for post in posts if post and post.future.set_running_or_notify_cancel()])
            for post in posts:
                if post and not post.future.done():
                    _resolve(post, RuntimeError("not written"))
            if posts[-1] is None:
                return

    def _write(self, posts: list[Post], again: bool = True) -> None:
        try:
            # In one order of channels, so that two processes never wait for each other.
            posts = sorted(posts, key=lambda post: post.draft.channel_id)
            with asked_at(min(post.at for post in posts)), transaction() as session:
                outcomes = [self._outcome(session, post) for post in posts]
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the futures
            if not again or not _left_nothing(error):
                return _fail(posts, error)
            # One of them is at fault, another process was quicker with the same, or the time of the oldest
            # is up: the others may wait a little longer.
            for post in sorted(posts, key=lambda post: post.at):
                self._write([post], again=False)
        else:
            _publish(session)
            for post, outcome in zip(posts, outcomes, strict=True):
                _resolve(post, outcome)

    def _outcome(self, session: Session, post: Post) -> Posted | ChatError:
        try:
            return storing.insert(session, post.author, post.draft, count=lambda: self._count(post))
        except ChatError as refusal:
            # Rules refuse before anything is written, so the others in the transaction stand.
            return refusal

    def _count(self, post: Post) -> None:
        """Count a post against its author's limit, once however often it is redone."""
        if not post.counted:
            self.limit.hit(post.author.user_id)
            post.counted = True


@kept
def post_limit() -> Limit:
    """Return the posts of each person that this process has counted."""
    return Limit(get_settings().messages_per_window, get_settings().message_window_seconds)


writer = Writer()
on_reset(writer.stop)


async def post(who: str | Actor, draft: Draft) -> Posted:
    """Post for the bearer of a browser's token, or an actor; returns when the message is stored."""
    return await asyncio.wrap_future(writer.submit(who, draft))


async def post_as(actor: Actor | Claim, draft: Draft) -> Posted:
    """Do the same for an actor whose session has been verified another way."""
    return await asyncio.wrap_future(writer.submit(actor, draft))


def _waiting(queue: "Queue") -> list[Post | None]:
    """Return the next post, waited for, and those already behind it."""
    posts = [queue.get()]
    while posts[-1] is not None and len(posts) < MAX_POSTS_TOGETHER:
        try:
            posts.append(queue.get_nowait())
        except Empty:
            break
    return posts


def _left_nothing(error: Exception) -> bool:
    """Return whether a failed transaction has surely stored nothing, so that a repeat is no second message.

    When the database goes away during a commit nobody knows. The person's own retry is safe then,
    by its client_message_id; ours is not.
    """
    if isinstance(error, Unavailable):
        return isinstance(error, Busy)
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError | DataError):
        return True
    return str(getattr(error.orig, "pgcode", None))[:2] in REFUSED_BY_POSTGRESQL


def _publish(session: Session) -> None:
    with contained("Stored messages could not be told."):
        publish_recorded(session)


def _resolve(post: Post, outcome: Posted | Exception) -> None:
    if isinstance(outcome, Exception):
        post.future.set_exception(outcome)
    else:
        post.future.set_result(outcome)


def _fail(posts: list[Post], error: Exception) -> None:
    if not isinstance(error, Unavailable):  # which has been logged
        log.error("%s posts could not be stored\n%s", len(posts), describe(error))
    for post in posts:
        _resolve(post, error)
