"""The read-only `case` context (docs/architecture.md section 3): built at each act, never stored."""

from collections.abc import Sequence
from typing import Any

from onegrid.cases.models import Case
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.jurisdictions import selectors as jurisdictions

_NO_PLACE = {"grid": None, "village": None, "township": None, "county": None}


def case_context(case: Case, sources: Sequence[dict[str, Any]], *, epoch: int = 0) -> dict[str, Any]:
    """Facts of a locked case. Text facts that are not known yet are null, as FEEL expects. `epoch`: the actor's."""
    first = sources[0] if sources else {"source": None, "channel": None}
    division = case.division_id
    zone = clock.zone()
    context: dict[str, Any] = {
        "number": case.number,
        "title": case.title,
        "description": case.description,
        "place": case.place,
        "reported_at": case.reported_at.astimezone(zone),
        "filed_at": case.filed_at and case.filed_at.astimezone(zone),
        "division": division,
        "registered_by": case.registered_by_id,
        "centre": case.centre_id,
        "level": case.level or None,
        "urgency": case.urgency or None,
        "sector": case.sector or None,
        "lead_unit": case.lead_unit_id,
        "co_units": list(case.co_units),
        "source": first["source"],
        "channel": first["channel"],
        "trusted": case.trusted,
        "sources": [
            {key: one[key] for key in ("source", "channel", "external_id", "has_reply_address")} for one in sources
        ],
        "rework_count": case.rework_count,
        "return_count": case.return_count,
        "satisfaction": case.satisfaction or None,
        "score": case.score,
        "reject_reason": case.reject_reason or None,
    }
    context.update(jurisdictions.division_facts(division) if division else _NO_PLACE)
    context.update(jurisdictions.case_units(division, at_epoch=epoch or None))
    context.update(_category(case.category))
    context.update(_standard(case.standard))
    context["standards"] = _standards(case)
    return context


def _standards(case: Case) -> list[dict[str, Any]] | None:
    """What may still be chosen from; null once it is chosen, so that most acts never look."""
    return catalog.offered_standards(case.category) if case.category and not case.standard else None


def _category(code: str) -> dict[str, Any]:
    if not code:
        return {"category": None, "kind": None, "major": None, "minor": None, "category_name": None}
    kind, _, rest = code.partition("-")
    major, _, minor = rest.partition("-")
    found = catalog.category(code)
    return {
        "category": code,
        "kind": kind,
        "major": major or None,
        "minor": minor or None,
        "category_name": found.name if found else None,
    }


def _standard(code: str) -> dict[str, Any]:
    if not code:
        return {"standard": None, "closing_condition": None}
    found = catalog.standard(code)
    return {"standard": code, "closing_condition": found.closing_condition if found else None}
