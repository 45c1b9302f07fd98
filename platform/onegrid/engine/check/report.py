"""What checking a file gives: its problems, how far it may go, and its definitions for whoever checks more."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from onegrid.engine.findings import Blocks, blocks
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem, Severity
from onegrid.engine.specification import Spec


class State(StrEnum):
    """How far a file may go, from nowhere to real people."""

    UNREADABLE = "unreadable"
    DRAWING = "drawing"
    REHEARSABLE = "rehearsable"
    PUBLISHABLE = "publishable"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, errors first, then by line. `normalised` is None where no process could be read.

    compiles: False where the compiler refused what no rule had found; then it can't be rehearsed either.
    spec: what it compiles to; None where it does not, or was not looked at.
    """

    problems: tuple[Problem, ...] = ()
    normalised: Normalised | None = None
    compiles: bool = True
    spec: Spec | None = None
    state: State = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", _state(self.problems, self.compiles))
        object.__setattr__(self, "problems", tuple(_sorted(self.problems)))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stands in the way of publishing."""
        return tuple(found for found in self.problems if found.severity is Severity.ERROR)

    def engines_part(self) -> "Report":
        """The report as the engine alone sees it: what only the city can choose is a warning."""
        softened = [_softened(found) if blocks(found) is Blocks.CHOICE else found for found in self.problems]
        if all(new is old for new, old in zip(softened, self.problems, strict=True)):
            return self
        return Report(tuple(softened), self.normalised, self.compiles, self.spec)

    def compiled_to(self, spec: Spec) -> "Report":
        """The same with what it compiles to; thousands of problems are not sorted anew for that."""
        made = copy(self)
        object.__setattr__(made, "spec", spec)
        return made

    def also(self, problems: Iterable[Problem]) -> "Report":
        """The report with what another part found."""
        problems = tuple(problems)
        if not problems:
            return self
        return Report((*self.problems, *problems), self.normalised, self.compiles, self.spec)


@lru_cache(maxsize=20_000)  # every process of a file says it again
def _softened(found: Problem) -> Problem:
    return replace(found, severity=Severity.WARNING)


def _state(problems: Iterable[Problem], compiles: bool) -> State:
    blocked = {blocks(found) for found in problems}
    if Blocks.OPENING in blocked:
        return State.UNREADABLE
    if Blocks.REHEARSAL in blocked or not compiles:
        return State.DRAWING
    return State.REHEARSABLE if blocked & {Blocks.PUBLISHING, Blocks.CHOICE} else State.PUBLISHABLE


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    unique = dict.fromkeys(problems)
    return sorted(unique, key=_place)


def _place(found: Problem) -> tuple[int, str, int]:
    return _ORDER[found.severity], found.file or "", found.line or 0
