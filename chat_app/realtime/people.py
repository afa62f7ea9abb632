"""The connected people: their channels, what is unread in each, and how far they have read."""

import asyncio
from collections.abc import Iterable
from typing import cast

from chat_app.realtime.person import LiveMembership, Person
from chat_app.realtime.person_loads import PersonLoad, PersonLoads
from chat_app.realtime.ports import LiveStore, RunInThread, Titles, Transport
from chat_app.realtime.rendering import handle_of
from chat_app.realtime.roster import Roster
from chat_app.realtime.unsaved_marks import UnsavedMarks
from chat_app.realtime.views import ChannelView, PersonView
from chat_app.schemas import MessagePublic, UserPublic

SIDEBAR_SECONDS = 1.0


class ConnectedPeople:
    """People by user id, while they are connected and for a short grace after."""

    def __init__(self, store: LiveStore, transport: Transport, run: RunInThread) -> None:
        self._transport = transport
        self._people: dict[int, Person] = {}
        self._loads = PersonLoads(store, run)
        self._unsaved = UnsavedMarks(store, run, self._loads, self._is_confirmed)
        self.roster = Roster(self._unsaved.put)

    def get(self, user_id: int) -> Person | None:
        return self._people.get(user_id)

    def among(self, user_ids: set[int]) -> Iterable[Person]:
        """Return those of these people who are known here."""
        return [self._people[user_id] for user_id in user_ids & self._people.keys()]

    def members_online(self, channel_id: int) -> list[Person]:
        """Return the connected members of a channel."""
        return [self._people[user_id] for user_id in self.roster.members(channel_id)]

    def first_unread(self, user_id: int, channel_id: int) -> int:
        """Return the seq of the first message there that the person has not read; 0: none."""
        membership = self._membership(user_id, channel_id)
        return membership.read_seq + 1 if membership and membership.unread else 0

    def read_seq(self, user_id: int, channel_id: int) -> int:
        """Return how far the person has read there; 0 where they are not in it."""
        membership = self._membership(user_id, channel_id)
        return membership.read_seq if membership else 0

    def confirmed_seq(self, user_id: int, channel_id: int) -> int:
        """Return how far the person has surely read there; 0 where they are not in it."""
        membership = self._membership(user_id, channel_id)
        return membership.confirmed if membership else 0

    def next_mention(self, user_id: int, channel_id: int, after: int) -> int:
        """Return the seq of the first unread message there that mentions the person and comes after that one.

        Behind the last comes the first again; 0: there is none.
        """
        membership = self._membership(user_id, channel_id)
        if membership is None:
            return 0
        unread = sorted(seq for seq in membership.mentioned if seq > membership.read_seq)
        return next((seq for seq in unread if seq > after), unread[0] if unread else 0)

    async def load(self, user_id: int) -> Person | None:
        """Read a person who has come, and their memberships; None: there is no such person."""
        return self._take(await self._loads.read(user_id))

    async def reload(self, user_id: int) -> None:
        """Read a person again, whose channels have changed, if they are here."""
        if user_id not in self._people:
            return
        load = await self._loads.read(user_id)
        if user_id in self._people and (person := self._take(load)):
            self.sidebar_changed(person)

    def invalidate(self, user_id: int | None = None) -> None:
        """Have this person, or everybody, read again where that is under way: something has changed."""
        self._loads.invalidate(user_id)

    def forget(self, user_id: int) -> None:
        """Forget a person who has gone."""
        person = self._people.pop(user_id, None)
        for channel_id in person.memberships if person else ():
            self.roster.remove(channel_id, user_id)
            self._unsaved.forget(user_id, channel_id)

    def post(self, message: MessagePublic) -> None:
        """Count a new message as unread for the channel's people, except those who read along.

        Of all this is done most, so it visits nobody who reads along, and nobody whose list of channels is
        about to be sent anyway.
        """
        channel_id, author_id = int(message.channel_id), int(message.author.id)
        mentioned = {int(person.id) for person in message.mentions}
        for user_id in mentioned:
            self.invalidate(user_id)
        self._unsaved.advance(author_id, channel_id, message.seq)
        self._loads.note_posted(channel_id, message.seq)
        if (channel := self.roster.get(channel_id)) is None:
            return
        own = channel.members.get(author_id)
        if own is not None and not own.unread:  # their list stays as it is
            channel.up_to_date.discard(author_id)
        channel.last_seq = max(channel.last_seq, message.seq)
        for user_id in mentioned & channel.members.keys():
            channel.members[user_id].mentioned.add(message.seq)
        outdated, channel.up_to_date = channel.up_to_date, set()
        for user_id in outdated:
            self.sidebar_changed(self._people[user_id])
        if own is not None:
            own.settled = own.confirmed = channel.last_seq
            channel.note_list_sent(author_id)

    def change(self, message: MessagePublic) -> None:
        """Count a changed or deleted message again: it may mention others, or count no longer."""
        channel_id, seq = int(message.channel_id), message.seq
        mentioned = {int(person.id) for person in message.mentions}
        self.invalidate()
        if (channel := self.roster.get(channel_id)) is None:
            return
        counts_otherwise = channel.deleted.put(seq, message.deleted)
        for user_id, membership in channel.members.items():
            if seq <= membership.confirmed:
                continue
            means_otherwise = (seq in membership.mentioned) != (user_id in mentioned)
            if means_otherwise:
                membership.mentioned ^= {seq}
            if seq > membership.read_seq and (means_otherwise or counts_otherwise):
                self.sidebar_changed(self._people[user_id])

    def read(self, user_id: int, channel_id: int, seq: int) -> None:
        """Take in that the person has read the channel up to `seq`, which the database knows."""
        self.invalidate(user_id)
        if membership := self._membership(user_id, channel_id):
            self._confirm(user_id, channel_id, membership, seq)

    def read_to(self, user_id: int, channel_id: int, seq: int | None = None) -> None:
        """Note that the person has read up to `seq`, or everything: never backwards, never past the end."""
        if membership := self._membership(user_id, channel_id):
            newest = membership.channel.last_seq
            reached = newest if seq is None else min(newest, seq)
            self._confirm(user_id, channel_id, membership, reached)

    def read_along(self, user_id: int, channel_id: int) -> None:
        """Note that a page of the person shows what is newest there, from now on."""
        if self.roster.begin_reading(user_id, channel_id):
            self.sidebar_changed(self._people[user_id])

    def take_back(self, user_id: int, channel_id: int) -> None:
        """Make unread what nobody has confirmed of what the person has read along, unless they still do."""
        membership = self._membership(user_id, channel_id)
        if membership and user_id not in membership.channel.readers:
            self._move(user_id, channel_id, membership, membership.confirmed)

    def leave(self, user_id: int, channel_id: int) -> None:
        """Forget that the person is a member there."""
        self.invalidate(user_id)
        self._unsaved.drop(user_id, channel_id)
        person = self._people.get(user_id)
        if person and person.memberships.pop(channel_id, None):
            self.roster.remove(channel_id, user_id)
            self.sidebar_changed(person)

    def channel_changed(self, channel_id: int, view: ChannelView, titles: Titles) -> None:
        """Show the channel under its name as it is now, and under the title that each of its people reads."""
        for person in self.members_online(channel_id):
            own = person.memberships[channel_id]
            now = view["name"], titles.of(person.user_id), view["private"]
            if (own.name, own.title, own.private) != now:
                own.name, own.title, own.private = now
                self.sidebar_changed(person)

    def user_changed(self, user: UserPublic, shared_name: bool) -> None:
        """Show the person under their name, colour and status as they are now."""
        self.invalidate(int(user.id))
        if person := self._people.get(int(user.id)):
            changes = {"display_name": user.display_name, "handle": handle_of(user.username, shared_name)}
            changes |= {"color": user.color, "status": user.status}
            person.view = cast(PersonView, {**person.view, **changes})
            self._transport.push(person.sockets, changes)

    def sidebar_changed(self, person: Person) -> None:
        """Send the person their list of channels: at once, then no more than once a second."""
        if person.sidebar_waiting:
            return
        person.sidebar_waiting = True
        loop = asyncio.get_running_loop()
        loop.call_at(max(loop.time(), person.sidebar_sent_at + SIDEBAR_SECONDS), self._send_sidebar, person)

    async def save_marks(self) -> None:
        """Write down how far people have read; what could not be written is tried again."""
        self.roster.settle()
        await self._unsaved.save()

    def has_unsaved(self, user_id: int) -> bool:
        """Return whether the person has read something that the database does not know of."""
        person = self._people.get(user_id)
        for channel_id in person.memberships if person else ():
            self.roster.settle_reader(user_id, channel_id)
        return self._unsaved.has(user_id)

    def _take(self, load: PersonLoad) -> Person | None:
        """Put a person in their channels, as they were read and with what happened meanwhile."""
        user_id, snapshot = load.user_id, load.snapshot
        if snapshot is None:
            return None
        person = self._people.setdefault(user_id, Person(user_id, snapshot.view, snapshot.is_admin))
        for channel_id in person.memberships:
            self.roster.remove(channel_id, user_id)
        before, person.memberships = person.memberships, snapshot.memberships
        person.view, person.is_admin = snapshot.view, snapshot.is_admin
        for channel_id, membership in person.memberships.items():
            self.roster.put(channel_id, membership, load.highest_seq_seen.get(channel_id, 0))
            if known := before.get(channel_id):
                # Here it is known better: what the database has may be taken back already.
                membership.settled, membership.confirmed = known.settled, known.confirmed
                membership.mentioned |= known.mentioned
            else:
                read_seq = self._unsaved.read_seq(load, channel_id, membership.settled)
                membership.settled = membership.confirmed = read_seq
        return person

    def _send_sidebar(self, person: Person) -> None:
        person.sidebar_waiting = False
        person.sidebar_sent_at = asyncio.get_running_loop().time()
        self._transport.push(person.sockets, {"sidebar": person.sidebar()})
        for membership in person.memberships.values():
            membership.channel.note_list_sent(person.user_id)

    def _membership(self, user_id: int, channel_id: int) -> LiveMembership | None:
        person = self._people.get(user_id)
        return person.memberships.get(channel_id) if person else None

    def _is_confirmed(self, user_id: int, channel_id: int, seq: int) -> bool:
        membership = self._membership(user_id, channel_id)
        return membership is None or seq <= membership.confirmed

    def _confirm(self, user_id: int, channel_id: int, membership: LiveMembership, seq: int) -> None:
        membership.confirmed = max(membership.confirmed, seq)
        self._move(user_id, channel_id, membership, max(membership.read_seq, seq))

    def _move(self, user_id: int, channel_id: int, membership: LiveMembership, seq: int) -> None:
        if seq != membership.read_seq:
            membership.settled = seq
            self._unsaved.put(user_id, channel_id, seq)
            self.sidebar_changed(self._people[user_id])
