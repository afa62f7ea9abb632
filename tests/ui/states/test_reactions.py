"""Reacting in a page."""

from contextlib import suppress
from typing import Any

import pytest

from chat_app.errors import ChatError, NotFound
from chat_app.realtime.rendering import MAX_REACTION_USERS, content_of
from chat_app.schemas import ReactionPublic
from chat_app.services.access import Actor
from chat_app.services.messages import reading, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from chat_app.ui.states.reactions import ReactionsState
from tests.support.fakes import message
from tests.support.people import channel_of
from tests.ui.states.test_states import ABSURD, ABSURD_IDS, stored
from tests.ui.tabs import Tabs, until

pytestmark = pytest.mark.usefixtures("admin")


async def test_a_reaction_is_shown_to_all_and_tells_who_gave_it(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    message_id = write(storing.insert, ada, Draft(channel_of(ada, "town", bob), "hello"))[0].id
    tab, other = await tabs.open(ada, "town"), await tabs.open(bob, "town")
    await tab.do(ReactionsState.add_reaction, message_id, "👍")
    await other.do(ReactionsState.toggle_reaction, message_id, "👍")
    ids = [str(ada.user_id), str(bob.user_id)]
    given = [{"emoji": "👍", "count": 2, "user_ids": ids}]
    await until(lambda: tabs.pages.window(other.sid)[-1]["reactions"] == given)
    await other.do(ReactionsState.ask_who_reacted, message_id, "👍")
    state = other.state(ReactionsState)
    assert (state.message_id, state.emoji, state.names) == (message_id, "👍", ["ada", "bob"])
    await tab.do(ReactionsState.toggle_reaction, message_id, "👍")
    await until(lambda: tabs.pages.window(other.sid)[-1]["reactions"][0]["user_ids"] == ids[1:])


async def test_outsiders_do_not_react(tabs: Tabs, ada: Actor, bob: Actor) -> None:
    hidden = write(storing.insert, ada, Draft(channel_of(ada, "den", private=True), "psst"))[0].id
    tab, before = await tabs.open(bob), stored()
    for handler in (
        ReactionsState.add_reaction,
        ReactionsState.toggle_reaction,
        ReactionsState.ask_who_reacted,
    ):
        with pytest.raises(NotFound):
            await tab.do(handler, hidden, "👍")
    assert stored() == before


@pytest.mark.parametrize(
    "handler",
    [ReactionsState.add_reaction, ReactionsState.toggle_reaction, ReactionsState.ask_who_reacted],
    ids=lambda handler: handler.fn.__name__,
)
async def test_absurd_arguments_change_nothing(tabs: Tabs, ada: Actor, handler: Any) -> None:
    message_id = write(storing.insert, ada, Draft(channel_of(ada, "town"), "hello"))[0].id
    tab, before = await tabs.open(ada, "town"), stored()
    for arguments in [
        *((absurd, "👍") for absurd in ABSURD_IDS),
        *((message_id, absurd) for absurd in ABSURD),
    ]:
        with suppress(ChatError):
            await tab.do(handler, *arguments)
    assert stored() == before
    assert read(reading.get, ada, int(message_id)).reactions == []


def test_a_view_names_a_bounded_number_of_people() -> None:
    everybody = [str(number) for number in range(1000)]
    popular = message(1, reactions=[ReactionPublic(emoji="👍", count=1000, user_ids=everybody)])
    [shown] = content_of(popular)["reactions"]
    assert (shown["count"], len(shown["user_ids"])) == (1000, MAX_REACTION_USERS)
