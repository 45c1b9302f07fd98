"""撤销: the reporter or who registered the case takes it back, before it is dispatched."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from onegrid.cases import refusals
from onegrid.cases.consequences.finish import finish
from onegrid.cases.consequences.work_items import withdraw_all
from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case
from onegrid.cases.possible import is_decided, is_dispatched
from onegrid.cases.services.apply_step import write_sheet
from onegrid.cases.sheet import open_sheet
from onegrid.cases.sight import require_sight
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.errors import Conflict, NotFound
from onegrid.engine import run
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.policy import Actor, Permission


@transaction.atomic
def withdraw_case(*, actor: Actor, case_id: int, reason: str) -> Case:
    """Ends as "withdrawn", which counts in no rate. Withdrawn already: no change."""
    locked = lock_case(case_id)
    actor = policy.current(actor)
    if locked is None:
        raise NotFound("cases.not_found")
    require_sight(actor, case_id)
    case = locked.case
    post = policy.require(
        actor, Permission.WITHDRAW_CASE, case.registered_by.pk, sector=case.sector or None, is_seen=True
    )
    if case.status == Case.Status.WITHDRAWN:
        return case
    if not case.is_open:
        raise refusals.case_ended(case)
    if not reason.strip():
        raise refusals.missing("reason", "A reason", "撤销理由", "")
    if is_dispatched(case_id):
        raise Conflict(
            "case.dispatched",
            "The case has been dispatched and can no longer be withdrawn.",
            "案件已派遣，不能再撤销。",
            mend_en="Ask the dispatching centre to end it with the unit in charge.",
            mend_zh="请联系派遣单位与承办单位协商办结。",
        )
    if is_decided(case):
        raise Conflict(
            "case.decided",
            "The case has been decided; its reply is under way.",
            "案件已有处理结论，正在答复。",
            mend_en="Report it anew if there is more to say.",
            mend_zh="如有新的情况，请重新上报。",
        )
    sheet = open_sheet(locked, actor if actor.is_system else actor.acting_as(post), clock.now())
    sheet.book.add("case.withdrawn", reason=reason)
    withdraw_all(sheet)
    finish(sheet, outcome="withdrawn", element="", data=_data(case))
    write_sheet(sheet)
    return case


def _data(case: Case) -> Mapping[str, Any]:
    """What the process knew when it was taken back, as the first open task saw it."""
    spec = catalog.spec_of(case.version_id)
    tasks = run.waiting(spec, case.engine_state).tasks
    return run.task_data(spec, case.engine_state, task=tasks[0].id) if tasks else {}
