"""The newest messages of a channel."""

import logging
import random
from typing import Any

import pytest

from chat_app.realtime.rendering import views_of
from chat_app.realtime.views import QuoteView
from chat_app.realtime.windows import SLOTS, WINDOW, Window
from chat_app.schemas import QuotePublic
from chat_app.text import markdown
from chat_app.text.markdown import names_in, to_plain
from tests.support.fakes import message, user

MINUTE = 60_000


def shown(window: Window) -> list[int]:
    return [view["seq"] for view in window.messages]


def loaded(number: int) -> Window:
    """Return a window as it is loaded from a channel of so many messages."""
    window = Window()
    window.load([message(seq) for seq in range(max(1, number - WINDOW), number + 1)])
    return window


def test_each_message_knows_when_the_one_before_was_posted_and_by_whom() -> None:
    first, second = views_of([message(1, 1), message(2, 2)])
    assert (first["previous_at"], second["previous_at"]) == (0, first["at"])
    assert (first["previous_author_id"], second["previous_author_id"]) == ("", first["author_id"])
    assert second["at"] - first["at"] == MINUTE


def test_an_empty_window_starts_nowhere() -> None:
    window = Window()
    assert (window.start, window.last_seq, shown(window)) == (0, 0, [])


def test_the_first_message_of_a_channel_changes_the_start_too() -> None:
    window = Window()
    assert window.add(message(1)) == {"slot_0", "start"}
    assert window.add(message(2)) == {"slot_1"}


def test_a_new_message_changes_its_slot_and_moves_no_other() -> None:
    window = loaded(1000)
    for seq in range(1001, 1200):
        before = window.slots.copy()
        changed = window.add(message(seq))
        names = [name for name in SLOTS if window.slots[name] is not before[name]]
        assert len(names) == 1
        assert changed == {names[0], "start"}


def test_messages_are_replaced_and_never_changed_in_place() -> None:
    window = loaded(10)
    before = window.slots.copy()
    copies = {name: {**view} if view else None for name, view in before.items()}
    for seq in range(11, 90):
        window.add(message(seq))
    window.rename(user(1, "Ada"))
    assert before == copies


def test_a_window_stays_bounded_however_many_messages_come() -> None:
    window = Window()
    for seq in range(1, 1000):
        window.add(message(seq))
        assert shown(window) == list(range(window.start, seq + 1))
        assert len(shown(window)) == min(seq, WINDOW)


@pytest.mark.parametrize("number", [1, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 2, 3 * WINDOW])
def test_a_loaded_window_shows_the_newest_with_what_came_before_them(number: int) -> None:
    everything = views_of([message(seq) for seq in range(1, number + 1)])
    window = loaded(number)
    views = window.messages
    assert views == everything[-len(views) :]
    assert len(views) == min(WINDOW, number)
    assert (window.start > 1) == (len(views) < number)


@pytest.mark.parametrize("seed", range(20))
def test_the_state_after_events_is_the_state_loaded_anew(seed: int) -> None:
    chance = random.Random(seed)
    stored = [message(seq, chance.randint(1, 3)) for seq in range(1, chance.randint(1, 100))]
    window = Window()
    window.load(stored[-WINDOW - 1 :])
    for _ in range(chance.randint(1, 200)):
        if chance.random() < 0.7:
            stored.append(message(len(stored) + 1, chance.randint(1, 3)))
            window.add(stored[-1])
        else:
            position = chance.randrange(len(stored))
            stored[position] = stored[position].model_copy(update={"text": f"edited {chance.random()}"})
            window.replace(stored[position])
    anew = Window()
    anew.load(stored[-WINDOW - 1 :])
    assert (window.start, window.last_seq, window.slots) == (anew.start, anew.last_seq, anew.slots)


def test_loading_something_else_begins_anew() -> None:
    window = loaded(100)
    window.load([message(seq, text="edited") for seq in range(40, 101)])
    assert {view["html"] for view in window.messages} == {"edited"}
    window.load([])
    assert (window.start, window.last_seq, shown(window)) == (0, 0, [])


