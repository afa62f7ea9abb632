"""The newest messages of a channel."""

import random

import pytest

from chat_app.realtime.views import QuoteView
from chat_app.realtime.windows import KEEP_RECENT, SETTLE_AT, WINDOW, Window, views_of
from chat_app.schemas import QuotePublic
from tests.realtime.fakes import message, user

MINUTE = 60_000


def shown(window: Window) -> list[int]:
    return [view["seq"] for view in [*window.settled, *window.recent]]


def loaded(number: int) -> Window:
    """A window as it is loaded from a channel of so many messages."""
    window = Window()
    window.load([message(seq) for seq in range(max(1, number - WINDOW), number + 1)])
    return window


def test_consecutive_messages_of_one_author_are_a_group() -> None:
    views = views_of([message(1, 1), message(2, 1), message(3, 2), message(4, 1)])
    assert [view["starts_group"] for view in views] == [True, False, True, True]


def test_a_pause_of_more_than_five_minutes_starts_a_group() -> None:
    at = [message(1).created_at.replace(minute=minute) for minute in (0, 5, 11)]
    views = views_of([message(seq + 1, created_at=time) for seq, time in enumerate(at)])
    assert [view["starts_group"] for view in views] == [True, False, True]


def test_each_message_knows_when_the_one_before_was_posted() -> None:
    first, second = views_of([message(1), message(2)])
    assert (first["previous_at"], second["previous_at"]) == (0, first["at"])
    assert second["at"] - first["at"] == MINUTE


def test_an_empty_window_starts_nowhere() -> None:
    window = Window()
    assert (window.start, window.last_seq, shown(window)) == (0, 0, [])


def test_the_first_message_of_a_channel_changes_the_start_too() -> None:
    window = Window()
    assert window.add(message(1)) == {"recent", "start"}
    assert window.add(message(2)) == {"recent"}


def test_a_new_message_changes_only_the_recent_part_until_that_has_grown() -> None:
    window = Window()
    changes = [window.add(message(seq)) for seq in range(1, SETTLE_AT + 1)]
    assert all("settled" not in changed for changed in changes[:-1])
    assert changes[-1] == {"settled", "recent", "start"}
    assert len(window.recent) == KEEP_RECENT
    assert shown(window) == list(range(1, SETTLE_AT + 1))


def test_the_parts_are_replaced_and_never_changed_in_place() -> None:
    window = loaded(10)
    settled, recent = window.settled, window.recent
    before = [*settled], [*recent]
    for seq in range(11, 60):
        window.add(message(seq))
    window.rename(user(1, "Ada"))
    assert (settled, recent) == before


def test_a_window_stays_bounded_however_many_messages_come() -> None:
    window = Window()
    for seq in range(1, 1000):
        window.add(message(seq))
        assert shown(window) == list(range(window.start, seq + 1))
        assert len(shown(window)) < WINDOW + SETTLE_AT


@pytest.mark.parametrize("number", [1, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 2, 3 * WINDOW])
def test_a_loaded_window_shows_the_newest_with_what_came_before_them(number: int) -> None:
    everything = views_of([message(seq) for seq in range(1, number + 1)])
    window = loaded(number)
    views = [*window.settled, *window.recent]
    assert views == everything[-len(views) :]
    assert len(views) >= min(WINDOW, number)
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
    views = [*anew.settled, *anew.recent]
    assert [*window.settled, *window.recent][-len(views) :] == views


def test_loading_what_is_shown_already_leaves_the_window_as_it_has_grown() -> None:
    window = loaded(100)
    for seq in range(101, 116):
        window.add(message(seq))
    before = window.start, window.settled, window.recent
    window.load([message(seq) for seq in range(115 - WINDOW, 116)])
    assert (window.start, window.settled, window.recent) == before


def test_loading_something_else_begins_anew() -> None:
    window = loaded(100)
    window.load([message(seq, text="edited") for seq in range(40, 101)])
    assert {view["html"] for view in window.settled} == {"edited"}
    window.load([])
    assert shown(window) == []


def test_an_edited_message_is_shown_as_it_is_now() -> None:
    window = loaded(30)
    edited = message(3, text="<b>now</b>", edited_at=message(40).created_at)
    assert window.replace(edited) == {"settled"}
    assert window.settled[2]["html"] == "&lt;b&gt;now&lt;/b&gt;"
    assert window.settled[2]["edited"]
    assert window.replace(message(30, text="later")) == {"recent"}


def test_a_deleted_message_keeps_its_place_and_loses_its_text() -> None:
    window = loaded(3)
    assert window.replace(message(2, text="", deleted=True)) == {"recent"}
    assert [(view["seq"], view["html"], view["deleted"]) for view in window.recent] == [
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
    assert window.rename(user(1, "Ada", "pink")) == {"settled", "recent"}
    names = {(view["author_id"], view["author"], view["color"]) for view in window.settled + window.recent}
    assert names == {("1", "Ada", "pink"), ("0", "User 0", "red")}
    assert window.rename(user(7, "Nobody")) == set()


def test_a_quote_shows_the_original_as_it_is_now() -> None:
    window = Window()
    original = message(1, 1, "**first**")
    quote = QuotePublic(
        id=original.id, seq=1, author_id="1", author="User 1", text="**first**", deleted=False
    )
    window.load([original, message(2, 2, quote=quote, reply_to=original.id)])

    def quoted() -> QuoteView | None:
        return [*window.settled, *window.recent][-1]["quote"]

    assert quoted() == {**quote.model_dump(), "text": "first"}
    assert window.replace(message(1, 1, "x" * 500)) == {"recent"}
    assert quoted() == {**quote.model_dump(), "text": "x" * 120}
    window.rename(user(1, "Ada"))
    window.replace(message(1, 1, deleted=True).model_copy(update={"text": ""}))
    assert quoted() == {**quote.model_dump(), "text": "", "deleted": True, "author": "Ada"}
