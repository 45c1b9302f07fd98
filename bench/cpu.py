"""CPU seconds of other processes, read where the kernel keeps them to the nanosecond; clock ticks where it does not."""

import os
from pathlib import Path

_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


def of_tree(pid: int) -> float:
    """CPU seconds of a process with all its descendants, those that have ended and were waited for included."""
    return _own(pid) + _ended_children(pid) + sum(of_tree(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """Living direct children, of whichever thread."""
    found: list[int] = []
    for path in (_PROC / str(pid) / "task").glob("*/children"):
        try:
            found += [int(child) for child in path.read_text().split()]
        except OSError:
            continue
    return found


def _own(pid: int) -> float:
    """Threads that have ended are counted by ticks only, so the larger of both counts."""
    nanoseconds = 0
    for path in (_PROC / str(pid) / "task").glob("*/schedstat"):
        try:
            nanoseconds += int(path.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            continue
    return max(nanoseconds / 1e9, _ticks(pid, 11) if nanoseconds == 0 else 0.0)


def _ended_children(pid: int) -> float:
    return _ticks(pid, 13)


def _ticks(pid: int, first: int) -> float:
    """Two neighbouring fields of /proc/<pid>/stat (user and system time), counted after the name in brackets."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[first]) + int(fields[first + 1])) / _TICK
