"""Reads of sla."""

from collections.abc import Sequence

from django.db.models import QuerySet

from onegrid.cases.sight import visible_cases
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor
from onegrid.sla.models import Clock, ClockSpan


def spans_of(clock: Clock) -> Sequence[ClockSpan]:
    """The ledger of a clock, oldest first."""
    return list(clock.spans.order_by("since", "id"))


def clocks_of_case(actor: Actor, number: str) -> QuerySet[Clock]:
    """Clocks of a case that the actor sees, oldest first; NotFound for any other."""
    case_id = visible_cases(actor).filter(number=number).values_list("pk", flat=True).first()
    if case_id is None:
        raise NotFound("cases.not_found")
    return clocks_of(case_id)


def clocks_of(case_id: int) -> QuerySet[Clock]:
    """The same of a case that the actor has been shown."""
    return Clock.objects.filter(case_id=case_id).prefetch_related("spans").order_by("id")