def test_an_edited_message_is_shown_as_it_is_now() -> None:
    window = loaded(30)
    edited = message(3, text="<b>now</b>", edited_at=message(40).created_at)
    assert window.replace(edited) == {"slot_2"}
    assert window.messages[2]["html"] == "&lt;b&gt;now&lt;/b&gt;"
    assert window.messages[2]["edited"]
    assert window.replace(message(30, text="later")) == {"slot_29"}


def test_a_deleted_message_keeps_its_place_and_loses_its_text() -> None:
    window = loaded(3)
    assert window.replace(message(2, text="", deleted=True)) == {"slot_1"}
    assert [(view["seq"], view["html"], view["deleted"]) for view in window.messages] == [
        (1, "message 1", False),
        (2, "", True),
        (3, "message 3", False),
    ]


def test_a_message_before_the_window_changes_nothing() -> None:
    window = loaded(200)
    assert window.replace(message(1, text="edited")) == set()


def test_a_renamed_author_is_renamed_in_all_their_messages_and_nobody_else_is() -> None:
    window = Window()
    window.load([message(seq, author_id=seq % 2) for seq in range(1, 31)])
    assert window.rename(user(1, "Ada", "pink")) == {f"slot_{number}" for number in range(0, 30, 2)}
    names = {(view["author_id"], view["author"], view["color"]) for view in window.messages}
    assert names == {("1", "Ada", "pink"), ("0", "User 0", "red")}
    assert window.rename(user(7, "Nobody")) == set()


def test_a_quote_shows_the_original_as_it_is_now() -> None:
    window = Window()
    original = message(1, 1, "**first**")
    quote = QuotePublic(
        id=original.id,
        seq=1,
        author_id="1",
        author="User 1",
        username="user1",
        text="**first**",
        deleted=False,
    )
    window.load([original, message(2, 2, quote=quote, reply_to=original.id)])

    def quoted() -> QuoteView | None:
        return window.messages[-1]["quote"]

    shown = {**quote.model_dump(exclude={"username", "shared_name"}), "handle": ""}
    assert quoted() == {**shown, "text": "first"}
    assert window.replace(message(1, 1, "x" * 500)) == {"slot_0", "slot_1"}
    assert quoted() == {**shown, "text": "x" * 120}
    window.rename(user(1, "Ada"), shared_name=True)
    window.replace(message(1, 1, deleted=True).model_copy(update={"text": ""}))
    assert quoted() == {**shown, "text": "", "deleted": True, "author": "Ada", "handle": "@user1"}
    window.rename(user(1, "Ada"))
    assert quoted() == {**shown, "text": "", "deleted": True, "author": "Ada"}


def test_a_quote_of_somebody_whose_name_others_have_says_whose_it_is() -> None:
    quote = QuotePublic(
        id="10001",
        seq=1,
        author_id="1",
        author="Ann",
        username="ann",
        shared_name=True,
        text="",
        deleted=False,
    )
    [view] = views_of([message(2, 2, quote=quote)])
    assert view["quote"]
    assert view["quote"]["handle"] == "@ann"


def test_a_message_that_cannot_be_read_is_shown_as_it_was_typed_and_the_others_as_ever(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    parse = markdown.reader.parse

    def fails(text: str, *more: Any) -> Any:
        if "secret" in text:
            raise ValueError(text)
        return parse(text, *more)

    monkeypatch.setattr(markdown.reader, "parse", fails)
    typed = ["**one**", "**<secret>** @ann", "**three**"]
    window = Window()
    with caplog.at_level(logging.ERROR):
        window.load([message(seq, text=text) for seq, text in enumerate(typed, 1)])
        quote = QuotePublic(
            id="10002", seq=2, author_id="1", author="Ann", username="ann", text=typed[1], deleted=False
        )
        window.take(message(4, text="*four*", quote=quote))
        assert to_plain(typed[1]) == typed[1]
        assert names_in(typed[1]) == []
    assert [view["html"] for view in window.messages] == [
        "<strong>one</strong>",
        "**&lt;secret&gt;** @ann",
        "<strong>three</strong>",
        "<em>four</em>",
    ]
    quoted = window.messages[3]["quote"]
    assert quoted
    assert (quoted["author"], quoted["text"]) == ("Ann", typed[1])
    assert "A text of 17 characters could not be read: ValueError" in caplog.text
    assert "secret" not in caplog.text
