"""What the supervisor says on the terminal: one line an event, with the seconds since the start."""

import sys
import time

_began = time.monotonic()


def say(zh: str, en: str) -> None:
    """One line in both languages."""
    sys.stdout.write(f"[{time.monotonic() - _began:6.1f} s] {zh} · {en}\n")
    sys.stdout.flush()


def plain(text: str = "") -> None:
    """A line as it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def elapsed() -> float:
    """Seconds since the start."""
    return time.monotonic() - _began
