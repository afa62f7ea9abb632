"""What this machine gives: processor time and memory of processes, and how fast it is just now."""

import os
import platform
import time
from collections import defaultdict
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
now = time.perf_counter


def _fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat behind the program's name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def tree(root: int) -> list[int]:
    """Return a process and all below it."""
    children: dict[int, list[int]] = defaultdict(list)
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children[int(_fields(int(name))[1])].append(int(name))
            except OSError:
                continue  # it has just ended
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1]]
    return found


def clock_of(pid: int) -> int:
    """Return the clock that counts the processor time of a process, in nanoseconds."""
    return ~pid << 3 | 2  # as clock_getcpuclockid(3) makes it


def cpu_seconds(root: int) -> float:
    """Return the processor time of a process tree, with that of its children that have ended."""
    spent = 0.0
    for pid in tree(root):
        try:
            # /proc counts in hundredths of a second, which is good enough only for those that have ended.
            spent += time.clock_gettime(clock_of(pid)) + sum(map(int, _fields(pid)[13:15])) / TICK
        except OSError:
            continue
    return spent


def memory_kib(root: int) -> int:
    """Return the resident memory of a process tree."""
    total = 0
    for pid in tree(root):
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total


def stolen_seconds() -> float:
    """Return the time that the host took from all cores so far."""
    with open("/proc/stat") as stat:
        return int(stat.readline().split()[8]) / TICK


def fixed_loop_ms() -> float:
    """Return what a fixed loop takes, best of five: how fast this machine is just now."""
    best = float("inf")
    for _ in range(5):
        begun, total = now(), 0
        for number in range(300_000):
            total += number & 7
        best = min(best, now() - begun)
    return round(best * 1000, 2)


def description() -> str:
    """Return what the figures were measured on, in a line."""
    cpu = "an unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Linux {platform.release().partition('-')[0]}, "
        f"Python {platform.python_version()}"
    )
