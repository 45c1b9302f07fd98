"""What a supervised process does for its supervisor: die with its parent, and say that it is ready.

Standard library only: web workers and pool processes import it before anything else.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1

SUPERVISED = "ONEGRID_SUPERVISED"
READY_FILE = "ONEGRID_READY_FILE"


def on_parent_death(sig: int) -> None:
    """Ask the kernel to send us `sig` when the thread that started us ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(sig), 0, 0, 0)


def die_with_parent() -> None:
    """For grandchildren: the signal set on a child is not inherited by the processes that it forks.

    A parent that died before this line sends no signal any more: who was adopted meanwhile ends at once.
    """
    if os.environ.get(SUPERVISED):
        on_parent_death(signal.SIGKILL)
        if is_adopted():
            os.kill(os.getpid(), signal.SIGKILL)


def is_adopted() -> bool:
    """Whether our parent is none of the supervised processes (they all carry the mark in their environment)."""
    parent = os.getppid()
    if parent == 1:
        return True
    try:
        return f"{SUPERVISED}=".encode() not in Path(f"/proc/{parent}/environ").read_bytes()
    except OSError:
        return False  # nothing to be read here (not Linux, another user's): the kernel's signal has to do


def say_ready() -> None:
    """Leave a mark that the supervisor waits for."""
    if path := os.environ.get(READY_FILE):
        Path(path).touch()
