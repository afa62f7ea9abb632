"""Bots: how many one may have."""

from concurrent.futures import ThreadPoolExecutor

from chat_app.errors import Conflict
from chat_app.services.accounts import bots
from chat_app.services.transactions import read, write
from chat_app.settings import get_settings
from tests.support.people import person


def test_several_bots_made_at_once_are_never_more_than_one_may_have() -> None:
    ann = person("ann")

    def make(number: int) -> bool:
        try:
            write(bots.create, ann, f"bot-{number}")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(14) as threads:
        made = list(threads.map(make, range(14)))
    assert made.count(True) == get_settings().bots_max == len(read(bots.list_for, ann))
