"""The connected people: their channels, what is unread in each, and how far they have read."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from chat_app.realtime.people import Person, Seat
from chat_app.realtime.ports import Outlet, PersonSnapshot, Run, Source
from chat_app.realtime.views import ChannelView, PersonView
from chat_app.schemas import MessagePublic, UserPublic

log = logging.getLogger(__name__)

SIDEBAR_SECONDS = 1.0
Marks = dict[tuple[int, int], int]  # seq by user id and channel id


@dataclass(eq=False)
class Reading:
    """A person being read from the database, and what is told of meanwhile.

    `heard` is the newest seq by channel; `outdated`: something else happened that the reading may lack.
    """

    user_id: int
    snapshot: PersonSnapshot | None = None
    outdated: bool = True
    heard: dict[int, int] = field(default_factory=dict)


class Roster:
    """People by user id, while they are connected and for a short grace after."""

    def __init__(self, source: Source, outlet: Outlet, run: Run) -> None:
        self._source, self._outlet, self._run = source, outlet, run
        self._people: dict[int, Person] = {}
        # The seats of the connected people, by channel id and user id.
        self._seated: dict[int, dict[int, Seat]] = {}
        self._readings: list[Reading] = []
        self._marks: Marks = {}  # read, not written to the database yet
        self._saving: Marks = {}  # being written to it

    def get(self, user_id: int) -> Person | None:
        return self._people.get(user_id)

    def among(self, user_ids: set[int]) -> Iterable[Person]:
        """Those of these people who are known here."""
        return [self._people[user_id] for user_id in user_ids & self._people.keys()]

    def seated(self, channel_id: int) -> list[Person]:
        """The connected members of a channel."""
        return [self._people[user_id] for user_id in self._seated.get(channel_id, ())]

    def first_unread(self, user_id: int, channel_id: int) -> int:
        """The seq of the first message there that the person has not read; 0: none."""
        person = self._people.get(user_id)
        seat = person.seats.get(channel_id) if person else None
        return seat.read_seq + 1 if seat and seat.unread else 0

    async def load(self, user_id: int) -> Person | None:
        """Read a person who has come, and their seats; None: there is no such person."""
        return self._take(await self._read(user_id))

    async def reload(self, user_id: int) -> None:
        """Read a person anew, whose seats are others now, if they are here."""
        if user_id not in self._people:
            return
        reading = await self._read(user_id)
        if user_id in self._people and (person := self._take(reading)):
            self.sidebar_changed(person)

    def outdate(self, user_id: int | None = None) -> None:
        """Something of this person, or of anybody, is another now: who is being read is read again."""
        for reading in self._readings:
            reading.outdated |= user_id in (None, reading.user_id)

    def forget(self, user_id: int) -> None:
        """The person has gone."""
        person = self._people.pop(user_id, None)
        for channel_id in person.seats if person else ():
            self._unseat(channel_id, user_id)

    def post(self, message: MessagePublic, reading: set[int]) -> None:
        """Count a new message as unread for the channel's people, except those who read along."""
        channel_id, author_id = int(message.channel_id), int(message.author.id)
        mentioned = {int(person.id) for person in message.mentions}
        for user_id in mentioned:
            self.outdate(user_id)
        self._mark(author_id, channel_id, message.seq)
        for being_read in self._readings:
            being_read.heard[channel_id] = max(message.seq, being_read.heard.get(channel_id, 0))
        reading = {*reading, author_id}
        # Of all loops the one that runs most: for each message and person.
        for user_id, seat in self._seated.get(channel_id, {}).items():
            unread = seat.last_seq - seat.read_seq
            if seat.last_seq < message.seq:
                seat.last_seq = message.seq
            if user_id in mentioned:
                seat.mentioned.add(message.seq)
            if user_id in reading:
                seat.read_seq = self._marks[user_id, channel_id] = seat.last_seq
            if seat.last_seq - seat.read_seq != unread:
                self.sidebar_changed(self._people[user_id])

    def change(self, message: MessagePublic) -> None:
        """A message has another text now, or none: it may mention others than before."""
        channel_id, mentioned = int(message.channel_id), {int(person.id) for person in message.mentions}
        self.outdate()
        for person in self.seated(channel_id):
            seat = person.seats[channel_id]
            if message.seq > seat.read_seq and (message.seq in seat.mentioned) != (
                person.user_id in mentioned
            ):
                seat.mentioned ^= {message.seq}
                self.sidebar_changed(person)

    def read(self, user_id: int, channel_id: int, seq: int) -> None:
        """The person has read the channel up to `seq`, as the database knows already."""
        self.outdate(user_id)
        person = self._people.get(user_id)
        seat = person.seats.get(channel_id) if person else None
        if person and seat and seq > seat.read_seq:
            seat.read_seq = seq
            self.sidebar_changed(person)

    def read_all(self, user_id: int, channel_id: int) -> None:
        """The person has the newest message of the channel before them."""
        person = self._people.get(user_id)
        seat = person.seats.get(channel_id) if person else None
        if person and seat and seat.unread:
            self._read_to_the_end(user_id, channel_id, seat)
            self.sidebar_changed(person)

    def leave(self, user_id: int, channel_id: int) -> None:
        """The person has no seat there any more."""
        self.outdate(user_id)
        self._marks.pop((user_id, channel_id), None)
        person = self._people.get(user_id)
        if person and person.seats.pop(channel_id, None):
            self._unseat(channel_id, user_id)
            self.sidebar_changed(person)

    def channel_changed(self, channel_id: int, view: ChannelView) -> None:
        """Show the channel under its name as it is now."""
        for person in self.seated(channel_id):
            seat = person.seats[channel_id]
            if (seat.name, seat.private) != (view["name"], view["private"]):
                seat.name, seat.private = view["name"], view["private"]
                self.sidebar_changed(person)

    def user_changed(self, user: UserPublic) -> None:
        """Show the person under their name, colour and status as they are now."""
        self.outdate(int(user.id))
        if person := self._people.get(int(user.id)):
            changes = {"display_name": user.display_name, "color": user.color, "status": user.status}
            person.view = PersonView(**{**person.view, **changes})
            self._outlet.push(person.sockets, changes)

    def sidebar_changed(self, person: Person) -> None:
        """Send the person their list of channels: at once, then no more than once a second."""
        if person.sidebar_waiting:
            return
        person.sidebar_waiting = True
        loop = asyncio.get_running_loop()
        loop.call_at(max(loop.time(), person.sidebar_sent_at + SIDEBAR_SECONDS), self._send_sidebar, person)

    async def save_marks(self) -> None:
        """Write down how far people have read; what could not be written is tried again."""
        if not self._marks or self._saving:
            return
        self._saving, self._marks = self._marks, {}
        try:
            rows = [(user_id, channel_id, seq) for (user_id, channel_id), seq in self._saving.items()]
            await self._run(self._source.save_marks, rows)
        except BaseException as error:
            self._marks = self._saving | self._marks
            if not isinstance(error, Exception):  # cancelled: whoever did so may save them then
                raise
            log.exception("Read marks could not be saved; they are tried again.")
        finally:
            self._saving = {}

    async def _read(self, user_id: int) -> Reading:
        """Read a person; again if something happened meanwhile that the reading may lack."""
        reading = Reading(user_id)
        self._readings.append(reading)
        try:
            while reading.outdated:
                reading.outdated = False
                reading.snapshot = await self._run(self._source.person, user_id)
        finally:
            self._readings.remove(reading)
        return reading

    def _take(self, reading: Reading) -> Person | None:
        """Seat a person as they were read, and as was told of meanwhile."""
        user_id, snapshot = reading.user_id, reading.snapshot
        if snapshot is None:
            return None
        person = self._people.setdefault(user_id, Person(user_id, snapshot.view, snapshot.is_admin))
        for channel_id in person.seats:
            self._unseat(channel_id, user_id)
        before, person.seats = person.seats, snapshot.seats
        person.view, person.is_admin = snapshot.view, snapshot.is_admin
        for channel_id, seat in person.seats.items():
            self._seated.setdefault(channel_id, {})[user_id] = seat
            seat.last_seq = max(seat.last_seq, reading.heard.get(channel_id, 0))
            known = before[channel_id].read_seq if channel_id in before else 0
            seat.read_seq = max(seat.read_seq, known, self._marked(user_id, channel_id))
        return person

    def _marked(self, user_id: int, channel_id: int) -> int:
        key = user_id, channel_id
        return max(self._marks.get(key, 0), self._saving.get(key, 0))

    def _send_sidebar(self, person: Person) -> None:
        person.sidebar_waiting = False
        person.sidebar_sent_at = asyncio.get_running_loop().time()
        self._outlet.push(person.sockets, {"sidebar": person.sidebar()})

    def _read_to_the_end(self, user_id: int, channel_id: int, seat: Seat) -> None:
        seat.read_seq = seat.last_seq
        self._mark(user_id, channel_id, seat.last_seq)

    def _mark(self, user_id: int, channel_id: int, seq: int) -> None:
        self._marks[user_id, channel_id] = max(seq, self._marks.get((user_id, channel_id), 0))

    def _unseat(self, channel_id: int, user_id: int) -> None:
        seated = self._seated.get(channel_id, {})
        seated.pop(user_id, None)
        if not seated:
            self._seated.pop(channel_id, None)
