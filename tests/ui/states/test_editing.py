"""Editing and deleting in a page."""

from contextlib import suppress
from typing import Any

import pytest

from chat_app.errors import ChatError, Forbidden, NotFound, SignedOut
from chat_app.services.access import Actor
from chat_app.services.accounts import sessions
from chat_app.services.messages import editing, reading
from chat_app.services.messages.undo import trash
from chat_app.services.transactions import read, write
from chat_app.ui.live.hub import hub
from chat_app.ui.states.editing import DeletionState, EditState
from chat_app.ui.states.error_text import ErrorText
from tests.support.people import channel_of, post
from tests.ui.states.test_states import ABSURD, ABSURD_IDS, stored
from tests.ui.tabs import Tab, Tabs, until

pytestmark = pytest.mark.usefixtures("admin")


def text_of(actor: Actor, message_id: str) -> str:
    return read(reading.get, actor, int(message_id)).text


def edit_shown(tab: Tab) -> tuple[str, str, ErrorText]:
    state = tab.state(EditState)
    return state.message_id, state.text, state.error


async def shown(tabs: Tabs, tab: Tab, name: str, value: Any) -> None:
    await until(lambda: [view[name] for view in tabs.pages.window(tab.sid)][-1:] == [value])


async def test_an_edit_begins_with_the_text_as_it_was_typed_and_ends_with_the_new_one(
    tabs: Tabs, ada: Actor, bob: Actor, town: int
) -> None:
    message_id = post(ada, town, "<i>raw</i>")
    tab, other = await tabs.open(ada, "town"), await tabs.open(bob, "town")
    await tab.do(EditState.start_edit, message_id)
    assert edit_shown(tab) == (message_id, "<i>raw</i>", "")
    await tab.do(EditState.save_edit, message_id, "cooked")
    assert edit_shown(tab) == ("", "", "")
    await shown(tabs, other, "html", "cooked")
    await shown(tabs, other, "edited", True)


