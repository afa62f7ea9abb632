"""People who are being read from the database, and what happens to them meanwhile."""

from dataclasses import dataclass, field

from chat_app.realtime.ports import LiveStore, PersonSnapshot, RunInThread

Marks = dict[tuple[int, int], int]  # how far people have read: seq by user id and channel id


@dataclass(eq=False)
class PersonLoad:
    """A person being read from the database, and what happens meanwhile.

    `highest_seq_seen` is the newest seq by channel, `saved` the marks written meanwhile; `stale`: something
    else happened that the load may lack.
    """

    user_id: int
    snapshot: PersonSnapshot | None = None
    stale: bool = True
    highest_seq_seen: dict[int, int] = field(default_factory=dict[int, int])
    saved: Marks = field(default_factory=Marks)


class PersonLoads:
    """The loads that are under way."""

    def __init__(self, store: LiveStore, run: RunInThread) -> None:
        self._store, self._run = store, run
        self._loads: list[PersonLoad] = []

    async def read(self, user_id: int) -> PersonLoad:
        """Read a person; again if something happened meanwhile that the load may lack."""
        load = PersonLoad(user_id)
        self._loads.append(load)
        try:
            while load.stale:
                load.stale = False
                load.snapshot = await self._run(self._store.person, user_id)
        finally:
            self._loads.remove(load)
        return load

    def invalidate(self, user_id: int | None = None) -> None:
        """Have this person, or everybody, read again where that is under way: something has changed."""
        for load in self._loads:
            load.stale |= user_id in (None, load.user_id)

    def note_posted(self, channel_id: int, seq: int) -> None:
        """Note a message that the loads may lack."""
        for load in self._loads:
            load.highest_seq_seen[channel_id] = max(seq, load.highest_seq_seen.get(channel_id, 0))

    def note_saved(self, marks: Marks) -> None:
        """Note marks that the loads may lack."""
        for load in self._loads:
            load.saved |= marks
