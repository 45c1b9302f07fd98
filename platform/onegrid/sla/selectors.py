"""Reads of sla."""

import time
from collections.abc import Sequence

from django.db.models import QuerySet

from onegrid.cases.sight import visible_cases
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor
from onegrid.sla.ladder import DEFAULT, LadderStep, Tells
from onegrid.sla.models import Clock, ClockSpan, EscalationStep

_LOOK_AGAIN_SECONDS = 1.0
_kept: tuple[float, tuple[LadderStep, ...]] | None = None


def ladder() -> tuple[LadderStep, ...]:
    """The city's steps, or the default ones while it has set none; read anew at most once a second."""
    global _kept
    kept, now = _kept, time.monotonic()
    if kept is None or now - kept[0] >= _LOOK_AGAIN_SECONDS:
        kept = _kept = (now, _read_ladder())
    return kept[1]


def forget() -> None:
    """Drop what is kept; tests that change the ladder call it."""
    global _kept
    _kept = None


def _read_ladder() -> tuple[LadderStep, ...]:
    rows = EscalationStep.objects.values_list("percent", "tells", "marks")
    return tuple(LadderStep(p, tuple(Tells(t) for t in tells), marks) for p, tells, marks in rows) or DEFAULT


def spans_of(clock: Clock) -> Sequence[ClockSpan]:
    """The ledger of a clock, oldest first."""
    return list(clock.spans.order_by("since", "id"))


def clocks_of_case(actor: Actor, number: str) -> QuerySet[Clock]:
    """Clocks of a case that the actor sees, oldest first; NotFound for any other."""
    case_id = visible_cases(actor).filter(number=number).values_list("pk", flat=True).first()
    if case_id is None:
        raise NotFound("cases.not_found")
    return Clock.objects.filter(case_id=case_id).prefetch_related("spans").order_by("id")
