"""The escalation ladder: which share of a limit calls whom. The steps are data of the city (`EscalationStep`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

WARNED, LATE, PRESSED = "warned", "late", "pressed"


class Tells(StrEnum):
    """Whom a step tells."""

    OWNER = "owner"  # the task's owner, or its pool while nobody has it
    LEAD = "lead"  # who leads the unit that has the task
    ABOVE = "above"  # the supervisors of the level above the unit


@dataclass(frozen=True, slots=True)
class LadderStep:
    """At `percent` of the limit used: the light changes where `marks` says so, and `tells` are told."""

    percent: int
    tells: tuple[Tells, ...]
    marks: str  # warned | late | pressed


Ladder = Sequence[LadderStep]

DEFAULT: tuple[LadderStep, ...] = (
    LadderStep(75, (Tells.OWNER,), WARNED),
    LadderStep(100, (Tells.OWNER, Tells.LEAD), LATE),
    LadderStep(125, (Tells.ABOVE,), PRESSED),
    LadderStep(200, (Tells.ABOVE,), PRESSED),
)
"""Used while the city has set none: yellow from 75 %, red from 100 %, as is usual; no source was found for it."""


def read_ladder(rows: Iterable[tuple[int, Iterable[str], str]]) -> Ladder:
    """The steps in order, or the default ones where there are none. Words that are not known are left out."""
    known = set(Tells)
    steps = [
        LadderStep(percent, tuple(Tells(one) for one in tells if one in known), marks) for percent, tells, marks in rows
    ]
    return tuple(sorted(steps, key=lambda step: step.percent)) or DEFAULT


def next_step(ladder: Ladder, reached: int) -> LadderStep | None:
    """The first step above the share whose step was taken last; None at the top.

    By share and not by place, so that a step that the city adds or drops shifts no running clock.
    """
    return next((step for step in ladder if step.percent > reached), None)


def warning_percent(ladder: Ladder) -> int:
    """The share from which an inbox shows amber; the whole limit where no step warns."""
    return next((step.percent for step in ladder if step.marks == WARNED), 100)
