"""An operator lets the case go on behind a stopped element."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from onegrid.cases import refusals
from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.models import Incident, Outbox
from onegrid.cases.services.apply_step import apply_step, context_of
from onegrid.cases.services.retry_incident import settle, take_incident
from onegrid.cases.sheet import open_sheet
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.errors import Conflict
from onegrid.engine import run
from onegrid.engine.problems import EngineError
from onegrid.jurisdictions.policy import Actor


@transaction.atomic
def skip_incident(*, actor: Actor, incident_id: int, reason: str, data: Mapping[str, Any] | None = None) -> Incident:
    """`data`: variables that the element would have set. The reason is kept in the log."""
    incident, locked, by = take_incident(actor, incident_id)
    if not reason.strip():
        raise refusals.missing("reason", "A reason", "跳过理由", incident.element)
    if incident.held:
        raise Conflict(
            "incident.only_retry",
            "The platform failed here, not the process: there is no element to go on behind.",
            "此处为平台故障，并非流程环节受阻，不能跳过。",
            element=incident.element or None,
            mend_en="Let it try again; if it fails once more, tell who runs the installation what the log says.",
            mend_zh="请重试；如再次失败，请将日志内容告知系统管理员。",
        )
    sheet = open_sheet(locked, by, clock.now())
    try:
        step = run.skip(
            catalog.spec_of(locked.case.version_id),
            locked.case.engine_state,
            task=incident.task,
            data=dict(data or {}),
            case=context_of(sheet),
            now=sheet.now,
            admit_fact=fact_guard(sheet.actor.epoch),
        )
    except EngineError as error:
        raise refusals.from_engine(error) from error
    settle(incident, Incident.State.SKIPPED, actor, sheet.now, reason)
    Outbox.objects.filter(case_id=locked.case.pk, call=incident.task, state=Outbox.State.FAILED).update(
        state=Outbox.State.DROPPED
    )
    act = {
        "kind": "incident.skipped",
        "element": incident.element,
        "task": incident.task,
        "reason": reason,
        "payload": {"incident": incident.pk, "data": dict(data or {})},
    }
    apply_step(sheet=sheet, step=step, act=act)
    return incident