async def test_ones_last_is_ones_own_and_not_deleted(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    tab = await tabs.open(ada, "town")
    await tab.do(EditState.edit_last)
    assert edit_shown(tab) == ("", "", "")
    first, second = post(ada, town, "first"), post(ada, town, "second")
    post(bob, town, "Bob's")
    write(editing.delete, ada, int(second))
    await until(lambda: len(hub.window(tab.sid)) == 3 and hub.window(tab.sid)[1]["deleted"])
    await tab.do(EditState.edit_last)
    assert edit_shown(tab) == (first, "first", "")


async def test_nobody_edits_what_others_wrote(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    message_id = post(bob, town)
    tab = await tabs.open(ada, "town")
    with pytest.raises(Forbidden):
        await tab.do(EditState.start_edit, message_id)
    assert edit_shown(tab) == ("", "", "")
    await tab.do(EditState.save_edit, message_id, "rude")
    assert "your own" in tab.state(EditState).error
    assert text_of(bob, message_id) == "hello"


async def test_what_is_wrong_with_an_edit_is_said_and_nothing_is_lost(
    tabs: Tabs, ada: Actor, town: int
) -> None:
    message_id = post(ada, town)
    tab = await tabs.open(ada, "town")
    await tab.do(EditState.start_edit, message_id)
    await tab.do(EditState.save_edit, message_id, " ")
    assert edit_shown(tab) == (message_id, "hello", "Write something first.")
    await tab.do(EditState.cancel_edit)
    assert edit_shown(tab) == ("", "", "")
    assert text_of(ada, message_id) == "hello"


async def test_only_an_edit_that_was_stored_is_told_as_saved(tabs: Tabs, ada: Actor, town: int) -> None:
    message_id = post(ada, town)
    tab = await tabs.open(ada, "town")
    await tab.do(EditState.start_edit, message_id)
    await tab.do(EditState.save_edit, message_id, " ")
    assert tab.state(EditState).saved == ""
    await tab.do(EditState.save_edit, message_id, "better")
    assert tab.state(EditState).saved == message_id
    await tab.do(EditState.start_edit, message_id)
    assert tab.state(EditState).saved == ""
    await tab.do(EditState.save_edit, message_id, "best")
    await tab.do(EditState.cancel_edit)
    assert tab.state(EditState).saved == ""


async def test_a_deletion_is_at_once_and_can_be_undone(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    message_id = post(ada, town)
    tab, other = await tabs.open(ada, "town"), await tabs.open(bob, "town")
    await tab.do(DeletionState.delete_message, message_id)
    assert text_of(ada, message_id) == ""
    assert tab.state(DeletionState).message_ids == [message_id]
    await shown(tabs, other, "deleted", True)
    assert "hello" not in str(tab.root.dict())
    await tab.do(DeletionState.undo_delete, message_id)
    assert tab.state(DeletionState).message_ids == []
    assert text_of(ada, message_id) == "hello"
    await shown(tabs, other, "html", "hello")
    with pytest.raises(NotFound):
        await tab.do(DeletionState.undo_delete, message_id)


async def test_each_of_several_deletions_can_be_undone(tabs: Tabs, ada: Actor, town: int) -> None:
    ids = [post(ada, town, f"number {number}") for number in range(7)]
    tab = await tabs.open(ada, "town")
    for message_id in ids:
        await tab.do(DeletionState.delete_message, message_id)
    assert tab.state(DeletionState).message_ids == ids[-5:]
    await tab.do(DeletionState.undo_delete, ids[3])
    await tab.do(DeletionState.forget_deleted, ids[4])
    assert tab.state(DeletionState).message_ids == [ids[2], ids[5], ids[6]]
    await tab.do(DeletionState.undo_delete, ids[6])
    await tab.do(DeletionState.undo_delete, ids[0])  # its notice gave way, and it is there for the time
    texts = [text_of(ada, message_id) for message_id in ids]
    assert [bool(text) for text in texts] == [True, False, False, True, False, False, True]


async def test_after_a_restart_a_deleted_message_stays_deleted(tabs: Tabs, ada: Actor, town: int) -> None:
    message_id = post(ada, town)
    tab = await tabs.open(ada, "town")
    await tab.do(DeletionState.delete_message, message_id)
    trash._kept.clear()  # as a new process has it
    with pytest.raises(NotFound):
        await tab.do(DeletionState.undo_delete, message_id)
    assert text_of(ada, message_id) == ""


async def test_nobody_undoes_what_another_deleted(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    message_id = post(bob, town)
    tab, other = await tabs.open(ada, "town"), await tabs.open(bob, "town")
    await tab.do(DeletionState.delete_message, message_id)
    with pytest.raises(NotFound):
        await other.do(DeletionState.undo_delete, message_id)
    assert text_of(bob, message_id) == ""


async def test_members_do_not_delete_what_others_wrote(tabs: Tabs, ada: Actor, bob: Actor, town: int) -> None:
    message_id = post(ada, town)
    tab = await tabs.open(bob, "town")
    with pytest.raises(Forbidden):
        await tab.do(DeletionState.delete_message, message_id)
    assert tab.state(DeletionState).message_ids == []
    assert text_of(ada, message_id) == "hello"


async def test_the_page_knows_who_owns_the_channel(tabs: Tabs, ada: Actor, town: int) -> None:
    tab = await tabs.open(ada, "town")
    assert hub.value(tab.sid, "channel")["owner_ids"] == [str(ada.user_id)]


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        (EditState.start_edit, [None]),
        (EditState.save_edit, [None, "text"]),
        (DeletionState.delete_message, [None]),
        (DeletionState.undo_delete, [None]),
    ],
    ids=["start_edit", "save_edit", "delete_message", "undo_delete"],
)
async def test_absurd_and_foreign_ids_change_nothing(
    tabs: Tabs, ada: Actor, bob: Actor, handler: Any, arguments: list[Any]
) -> None:
    hidden = post(bob, channel_of(bob, "den", private=True))
    tab, before = await tabs.open(ada), stored()
    for absurd in [*ABSURD_IDS, hidden]:
        with suppress(ChatError):
            await tab.do(handler, absurd, *arguments[1:])
    assert stored() == before


async def test_absurd_texts_are_no_edits(tabs: Tabs, ada: Actor, town: int) -> None:
    message_id = post(ada, town)
    tab, before = await tabs.open(ada, "town"), stored()
    for absurd in ABSURD:
        await tab.do(EditState.save_edit, message_id, absurd)
        assert tab.state(EditState).error
    assert stored() == before


async def test_whoever_signed_out_changes_nothing(tabs: Tabs, ada: Actor, town: int) -> None:
    message_id = post(ada, town)
    tab = await tabs.open(ada, "town")
    write(sessions.end, ada)
    for handler in (EditState.start_edit, DeletionState.delete_message, DeletionState.undo_delete):
        with pytest.raises(SignedOut):
            await tab.do(handler, message_id)
