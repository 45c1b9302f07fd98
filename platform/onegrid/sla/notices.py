"""Who is told what when a clock takes a step. The texts are drawn from the task; a stage's clock speaks of the case."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onegrid.cases.events import NoticeRequested
from onegrid.cases.models import Case, WorkItem
from onegrid.jurisdictions import selectors as units
from onegrid.jurisdictions.models import Unit
from onegrid.sla.ladder import LATE, PRESSED, WARNED, LadderStep, Tells
from onegrid.sla.models import Clock

_KEYS = uuid.UUID("6f6e6567-7269-4d00-8000-736c61000000")
_WORDS = {
    WARNED: ("《{name}》将超期，请抓紧办理（{number}）", "{name} is due soon ({number})"),
    LATE: ("《{name}》已超期（{number}）", "{name} is late ({number})"),
    PRESSED: ("《{name}》严重超期，请督办（{number}）", "{name} is long overdue, please supervise ({number})"),
}
_LEADS = ("department_lead", "shift_leader", "dispatcher")
_SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class _Whom:
    """Persons, or whoever holds a role at a unit."""

    persons: tuple[int, ...] = ()
    role: str | None = None
    unit_id: int | None = None


def notices_of(
    case: Case, clock: Clock, item: WorkItem | None, step: LadderStep, *, at: dt.datetime
) -> list[NoticeRequested]:
    """One for each of whom the step tells. Its key makes the same step of the same deadline tell nobody twice."""
    name_zh, name_en = (item.name, item.name) if item else ("案件处置", "Handling of the case")
    zh, en = _WORDS.get(step.marks, _WORDS[PRESSED])
    unit = item.unit if item else case.lead_unit
    moment = f"{clock.pk}/{step.percent}/{clock.deadline_at.isoformat()}"
    return [
        NoticeRequested(
            case_id=case.pk,
            at=at,
            kind=f"clock.{step.marks}",
            text_zh=zh.format(name=name_zh, number=case.number),
            text_en=en.format(name=name_en, number=case.number),
            key=uuid.uuid5(_KEYS, moment),
            to_person_ids=one.persons,
            to_role=one.role,
            to_unit_id=one.unit_id,
            link=f"/cases/{case.number}",
        )
        for one in _all_told(case, item, unit, step.tells)
    ]


def _all_told(case: Case, item: WorkItem | None, unit: Unit | None, tells: Sequence[Tells]) -> Iterator[_Whom]:
    for whom in tells:
        if whom is Tells.OWNER:
            for one in [item] if item else WorkItem.objects.filter(case=case, status=WorkItem.Status.OPEN):
                yield _Whom((one.owner_id,)) if one.owner_id else _Whom(role=one.role, unit_id=one.unit_id)
        elif unit is not None and whom is Tells.LEAD:
            yield _lead(unit)
        elif unit is not None:
            yield _above(unit)


def _lead(unit: Unit) -> _Whom:
    """The first leading role that somebody holds; where nobody does, the level above hears of it."""
    role = next((role for role in _LEADS if units.holders_of(role, unit.pk)), None)
    return _Whom(role=role, unit_id=unit.pk) if role else _above(unit)


def _above(unit: Unit) -> _Whom:
    above = units.unit_above(unit.pk) or unit
    return _Whom(role=_SUPERVISOR, unit_id=above.pk)
