"""Who may say that they write, and who hears of it."""

import pytest

from chat_app.errors import Forbidden, NotFound
from chat_app.events import Event, TypingStarted
from chat_app.services.accounts import profiles
from chat_app.services.channels import typing_notice
from chat_app.services.transactions import write
from tests.support.people import channel_of, person

pytestmark = pytest.mark.usefixtures("database")


def test_members_tell_that_they_write_and_others_cannot(told: list[Event]) -> None:
    ann, bob = person("ann"), person("bob")
    write(profiles.change, ann, "Ann Lee")
    club, secret = channel_of(ann, "club"), channel_of(ann, "secret", private=True)
    told.clear()
    write(typing_notice.report, ann, club)
    assert told == [TypingStarted(club, ann.user_id)]
    assert isinstance(told[0], TypingStarted)
    assert told[0].name == "Ann Lee"
    with pytest.raises(Forbidden):
        write(typing_notice.report, bob, club)
    with pytest.raises(NotFound):
        write(typing_notice.report, bob, secret)
    assert len(told) == 1
