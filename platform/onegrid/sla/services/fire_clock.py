"""fire_clock: a clock reached the next step of the ladder."""

import uuid

from django.db import transaction

from onegrid.cases.events import NoticeRequested
from onegrid.cases.log import LogBook
from onegrid.cases.models import Case, Due, WorkItem
from onegrid.cases.writes import Writes
from onegrid.common import clock as business
from onegrid.common import events
from onegrid.jurisdictions import policy
from onegrid.jurisdictions import selectors as units
from onegrid.jurisdictions.models import Unit
from onegrid.sla import calendar, ledger, selectors
from onegrid.sla.events import ClockMoved
from onegrid.sla.ladder import LadderStep, Tells, next_step
from onegrid.sla.models import Clock, ClockState

_NOTICES = uuid.UUID("6f6e6567-7269-4d00-8000-736c61000000")
_WORDS = {
    "warned": ("《{name}》将超期，请抓紧办理（{number}）", "{name} is due soon ({number})"),
    "late": ("《{name}》已超期（{number}）", "{name} is late ({number})"),
    "pressed": ("《{name}》严重超期，请督办（{number}）", "{name} is long overdue, please supervise ({number})"),
}
_LEADS = ("department_lead", "shift_leader", "dispatcher")


@transaction.atomic
def fire_clock(*, due_id: int) -> bool:
    """Take one step; answers False where somebody else did or the clock has stopped.

    Locks the case first, as every act on a case does, so the two can't wait for each other.
    """
    due = Due.objects.filter(pk=due_id).only("case_id", "subject").first()
    if due is None:
        return False
    case = Case.objects.select_for_update().defer("state", "data").get(pk=due.case_id)
    if not Due.objects.filter(pk=due_id).delete()[0]:
        return False
    clock = Clock.objects.select_for_update().filter(pk=due.subject, state=ClockState.RUNNING).first()
    steps, now = selectors.ladder(), business.now()
    step = next_step(steps, clock.level) if clock else None
    if clock is None or step is None:
        return False
    clock.level += 1
    if step.marks == "warned":
        clock.warned_at = now
    if step.percent >= 100 and clock.late_at is None:
        clock.late_at = clock.deadline_at
    clock.save(update_fields=["level", "warned_at", "late_at"])
    _arm_next(clock)
    item = WorkItem.objects.filter(pk=clock.work_item_id).first() if clock.work_item_id else None
    book = LogBook(case, policy.SYSTEM, now)
    book.add(
        f"clock.{step.marks}",
        process=item.process if item else "",
        element=item.element if item else clock.subject,
        task=item.task if item else None,
        payload={"clock": clock.pk, "percent": step.percent, "deadline_at": clock.deadline_at.isoformat()},
    )
    batch = Writes()
    book.write(batch)
    batch.flush()
    Case.objects.filter(pk=case.pk).update(log_seq=case.log_seq)
    events.publish(
        ClockMoved(case.pk, now, clock.pk, clock.work_item_id, step.marks, step.percent),
        *_notices(case, clock, item, step),
    )
    return True


def _arm_next(clock: Clock) -> None:
    step = next_step(selectors.ladder(), clock.level)
    if step is None:
        return
    moment = ledger.moment_of(calendar.current(), clock, selectors.spans_of(clock), step.percent)
    if moment is not None:
        Due.objects.create(case_id=clock.case_id, kind=Due.Kind.CLOCK, subject=clock.pk, at=moment.at)


def _notices(case: Case, clock: Clock, item: WorkItem | None, step: LadderStep) -> list[NoticeRequested]:
    words = {"name": item.name if item else "案件处置", "number": case.number}
    zh, en = (text.format(**words) for text in _WORDS[step.marks])
    unit = item.unit if item else case.lead_unit
    found = []
    for tells in step.tells:
        for persons, role, unit_id in _whom(tells, item, unit):
            found.append(
                NoticeRequested(
                    case_id=case.pk,
                    at=business.now(),
                    kind=f"clock.{step.marks}",
                    text_zh=zh,
                    text_en=en,
                    key=uuid.uuid5(_NOTICES, f"{clock.pk}/{clock.level}/{tells}/{role}"),
                    to_person_ids=persons,
                    to_role=role,
                    to_unit_id=unit_id,
                    link=f"/cases/{case.number}",
                )
            )
    return found


def _whom(
    tells: Tells, item: WorkItem | None, unit: Unit | None
) -> list[tuple[tuple[int, ...], str | None, int | None]]:
    """(persons, role, unit) of those to tell; the first leading role that somebody holds."""
    if unit is None:
        return []
    if tells is Tells.OWNER:
        if item is None:
            return []
        return [((item.owner_id,), None, None)] if item.owner_id else [((), item.role, item.unit_id)]
    if tells is Tells.LEAD:
        lead = next((role for role in _LEADS if units.holders_of(role, unit.pk)), None)
        return [((), lead, unit.pk)] if lead else []
    above = units.unit_above(unit.pk) or unit
    return [((), "supervisor", above.pk)]
