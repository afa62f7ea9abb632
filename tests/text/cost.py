"""What reading a text may cost, said without seconds: machines differ, and this one may be busy."""

import time
from collections.abc import Callable
from itertools import count

# Times what the yardstick costs, which is some 10 ms: a text that stops a server takes more by far.
MAX_COST = 100
TRIES = 5
_numbers = count()


def assert_cheap(read: Callable[[str], object], unit: str, longest: int = 4000) -> None:
    """Return a unit again and again, as long as a text may be, costs no more than a fixed piece of work.

    `longest` is in characters. What else the machine does adds to a cost, so one good try of some is enough.
    """
    tries = []
    for _ in range(TRIES):
        # Another text each time, so that none is known already.
        text = (unit * longest)[: longest - 8] + f" {next(_numbers):07}"
        tries.append(_seconds(lambda text=text: read(text)) / _seconds(_yardstick))
        if tries[-1] <= MAX_COST:
            return
    raise AssertionError(f"{unit!r} costs {min(tries):.0f} times the yardstick")


def _yardstick() -> object:
    return sum(number * number for number in range(200_000))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
