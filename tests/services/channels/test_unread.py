"""What counts as unread, for the page and for REST alike."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from chat_app.models import Mention
from chat_app.services.access import Actor
from chat_app.services.channels import channels, read_marks
from chat_app.services.live_source import LiveSource
from chat_app.services.messages import editing, storing, undo
from chat_app.services.messages.drafts import Draft
from chat_app.services.messages.editing import Deleted
from chat_app.services.transactions import read, write
from tests.services.conftest import Counted
from tests.support.people import channel_of

NAMES = (f"unread-{number}" for number in count(1))
# Each a deed and which message it is done to; numbers beyond the newest mean none.
DEEDS = st.lists(
    st.tuples(st.sampled_from(("post", "post", "mention", "delete", "restore", "read")), st.integers(0, 12)),
    max_size=25,
)


def page_of(actor: Actor, channel_id: int) -> tuple[int, int]:
    """Return what the page counts as unread, and of that as mentions."""
    person = LiveSource().person(actor.user_id)
    assert person is not None
    membership = person.memberships[channel_id]
    return membership.unread, membership.mentions


def rest_of(actor: Actor, channel_id: int) -> int:
    """Return what REST counts."""
    return read(channels.get, actor, channel_id).unread


class Talk:
    """A channel of Ann's that Bob reads, and beside it what is known to be in it."""

    def __init__(self, ann: Actor, bob: Actor) -> None:
        self.ann = ann
        self.id = channel_of(ann, next(NAMES), bob)
        self.posted: list[int] = []  # ids
        self.mentions: set[int] = set()  # indexes
        self.trash: dict[int, Deleted] = {}  # by index
        self.bob, self.read = bob, 0

    def do(self, deed: str, number: int) -> None:
        if deed in ("post", "mention"):
            text = "hello @bob" if deed == "mention" else "hello"
            self.mentions |= {len(self.posted)} if deed == "mention" else set()
            self.posted.append(int(write(storing.insert, self.ann, Draft(self.id, text))[0].id))
        elif deed == "read":
            write(read_marks.advance, self.bob, self.id, number)
            self.read = max(self.read, min(number, len(self.posted)))
        elif deed == "restore" and number in self.trash:
            write(undo.restore, self.ann, self.trash.pop(number))
        elif deed == "delete" and number < len(self.posted) and number not in self.trash:
            deleted = write(editing.delete, self.ann, self.posted[number])
            assert deleted is not None
            self.trash[number] = deleted

    def unread(self) -> list[int]:
        """Count one by one."""
        return [index for index in range(self.read, len(self.posted)) if index not in self.trash]


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_what_was_deleted_is_not_unread_whatever_was_done_before(
    ann: Actor, bob: Actor, deeds: list[tuple[str, int]]
) -> None:
    talk = Talk(ann, bob)
    for deed in deeds:
        talk.do(*deed)
    unread = talk.unread()
    assert rest_of(bob, talk.id) == len(unread)
    assert page_of(bob, talk.id) == (len(unread), len(talk.mentions.intersection(unread)))


def test_three_messages_posted_and_deleted_are_nothing_new(ann: Actor, bob: Actor, town: int) -> None:
    posted = [int(write(storing.insert, ann, Draft(town, "@bob oh"))[0].id) for _ in range(3)]
    assert (rest_of(bob, town), page_of(bob, town)) == (3, (3, 3))
    for message_id in posted:
        write(editing.delete, ann, message_id)
    assert (rest_of(bob, town), page_of(bob, town)) == (0, (0, 0))
    [listed] = [each for each in read(channels.list_visible, bob) if each.id == str(town)]
    assert listed.unread == 0
    assert read(lambda session: session.exec(select(col(Mention.seq))).all()) == []


def test_nothing_is_unread_where_one_is_not(ann: Actor, eve: Actor, town: int, hello: int) -> None:
    write(editing.delete, ann, hello)
    found = read(channels.get, eve, town)
    assert (found.joined, found.unread) == (False, 0)


def test_counting_the_deleted_ones_is_part_of_one_statement(
    ann: Actor, town: int, hello: int, statements: Counted
) -> None:
    with statements() as ran:
        read(channels.list_visible, ann)
    assert len(ran) == 1
