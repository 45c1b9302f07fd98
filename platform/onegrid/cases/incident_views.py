"""Incidents as operators need them: which element, on which data, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from onegrid.cases.incident_mends import mend_of
from onegrid.cases.models import Case, CaseSource, Incident, Outbox
from onegrid.catalog import selectors as catalog
from onegrid.common.masking import masked, masked_text
from onegrid.engine import run
from onegrid.engine.specification import Spec
from onegrid.engine.step import Passed

log = structlog.get_logger(__name__)

_GATEWAYS = ("exclusiveGateway", "inclusiveGateway")


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with its element, its data (masked; only while it is open) and its mend.

    `ways`: what the API will not refuse for the kind of incident alone: retry, skip.
    """

    row: Incident
    element_name: str
    message_en: str
    message_zh: str
    detail: str
    data: Mapping[str, Any]
    call: Mapping[str, Any] | None
    ways: tuple[str, ...]
    mend_en: str
    mend_zh: str


def views_of(rows: Sequence[Incident]) -> list[IncidentView]:
    """Of incidents that the caller may see; three statements for all of them."""
    open_cases = {one.case_id for one in rows if one.state == Incident.State.OPEN}
    states = dict(Case.objects.filter(pk__in=open_cases).values_list("pk", "state")) if open_cases else {}
    people = _people({one.case_id for one in rows})
    calls = _calls(open_cases)
    return [_view(one, states.get(one.case_id), people.get(one.case_id, ()), calls) for one in rows]


def _view(row: Incident, state: Any, known: Sequence[str], calls: Mapping[tuple[int, int], Outbox]) -> IncidentView:
    is_open = row.state == Incident.State.OPEN
    spec = catalog.spec_of(row.case.version_id)
    place = _place(spec, row.element)
    can_skip = not row.held and (place is None or place.kind not in _GATEWAYS)
    mend_en, mend_zh = mend_of(row.code, is_open=is_open, can_skip=can_skip)
    call = calls.get((row.case_id, row.task)) if is_open and row.code == "call.failed" else None
    return IncidentView(
        row=row,
        element_name=place.name if place else "",
        message_en=masked_text(row.message_en, known=known),
        message_zh=masked_text(row.message_zh, known=known),
        detail=masked_text(row.detail, known=known),
        data=masked(_plain(_data(spec, state, row)), known=known) if is_open and state is not None else {},
        call=masked(_plain(_sent(call)), known=known) if call else None,
        ways=() if not is_open else ("retry", "skip") if can_skip else ("retry",),
        mend_en=mend_en,
        mend_zh=mend_zh,
    )


def _place(spec: Spec, element: str) -> Passed | None:
    """What the designer drew under this id."""
    nodes = (node for scope in spec.scopes for node in scope.nodes)
    return next((node.passed for node in nodes if node.element == element and node.passed), None)


def _data(spec: Spec, state: Any, row: Incident) -> Mapping[str, Any]:
    """The variables that the element sees; none where the platform failed outside of the engine."""
    if row.held:
        return {}
    try:
        return run.task_data(spec, bytes(state), task=row.task)
    except Exception:  # a state that can not be read must not hide the incident that says so
        log.exception("incident_data_unreadable", incident=row.pk)
        return {}


def _plain(value: Any) -> Any:
    """As JSON holds it; decimals and moments as text, as everywhere in this API."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)


def _people(case_ids: set[int]) -> dict[int, tuple[str, ...]]:
    """Names and numbers of the reporters: hidden wherever they stand."""
    found: dict[int, tuple[str, ...]] = {}
    rows = CaseSource.objects.filter(case_id__in=case_ids)
    for case_id, *words in rows.values_list("case_id", "reporter_name", "reporter_phone"):
        found[case_id] = (*found.get(case_id, ()), *(word for word in words if len(word) > 1))
    return found


def _calls(case_ids: set[int]) -> dict[tuple[int, int], Outbox]:
    """What did not come through, by the task that asked for it; of one that asked for several the last."""
    rows = Outbox.objects.filter(case_id__in=case_ids, state=Outbox.State.FAILED).order_by("id") if case_ids else ()
    return {(one.case_id, one.call): one for one in rows}


def _sent(call: Outbox) -> dict[str, Any]:
    return {
        "connector": call.connector,
        "operation": call.operation,
        "parameters": call.parameters,
        "attempts": call.attempts,
        "error_code": call.error_code,
        "error": call.error,
    }
