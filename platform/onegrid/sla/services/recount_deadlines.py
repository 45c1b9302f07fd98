"""recount_deadlines: after a change of the calendar every running deadline is counted anew and the change logged."""

from collections.abc import Iterator

from django.db import transaction

from onegrid.cases.log import LogBook
from onegrid.cases.models import Case
from onegrid.cases.writes import Writes
from onegrid.common import clock as business
from onegrid.common.audit import Acting
from onegrid.engine.definitions import TimeUnit
from onegrid.sla.models import Clock, ClockState
from onegrid.sla.services.start_clock import rearm

_BY_CALENDAR = (TimeUnit.WORK_HOUR, TimeUnit.WORK_DAY)


@transaction.atomic
def recount_deadlines(*, actor: Acting) -> int:
    """Answers how many deadlines moved. Only clocks whose unit reads the calendar can."""
    moved = 0
    for case_id in _cases():
        case = Case.objects.select_for_update().get(pk=case_id)
        book = LogBook(case, actor, business.now())
        running = Clock.objects.select_for_update().filter(
            case_id=case_id, state=ClockState.RUNNING, limit_unit__in=_BY_CALENDAR
        )
        for one in running:
            before = (one.deadline_at, one.is_provisional)
            rearm(one)
            if before == (one.deadline_at, one.is_provisional):
                continue
            moved += 1
            book.add(
                "deadline.recounted",
                element=one.subject,
                before={"deadline_at": before[0].isoformat(), "is_provisional": before[1]},
                after={"deadline_at": one.deadline_at.isoformat(), "is_provisional": one.is_provisional},
                reason="calendar",
            )
        batch = Writes()
        book.write(batch)
        batch.flush()
        Case.objects.filter(pk=case.pk).update(log_seq=case.log_seq)
    return moved


def _cases() -> Iterator[int]:
    running = Clock.objects.filter(state=ClockState.RUNNING, limit_unit__in=_BY_CALENDAR)
    yield from running.order_by("case_id").values_list("case_id", flat=True).distinct()
