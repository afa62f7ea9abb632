"""How changes of messages reach whoever reads far back."""

from typing import Any

import pytest

from chat_app.services.access import Actor
from chat_app.services.channels import read_marks
from chat_app.services.messages import editing, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import write
from chat_app.ui.live.hub import hub
from chat_app.ui.states.history import HistoryState
from tests.support.people import post
from tests.ui.tabs import Tab, Tabs, until

pytestmark = pytest.mark.usefixtures("admin")


async def far_back(tabs: Tabs, actor: Actor, channel_id: int, author: Actor) -> tuple[Tab, list[str]]:
    """Return a tab that reads the past of a channel with a hundred messages; their ids."""

    def insert_all(session: Any) -> list[str]:
        return [
            storing.insert(session, author, Draft(channel_id, f"number {number}"))[0].id
            for number in range(1, 101)
        ]

    ids = write(insert_all)
    write(read_marks.advance, actor, channel_id, 100)
    tab = await tabs.open(actor, "town")
    await tab.do(HistoryState.load_older)
    while tab.state(HistoryState).page[0]["seq"] > 1:
        await tab.do(HistoryState.load_older)
    return tab, ids


async def changes_heard(tab: Tab, number: int) -> None:
    await until(lambda: hub.value(tab.sid, "change") == number)


async def test_changes_reach_whoever_reads_far_back(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    tab, ids = await far_back(tabs, bob, town, ada)
    write(editing.edit, ada, int(ids[2]), "edited, out of the window")
    write(editing.edit, ada, int(ids[98]), "edited, within it")
    write(editing.delete, ada, int(ids[4]))
    await changes_heard(tab, 3)
    await tab.do(HistoryState.load_changes)
    page = {view["id"]: view for view in tab.state(HistoryState).page}
    assert page[ids[2]]["html"] == "edited, out of the window"
    assert page[ids[98]]["html"] == "edited, within it"
    assert (page[ids[4]]["deleted"], page[ids[4]]["html"]) == (True, "")
    assert len(page) == len(tab.state(HistoryState).page)


async def test_a_page_that_has_every_change_asks_for_nothing(
    tabs: Tabs, ada: Actor, bob: Actor, town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, ids = await far_back(tabs, bob, town, ada)
    write(editing.edit, ada, int(ids[60]), "edited")
    await changes_heard(tab, 1)
    await tab.do(HistoryState.load_changes)
    page = tab.state(HistoryState).page
    monkeypatch.setattr("chat_app.ui.states.history.changes.between", None)
    await tab.do(HistoryState.load_changes)
    assert tab.state(HistoryState).page == page
    await tab.do(HistoryState.jump_to_present)
    await tab.do(HistoryState.load_changes)
    assert not tab.state(HistoryState).active


async def test_a_text_that_was_deleted_is_gone_from_quotes_far_back_too(
    tabs: Tabs, ada: Actor, bob: Actor, town: int
) -> None:
    said = post(ada, town, "secret")
    reply = write(storing.insert, bob, Draft(town, "yes", reply_to=int(said)))[0].id
    tab, _ = await far_back(tabs, bob, town, ada)
    write(editing.delete, ada, int(said))
    await changes_heard(tab, 1)
    await tab.do(HistoryState.load_changes)
    page = {view["id"]: view for view in tab.state(HistoryState).page}
    quote = page[reply]["quote"]
    assert quote is not None
    assert quote["deleted"]
    assert "secret" not in str(tab.root.dict())
