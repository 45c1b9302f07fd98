"""The escalation ladder: which share of a limit calls whom. The steps are data of the city (`EscalationStep`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Tells(StrEnum):
    """Whom a step tells; each one also tells nobody twice."""

    OWNER = "owner"  # the task's owner, or its pool while nobody has it
    LEAD = "lead"  # who leads the unit that has the task
    ABOVE = "above"  # the supervisors of the level above the unit


@dataclass(frozen=True, slots=True)
class LadderStep:
    """At `percent` of the limit used: the light changes where `marks` says so, and `tells` are told."""

    percent: int
    tells: tuple[Tells, ...]
    marks: str  # warned | late | pressed


DEFAULT: tuple[LadderStep, ...] = (
    LadderStep(75, (Tells.OWNER,), "warned"),
    LadderStep(100, (Tells.OWNER, Tells.LEAD), "late"),
    LadderStep(125, (Tells.ABOVE,), "pressed"),
    LadderStep(200, (Tells.ABOVE,), "pressed"),
)
"""Used while the city has set none: yellow from 75 %, red from 100 % (domain.md 2.8, recalled, to be confirmed)."""


def next_step(ladder: Sequence[LadderStep], level: int) -> LadderStep | None:
    """The step after `level` steps were taken; None at the top."""
    return ladder[level] if level < len(ladder) else None
