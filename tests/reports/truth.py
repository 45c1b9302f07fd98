"""The same figures told case by case in plain Python from cases, parties, clocks and log: nothing of `reports` is used."""

from collections import Counter
from collections.abc import Iterable

from onegrid.cases.models import Case, CaseParty, EventRecord
from onegrid.common import clock
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.sla.models import Clock


def cases_of(actor: Actor) -> list[Case]:
    """Cases with a party at or below a unit that the actor supervises, in the post's sectors."""
    found = []
    for case in Case.objects.order_by("id"):
        parties = {one.unit_id for one in CaseParty.objects.filter(case=case)}
        for post in actor.posts:
            below = post.grants.get(Permission.SUPERVISE, frozenset())
            if parties & below and (not post.sectors or case.sector in {*post.sectors, ""}):
                found.append(case)
                break
    return found


def told(case: Case) -> set[str]:
    """Names of the counters in which the case counts."""
    found = {"registered"}
    state = _state(case)
    is_filed = case.filed_at is not None and state in ("open", "closed")
    found.add("answered" if state == "closed" and not is_filed else state)
    if case.return_count:
        found.add("returned")
    if case.satisfaction in ("satisfied", "dissatisfied"):
        found.add("rated")
    if case.satisfaction == "satisfied":
        found.add("satisfied")
    if not is_filed:
        return found
    found.add("filed")
    if case.rework_count:
        found.add("reworked")
    if case.co_units:
        found.add("joint")
    limit = Clock.objects.filter(case=case, kind="stage").last()
    if limit is None:
        return found
    if limit.state == "stopped":
        found |= {"due", "handled", "late_closed" if limit.is_on_time is False else "on_time"}
    elif limit.state == "paused":
        found.add("hung")
    elif limit.late_at or limit.deadline_at < clock.now():
        found |= {"due", "late_open"}
    else:
        found.add("pending")
    return found


def _state(case: Case) -> str:
    if case.status != "open":
        return case.status
    state = "open"
    for row in EventRecord.objects.filter(case_id=case.pk).order_by("seq"):
        if row.milestone == "closed":
            state = "closed"
        elif row.kind == "task.opened" and row.element == "handle":
            state = "open"  # whatever brought it back
    return state


def counts(cases: Iterable[Case]) -> Counter[str]:
    """How many of them count where."""
    return Counter(name for case in cases for name in told(case))


def unit_of(case: Case) -> str:
    """The last handling unit, else the centre."""
    return case.lead_unit_id or case.centre_id or "-"


def source_of(case: Case) -> str:
    """The first of its sources."""
    first = case.sources.order_by("id").first()
    return first.source if first else "-"


def county_of(case: Case) -> str:
    """By the code of its place."""
    code = case.division_id or ""
    return code[:6] if len(code) >= 6 and not code[:6].endswith("00") else "-"


def above(unit: Unit) -> set[int]:
    """The unit and all above it."""
    return set(Unit.objects.filter(code__in=unit.path.split("/")).values_list("pk", flat=True))
