"""Work on threads: what hashes passwords neither queues without end nor keeps its place for ever."""

import asyncio
import threading

import pytest

from chat_app.errors import TooMany
from chat_app.services import transactions

SOON = 10  # seconds; nothing here waits that long unless it is broken


def test_no_more_passwords_wait_to_be_hashed_than_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions._hashing, "places", threading.BoundedSemaphore(3))
    held = threading.Event()

    async def rush() -> list[bool | BaseException]:
        waiting = [asyncio.ensure_future(transactions.in_hashing_thread(held.wait, SOON)) for _ in range(5)]
        await asyncio.sleep(0)
        held.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = asyncio.run(rush())
    assert [type(each) for each in outcomes] == [bool, bool, bool, TooMany, TooMany]
    assert asyncio.run(transactions.in_hashing_thread(held.wait, SOON)), "there is room again"


def test_whoever_leaves_before_their_turn_leaves_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions._hashing, "places", threading.BoundedSemaphore(3))
    held = threading.Event()

    async def leave() -> None:
        waiting = [asyncio.ensure_future(transactions.in_hashing_thread(held.wait, SOON)) for _ in range(3)]
        await asyncio.sleep(0)
        for each in waiting:
            each.cancel()
        held.set()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(leave())
    for _ in range(9):
        assert asyncio.run(transactions.in_hashing_thread(held.wait, SOON))
