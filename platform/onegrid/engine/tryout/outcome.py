"""How a try ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tried:
    """state: completed, waiting (for time, a message, a signal, or a person's choice), failed, limit.

    waiting_on: elements that wait. path: every flow node of the designer's file that completed, in order.
    error: the words of the incident, English and Chinese.
    """

    process: str
    state: str
    waiting_on: tuple[str, ...] = ()
    error: tuple[str, str] | None = None
    path: tuple[str, ...] = ()
