"""The log as a story: by day, the newest first; each act with what followed from it, the platform's own rows folded."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from onegrid.cases.models import EventRecord
from onegrid.common import clock
from onegrid.web.case.names import Names
from onegrid.web.case.sentences import KINDS, Weight, sentence
from onegrid.web.case.values import answers_of
from onegrid.web.language import is_chinese

# Their sentence already says the reason.
_SAYS_REASON = ("incident.raised", "call.failed")
# The reason is an id of the platform, or none.
_NO_REASON = ("clock.paused", "clock.resumed", "deadline.recounted", "call.done")


@dataclass(slots=True)
class Line:
    """One row of the log."""

    row: EventRecord
    said: SafeString
    icon: str
    answers: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """As it was given."""
        return "" if self.row.kind in (*_SAYS_REASON, *_NO_REASON) else self.row.reason

    @property
    def opinion(self) -> str:
        """Of who completed a task."""
        return str(self.row.payload.get("opinion") or "")

    @property
    def milestone(self) -> str:
        """Its id, where the line is one."""
        return self.row.milestone if self.row.kind == "milestone" else ""


@dataclass(slots=True)
class Act:
    """What was done at one moment: `head`, where somebody did it; `steps` that followed; `quiet` ones, folded."""

    at: dt.datetime
    who: SafeString
    is_platform: bool
    head: Line | None = None
    steps: list[Line] = field(default_factory=list)
    quiet: list[Line] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Nothing in it but the platform's own."""
        return self.head is None and not self.steps


@dataclass(frozen=True, slots=True)
class Day:
    """A heading and its acts."""

    date: dt.date
    name: str
    acts: list[Act]


def days_of(rows: Sequence[EventRecord], names: Names) -> list[Day]:
    """The rows in the order of their numbers, made into days."""
    acts = list(reversed(list(_acts(rows, names))))
    found = []
    for date, together in groupby(acts, key=lambda act: act.at.astimezone(clock.zone()).date()):
        found.append(Day(date, _name_of(date), list(together)))
    return found


def _acts(rows: Iterable[EventRecord], names: Names) -> Iterator[Act]:
    """One act has one moment and one actor; a second row of somebody's doing begins a new one."""
    act: Act | None = None
    actor: tuple[int | None, int | None] = (None, None)
    for row in rows:
        kind, by = KINDS.get(row.kind), (row.person_id, row.post_id)
        weight = kind.weight if kind else Weight.STEP
        if act is None or act.at != row.at or by != actor or (weight is Weight.ACT and not act.is_quiet):
            if act is not None:
                yield act
            act, actor = Act(row.at, names.who(row), row.person_id is None), by
        _add(act, row, weight, Line(row, sentence(row, names), kind.icon if kind else "info"), names)
    if act is not None:
        yield act


def _add(act: Act, row: EventRecord, weight: Weight, line: Line, names: Names) -> None:
    if weight is Weight.ACT and act.head is None:
        line.answers = answers_of(row, names)
        act.head = line
    elif weight is Weight.QUIET:
        act.quiet.append(line)
    else:
        act.steps.append(line)


def _name_of(date: dt.date) -> str:
    return date_format(date, "Y年n月j日 l" if is_chinese() else "l, j F Y")
