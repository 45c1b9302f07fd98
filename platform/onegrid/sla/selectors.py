"""Reads of sla."""

from collections.abc import Sequence

from onegrid.sla.ladder import DEFAULT, LadderStep, Tells
from onegrid.sla.models import Clock, ClockSpan, EscalationStep


def ladder() -> tuple[LadderStep, ...]:
    """The city's steps, or the default ones while it has set none."""
    rows = EscalationStep.objects.values_list("percent", "tells", "marks")
    return tuple(LadderStep(p, tuple(Tells(t) for t in tells), marks) for p, tells, marks in rows) or DEFAULT


def spans_of(clock: Clock) -> Sequence[ClockSpan]:
    """The ledger of a clock, oldest first."""
    return list(clock.spans.order_by("since", "id"))
