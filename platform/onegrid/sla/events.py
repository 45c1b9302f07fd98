"""What sla announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """A clock took a step of the ladder: warned, late or pressed."""

    case_id: int
    at: datetime
    clock_id: int
    work_item_id: int | None
    marks: str
    percent: int
