"""recount_deadlines: after a change of calendar or ladder every running clock is counted anew and logged."""

import structlog
from django.db import transaction

from onegrid.cases.log import LogBook
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.writes import Writes
from onegrid.common import clock as business
from onegrid.jurisdictions import policy
from onegrid.sla import rules, selectors
from onegrid.sla.models import Clock, ClockState
from onegrid.sla.services.rearm_clock import rearm_clock

log = structlog.get_logger(__name__)


def recount_deadlines(*, at_most: int = 500) -> int:
    """Counts what an older edition counted, case by case, each in its own transaction; answers how many cases it took.

    Killed in the middle, or with more cases than `at_most`, the next sweep goes on; who changed the calendar stands in
    its audit. A case that fails is logged and left to the next sweep.
    """
    edition = rules.newest_edition()
    behind = Clock.objects.filter(state=ClockState.RUNNING, edition__lt=edition)
    taken = list(behind.order_by("case_id").values_list("case_id", flat=True).distinct()[:at_most])
    if taken:
        rules.forget()
    for case_id in taken:
        try:
            _recount(case_id, edition)
        except Exception:
            log.exception("recount failed", case=case_id)
    return len(taken)


@transaction.atomic
def _recount(case_id: int, edition: int) -> None:
    case = Case.objects.select_for_update(no_key=True).only("log_seq").get(pk=case_id)
    now = business.now()
    book, batch = LogBook(case, policy.SYSTEM, now), Writes()
    for one in Clock.objects.filter(case_id=case_id, state=ClockState.RUNNING, edition__lt=edition).order_by("id"):
        before = _shown(one)
        rearm_clock(batch, one, selectors.spans_of(one), at=now)
        if before != _shown(one):
            item = WorkItem.objects.filter(pk=one.work_item_id).first() if one.work_item_id else None
            book.add(
                "deadline.recounted",
                process=item.process if item else "",
                element=item.element if item else one.subject,
                task=item.task if item else None,
                before=before,
                after=_shown(one),
                reason="calendar",
                payload={"clock": one.pk, "edition": edition},
            )
    book.write(batch)
    batch.add("UPDATE cases_case SET log_seq = %s WHERE id = %s", (case.log_seq, case.pk))
    batch.flush()


def _shown(clock: Clock) -> dict[str, object]:
    return {"deadline_at": clock.deadline_at.isoformat(), "is_provisional": clock.is_provisional}
