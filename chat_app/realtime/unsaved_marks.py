"""How far people have read, as long as the database does not know of it or may have to take it back."""

import asyncio
from collections.abc import Callable, Iterable

from chat_app.failures import contained
from chat_app.realtime.person_loads import Marks, PersonLoad, PersonLoads
from chat_app.realtime.ports import LiveStore, RunInThread


class UnsavedMarks:
    """Marks of every few seconds, written to the database together.

    `marks` are those not written yet; `is_confirmed` says whether anybody has said that a person has read a
    channel up to a seq.
    """

    def __init__(
        self,
        store: LiveStore,
        run: RunInThread,
        loads: PersonLoads,
        is_confirmed: Callable[[int, int, int], bool],
    ) -> None:
        self._store, self._run, self._loads, self._is_confirmed = store, run, loads, is_confirmed
        self.marks: Marks = {}
        self._saving: Marks = {}  # being written
        self._written: Marks = {}  # what the database has of them, as long as that may be taken back
        self._writing = asyncio.Lock()

    def put(self, user_id: int, channel_id: int, seq: int) -> None:
        """Set a mark, also backwards."""
        self.marks[user_id, channel_id] = seq

    def advance(self, user_id: int, channel_id: int, seq: int) -> None:
        """Set a mark, never backwards."""
        self.marks[user_id, channel_id] = max(seq, self.marks.get((user_id, channel_id), 0))

    def drop(self, user_id: int, channel_id: int) -> None:
        """Forget the mark of a person who is not a member there any more."""
        self.marks.pop((user_id, channel_id), None)
        self._written.pop((user_id, channel_id), None)

    def forget(self, user_id: int, channel_id: int) -> None:
        """Forget what is written of a person who has gone, unless it is about to be written again."""
        key = user_id, channel_id
        if key not in self.marks and key not in self._saving:
            self._written.pop(key, None)

    def has(self, user_id: int) -> bool:
        """Return whether the person has read something that the database does not know of."""
        return any(each == user_id for each, _ in [*self.marks, *self._saving])

    def read_seq(self, load: PersonLoad, channel_id: int, stored: int) -> int:
        """Return how far a person who comes has read, where the database was found to have `stored`."""
        key = load.user_id, channel_id
        marked = (self._saving | self.marks).get(key, 0)
        if stored == self._written.get(key):
            return marked or stored  # which may be less, where it is about to be taken back
        return max(stored, marked, load.saved.get(key, 0))

    async def save(self) -> None:
        """Write the marks down; what could not be written is tried again."""
        async with self._writing:
            if self.marks:
                await self._save()

    async def _save(self) -> None:
        self._saving, self.marks = self.marks, {}
        rows = [
            (user_id, channel_id, seq, self._written.get((user_id, channel_id), 0))
            for (user_id, channel_id), seq in self._saving.items()
        ]
        try:
            with contained("Read marks could not be saved; they are tried again."):
                await self._run(self._store.save_marks, rows)
                self._loads.note_saved(self._saving)
                self._note_written(rows)
                self._saving = {}
        finally:  # also when this is cancelled: they can be saved then
            self.marks, self._saving = self._saving | self.marks, {}

    def _note_written(self, rows: Iterable[tuple[int, int, int, int]]) -> None:
        for user_id, channel_id, seq, before in rows:
            if seq < before:
                self._loads.invalidate(user_id)  # what is being read of them may be what was taken back
            key = user_id, channel_id
            if key in self.marks or not self._is_confirmed(user_id, channel_id, seq):
                self._written[key] = seq
            else:
                self._written.pop(key, None)
