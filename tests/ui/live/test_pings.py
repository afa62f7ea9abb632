"""Who does not answer is given up, and nobody is asked more than once a round."""

import asyncio
from collections.abc import Collection

from chat_app.ui.live.pings import TURNS, Pings

ROUND = 320.0  # seconds


class Asked:
    """Pages that answer at once, except those in `silent`; what they were asked, and when."""

    def __init__(self) -> None:
        self.silent: set[str] = set()
        self.asked: list[tuple[str, float]] = []
        self.given_up: list[tuple[str, float]] = []
        self.pings = Pings(ROUND, self._ask, self._give_up)
        self._began = asyncio.get_running_loop().time()

    def _ask(self, sids: Collection[str]) -> None:
        for sid in sids:
            self.asked.append((sid, self._now()))
            if sid not in self.silent:
                self.pings.note_answer(sid)

    def _give_up(self, sid: str) -> None:
        self.given_up.append((sid, self._now()))
        self.pings.remove(sid)

    def _now(self) -> float:
        return round(asyncio.get_running_loop().time() - self._began)

    def times(self, sid: str) -> list[float]:
        return [at for each, at in self.asked if each == sid]


async def test_a_page_is_asked_once_a_round_as_long_as_it_answers() -> None:
    pages = Asked()
    pages.pings.add("one")
    await asyncio.sleep(3.5 * ROUND)
    assert pages.times("one") == [ROUND, 2 * ROUND, 3 * ROUND]
    assert pages.given_up == []
    pages.pings.remove("one")


async def test_a_page_that_does_not_answer_is_given_up_after_a_round_and_the_others_stay() -> None:
    pages = Asked()
    pages.silent.add("gone")
    pages.pings.add("one")
    pages.pings.add("gone")
    await asyncio.sleep(4 * ROUND)
    (asked,) = pages.times("gone")
    assert pages.given_up == [("gone", asked + ROUND)]
    assert len(pages.times("one")) == 4
    pages.pings.remove("one")


async def test_those_who_come_at_once_are_asked_one_after_the_other() -> None:
    pages = Asked()
    for number in range(2 * TURNS):
        pages.pings.add(str(number))
    await asyncio.sleep(ROUND)
    moments = [at for _, at in pages.asked]
    assert sorted(moments) == sorted([ROUND / TURNS * turn for turn in range(1, TURNS + 1)] * 2)
    for number in range(2 * TURNS):
        pages.pings.remove(str(number))


async def test_a_page_that_has_gone_is_not_asked_and_its_late_answer_is_no_trouble() -> None:
    pages = Asked()
    pages.pings.add("one")
    pages.pings.add("two")
    pages.pings.remove("one")
    pages.pings.remove("one")
    pages.pings.note_answer("one")
    await asyncio.sleep(2 * ROUND)
    assert pages.times("one") == []
    assert len(pages.times("two")) == 2
    pages.pings.remove("two")


async def test_with_nobody_there_nothing_has_to_be_done() -> None:
    pages = Asked()
    pages.pings.add("one")
    pages.pings.remove("one")
    await asyncio.sleep(ROUND)
    assert pages.pings._timer is None
    pages.pings.add("two")
    await asyncio.sleep(ROUND)
    assert len(pages.times("two")) == 1
    pages.pings.remove("two")
