"""What the members of a channel have in common, and how far those have read who read along."""

import pytest

from chat_app.realtime.person import Deleted, LiveChannel, LiveMembership
from chat_app.realtime.roster import Roster
from tests.support.fakes import World

TOWN = 7


class Kept(Roster):
    """A roster with the marks that it has noted."""

    def __init__(self) -> None:
        self.noted: list[tuple[int, int, int]] = []
        super().__init__(lambda *mark: self.noted.append(mark))

    def come(self, user_id: int, last_seq: int = 10, read: int = 10, told: int = 0) -> LiveMembership:
        membership = LiveMembership(user_id, "town", "town", False, read, LiveChannel(last_seq))
        self.put(TOWN, membership, told)
        return membership

    def post(self) -> None:
        channel = self.get(TOWN)
        assert channel
        channel.last_seq += 1


def test_all_members_of_a_channel_know_of_a_message_by_one_number() -> None:
    roster = Kept()
    members = [roster.come(user_id) for user_id in (1, 2)]
    roster.post()
    assert [member.unread for member in members] == [1, 1]


@pytest.mark.parametrize(("last_seq", "told", "newest"), [(9, 0, 10), (11, 0, 11), (9, 12, 12)])
def test_whoever_comes_brings_what_is_newer_and_takes_back_nothing(
    last_seq: int, told: int, newest: int
) -> None:
    roster = Kept()
    first, second = roster.come(1), roster.come(2, last_seq, 9, told)
    assert first.channel is second.channel
    assert (first.channel.last_seq, second.unread) == (newest, newest - 9)


def test_what_one_knows_to_be_deleted_is_unread_for_nobody() -> None:
    roster = Kept()
    first = roster.come(1, read=5)
    second = LiveMembership(2, "town", "town", False, 5, LiveChannel(10, Deleted([7])))
    roster.put(TOWN, second, 0)
    assert (first.unread, second.unread) == (4, 4)


def test_who_reads_along_has_read_all_and_that_is_noted_when_somebody_asks() -> None:
    roster = Kept()
    reader, other = roster.come(1, read=8), roster.come(2)
    assert roster.begin_reading(1, TOWN)
    assert not roster.begin_reading(1, TOWN)
    roster.post()
    roster.post()
    assert (reader.read_seq, reader.unread, other.unread) == (12, 0, 2)
    assert roster.noted == [(1, TOWN, 10)]
    roster.settle()
    roster.settle()
    assert roster.noted == [(1, TOWN, 10), (1, TOWN, 12)]


def test_what_was_read_along_stays_read_and_what_comes_afterwards_is_not() -> None:
    roster = Kept()
    reader = roster.come(1)
    roster.begin_reading(1, TOWN)
    roster.post()
    roster.stop_reading(1, TOWN)
    roster.post()
    assert (reader.read_seq, reader.unread, roster.noted) == (11, 1, [(1, TOWN, 11)])


def test_a_mark_that_is_ahead_of_what_is_known_here_goes_not_back_by_reading_along() -> None:
    roster = Kept()
    reader = roster.come(1, last_seq=10, read=12)
    assert not roster.begin_reading(1, TOWN)
    assert (reader.read_seq, reader.unread) == (12, 0)


def test_a_reader_who_becomes_a_member_has_read_all() -> None:
    roster = Kept()
    assert not roster.begin_reading(1, TOWN)
    assert roster.come(1, read=3).unread == 0
    roster.settle()
    assert roster.noted == [(1, TOWN, 10)]


def test_a_channel_is_forgotten_with_its_last_member_and_reader() -> None:
    roster = Kept()
    roster.come(1)
    roster.begin_reading(2, TOWN)
    roster.remove(TOWN, 1)
    assert roster.get(TOWN)
    roster.stop_reading(2, TOWN)
    assert roster.get(TOWN) is None
    roster.stop_reading(2, TOWN)
    roster.remove(TOWN, 1)
    assert list(roster.members(TOWN)) == []


async def test_a_message_looks_at_none_of_those_who_read_along(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = range(1, 21)
    world.person(*people, 99)
    world.channel(1, *people, 99)
    for user_id in people:
        world.hub.follow(await world.page(user_id, 1), True)
    looked_at: list[int] = []
    read_seq = LiveMembership.read_seq.fget
    assert read_seq

    def look(membership: LiveMembership) -> int:
        looked_at.append(membership.user_id)
        return read_seq(membership)

    monkeypatch.setattr(LiveMembership, "read_seq", property(look))
    world.post(1, 99)
    assert looked_at == []
    world.post(1, 1)
    assert set(looked_at) == {1}


async def test_one_who_does_not_look_is_visited_once_until_their_list_has_been_sent(world: World) -> None:
    world.person(1, 2)
    world.channel(1, 1, 2)
    sid = await world.page(2)
    channel = world.hub._people.roster.get(1)
    assert channel
    assert channel.up_to_date == {2}
    world.post(1, 1)
    world.post(1, 1)
    assert channel.up_to_date == set()
    await world.rounds(0)
    assert channel.up_to_date == {2}
    assert (world.sidebar(sid), world.pages.shown[sid]["sidebar"][0]["unread"]) == ({"channel-1": 2}, 2)
