"""The channels of the connected people: what their members have in common, and who of them reads along."""

from collections.abc import Callable, Iterator

from chat_app.realtime.person import LiveChannel, LiveMembership


class Roster:
    """Channels by id, as long as a member is connected or somebody reads along.

    Who reads along has read whatever there is, so a message changes nothing that would have to be kept for
    each of them: how far they have read is worked out when somebody asks. `note(user id, channel id, seq)` is
    told it when it has to be saved, and when they stop.
    """

    def __init__(self, note: Callable[[int, int, int], object]) -> None:
        self._channels: dict[int, LiveChannel] = {}
        self._note = note

    def get(self, channel_id: int) -> LiveChannel | None:
        return self._channels.get(channel_id)

    def members(self, channel_id: int) -> Iterator[int]:
        """Return the ids of the connected members of a channel."""
        channel = self._channels.get(channel_id)
        return iter(list(channel.members) if channel else [])

    def where(self, wanted: Callable[[LiveMembership], bool]) -> list[int]:
        """Return the channels with connected members, of a membership of which this is so."""
        members = {each: channel.members for each, channel in self._channels.items() if channel.members}
        return [each for each, own in members.items() if wanted(next(iter(own.values())))]

    def put(self, channel_id: int, membership: LiveMembership, highest_seq_seen: int) -> None:
        """Take in a connected member as they were read; up to `highest_seq_seen` was told meanwhile."""
        read = membership.channel
        channel = membership.channel = self._channels.setdefault(channel_id, read)
        channel.deleted.add(read.deleted)
        channel.last_seq = max(channel.last_seq, read.last_seq, highest_seq_seen)
        channel.members[membership.user_id] = membership
        channel.note_list_sent(membership.user_id)

    def remove(self, channel_id: int, user_id: int) -> None:
        """Forget a member who has left or gone."""
        if channel := self._channels.get(channel_id):
            channel.members.pop(user_id, None)
            channel.up_to_date.discard(user_id)
            self._let_go(channel_id, channel)

    def begin_reading(self, user_id: int, channel_id: int) -> bool:
        """Have a user read along; return whether a member has read more by that."""
        channel = self._channels.setdefault(channel_id, LiveChannel())
        channel.readers.add(user_id)
        channel.up_to_date.discard(user_id)
        membership = channel.members.get(user_id)
        return membership is not None and self._settle(channel_id, membership)

    def stop_reading(self, user_id: int, channel_id: int) -> None:
        """Leave it at what the user has read until now."""
        if (channel := self._channels.get(channel_id)) is None:
            return
        if membership := channel.members.get(user_id):
            self._settle(channel_id, membership)
        channel.readers.discard(user_id)
        channel.note_list_sent(user_id)
        self._let_go(channel_id, channel)

    def settle(self) -> None:
        """Note how far everybody who reads along has read."""
        for channel_id, channel in self._channels.items():
            for user_id in channel.readers & channel.members.keys():
                self._settle(channel_id, channel.members[user_id])

    def settle_reader(self, user_id: int, channel_id: int) -> None:
        """Note how far one member has read, if they read along there."""
        channel = self._channels.get(channel_id)
        if channel and user_id in channel.readers and (membership := channel.members.get(user_id)):
            self._settle(channel_id, membership)

    def _settle(self, channel_id: int, membership: LiveMembership) -> bool:
        if membership.settled == (seq := membership.read_seq):
            return False
        membership.settled = seq
        self._note(membership.user_id, channel_id, seq)
        return True

    def _let_go(self, channel_id: int, channel: LiveChannel) -> None:
        if not channel.members and not channel.readers:
            del self._channels[channel_id]
