"""Taking back a deletion.

A deletion is done at once: the text leaves the database with it, and for a few seconds stays in the memory
of this process alone. So whatever happens meanwhile, the message ends deleted, and never half: a crash can
lose the possibility to bring a text back, but never leave one that was to be deleted.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from sqlmodel import Session

from chat_app.backends.memory import on_reset
from chat_app.errors import Forbidden, NotFound
from chat_app.models import Reaction
from chat_app.schemas import MessagePublic
from chat_app.services import access
from chat_app.services.access import Actor
from chat_app.services.messages import changes
from chat_app.services.messages.editing import Deleted
from chat_app.settings import get_settings

GRACE_SECONDS = 1.0  # that a late click may be on its way
MAX_DELETIONS = 1000  # kept; beyond this many the oldest can no longer be undone


def restore(session: Session, actor: Actor, deleted: Deleted) -> MessagePublic:
    """Put back what the actor deleted, text and reactions.

    Raises:
        NotFound: no such message for the actor, or it is not deleted.
        Forbidden: another person deleted it, or the actor may not delete it any more.
    """
    message, _ = access.message_for(session, actor, deleted.message_id, to_change=True)
    if deleted.by != actor.user_id:
        raise Forbidden("Only who deleted a message can bring it back.")
    access.check_deleter(session, actor, message)
    if message.deleted_at is None:
        raise NotFound("This message is there already.")
    message.text, message.deleted_at = deleted.text, None
    session.add_all(
        Reaction(message_id=deleted.message_id, user_id=user_id, emoji=emoji)
        for user_id, emoji in deleted.reactions
    )
    return changes.record_change(session, message, "edited")


class Trash:
    """What was deleted a moment ago, by message. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[int, tuple[float, Deleted]] = OrderedDict()  # oldest first
        self._lock = threading.Lock()

    def keep(self, deleted: Deleted) -> float:
        """Keep it for a while; return in how many seconds `sweep` should be called."""
        seconds = get_settings().undo_seconds + GRACE_SECONDS
        with self._lock:
            self._kept.pop(deleted.message_id, None)
            self._kept[deleted.message_id] = (self._clock() + seconds, deleted)
        self.sweep()
        return seconds

    def find(self, user_id: int, message_id: int) -> Deleted:
        """Return what this person deleted of that message.

        Raises:
            NotFound: nothing, or it was too long ago.
        """
        self.sweep()
        with self._lock:
            _, deleted = self._kept.get(message_id, (0.0, None))
        if deleted is None or deleted.by != user_id:
            raise NotFound("It is too late to bring that message back.")
        return deleted

    def drop(self, deleted: Deleted) -> None:
        """Forget a deletion that has been undone."""
        with self._lock:
            if self._kept.get(deleted.message_id, (0.0, None))[1] is deleted:
                del self._kept[deleted.message_id]

    def clear(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._kept.clear()

    def sweep(self) -> None:
        """Forget what was deleted too long ago."""
        with self._lock:
            now = self._clock()
            while self._kept:
                until, _ = next(iter(self._kept.values()))
                if now < until and len(self._kept) <= MAX_DELETIONS:
                    return
                self._kept.popitem(last=False)


trash = Trash()
on_reset(trash.clear)
