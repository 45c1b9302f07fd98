"""An operator lets a stopped element try again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from onegrid.cases import refusals
from onegrid.cases.acting import post_on
from onegrid.cases.consequences.calls import try_calls_again
from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.held_acts import let_go
from onegrid.cases.hot_path import Locked, lock_case
from onegrid.cases.models import Incident
from onegrid.cases.services.apply_step import apply_step, context_of, write_sheet
from onegrid.cases.sheet import open_sheet
from onegrid.cases.sight import sees
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.errors import Conflict, NotFound, Refused
from onegrid.engine import run
from onegrid.engine.problems import EngineError
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.policy import Actor, Permission


@transaction.atomic
def retry_incident(*, actor: Actor, incident_id: int, data: Mapping[str, Any] | None = None) -> Incident:
    """A call goes out again under its old key; an expression is evaluated again. It may fail again: a new incident.

    `data`: variables that the operator mends before, for instance what a gateway's conditions ask for. Where the
    platform itself had failed, what was held is taken up again by the next sweep.
    """
    incident, locked, by = take_incident(actor, incident_id)
    sheet = open_sheet(locked, by, clock.now())
    if incident.held:
        settle(incident, Incident.State.RETRIED, actor, sheet.now)
        sheet.book.add("incident.retried", element=incident.element, payload={"incident": incident.pk})
        let_go(incident, sheet)
        write_sheet(sheet)
        return incident
    try:
        step = run.retry(
            catalog.spec_of(locked.case.version_id),
            locked.case.engine_state,
            task=incident.task,
            case=context_of(sheet),
            now=sheet.now,
            admit_fact=fact_guard(sheet.actor.epoch),
            data=dict(data or {}),
        )
    except EngineError as error:
        raise refusals.from_engine(error) from error
    if step.tried_as is not None:
        try_calls_again(sheet, task=incident.task, tried_as=step.tried_as)
    settle(incident, Incident.State.RETRIED, actor, sheet.now)
    act = {
        "kind": "incident.retried",
        "element": incident.element,
        "task": incident.task,
        "payload": {"incident": incident.pk, **({"data": dict(data)} if data else {})},
    }
    apply_step(sheet=sheet, step=step, act=act)
    return incident


def take_incident(actor: Actor, incident_id: int) -> tuple[Incident, Locked, Actor]:
    """Lock the case, then the incident; NotFound for who does not see it, Conflict where it is settled."""
    case_id = Incident.objects.filter(pk=incident_id).values_list("case_id", flat=True).first()
    locked = lock_case(case_id) if case_id is not None else None
    actor = policy.current(actor)
    if locked is None or not sees(actor, locked.case.pk):
        raise NotFound("incidents.not_found")
    post = None if actor.is_system else post_on(actor, locked.case, Permission.OPERATE)
    if post is None and not actor.is_system:
        raise Refused(
            "incident.not_operator",
            "Only operators of a unit of this case settle incidents.",
            "只有本案相关单位的运维员可以处理异常。",
            mend_en="Tell your operator the case number.",
            mend_zh="请将案件编号告知运维员。",
        )
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.state != Incident.State.OPEN:
        raise Conflict(
            "incident.settled",
            f"This incident has been settled ({incident.state}).",
            f"该异常已处理（{incident.get_state_display()}）。",
            mend_en="Nothing is left to do for it; read the case to see where it stands.",
            mend_zh="无需再处理，请刷新案件查看当前环节。",
            extra={"state": incident.state},
        )
    return incident, locked, actor.acting_as(post) if post else actor


def settle(incident: Incident, state: str, actor: Actor, now: object, reason: str = "") -> None:
    """Before the step's own rows: what the engine clears stays as the operator settled it."""
    incident.state, incident.settled_at = state, now  # type: ignore[assignment]
    incident.settled_by_id, incident.reason = actor.person_id, reason
    incident.save(update_fields=["state", "settled_at", "settled_by", "reason"])
