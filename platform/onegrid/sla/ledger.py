"""Reading a clock's ledger: what is used, when the limit or a share of it is reached."""

import datetime as dt
from collections.abc import Sequence

from onegrid.engine.definitions import TimeUnit
from onegrid.sla.arithmetic import Deadline, WorkCalendar
from onegrid.sla.models import Clock, ClockSpan


def used(calendar: WorkCalendar, clock: Clock, spans: Sequence[ClockSpan], until: dt.datetime) -> dt.timedelta:
    """Counted time of the running spans up to `until`, in the clock's unit."""
    unit = TimeUnit(clock.limit_unit)
    return sum(
        (calendar.between(s.since, min(s.until or until, until), unit) for s in spans if s.is_running),
        dt.timedelta(0),
    )


def moment_of(calendar: WorkCalendar, clock: Clock, spans: Sequence[ClockSpan], percent: int = 100) -> Deadline | None:
    """When `percent` of the limit is used if the clock goes on running; None while it does not run.

    A share that was used up in an earlier span answers with the moment in that span.
    """
    unit = TimeUnit(clock.limit_unit)
    left = calendar.length(clock.limit_value, unit) * percent / 100
    is_provisional = False
    for span in spans:
        if not span.is_running:
            continue
        if span.until is not None:
            length = calendar.between(span.since, span.until, unit)
            if length < left:
                left -= length
                continue
        found = calendar.advance(span.since, left, unit)
        return Deadline(found.at, is_provisional or found.is_provisional)
    return None


def reached_at(calendar: WorkCalendar, clock: Clock, spans: Sequence[ClockSpan], percent: int) -> dt.datetime | None:
    """The moment alone."""
    found = moment_of(calendar, clock, spans, percent)
    return found.at if found else None
