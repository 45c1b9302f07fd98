"""advance_demo_clock: business time of a demo moves on, and what falls due on the way happens in order."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from onegrid.cases.models import Due
from onegrid.common import clock
from onegrid.common.errors import Invalid, NotFound
from onegrid.jurisdictions import policy, selectors
from onegrid.sla.services.fire_due_deadlines import fire, take_next
from onegrid.sla.sweep_turn import turn_of

FURTHEST = dt.timedelta(days=366)
"""In one call: a slip of the year would carry the installation away for good, for the clock never moves back."""


def advance_demo_clock(*, actor: policy.Actor, to: dt.datetime) -> int:
    """Move to `to`, firing every due row on the way at its own moment; answers how many were taken.

    Exists only in a demo installation; never moves back (decision 22). Sweeps of the worker stand aside meanwhile. A
    row whose act fails is logged and left to a later sweep; the clock moves on without it.
    """
    if not settings.ONEGRID_DEMO:
        raise NotFound
    policy.require(actor, policy.Permission.OPERATE, selectors.city_centre_id())
    with turn_of("demo clock"):
        clock.refresh()
        _check(to)
        failed: set[int] = set()
        fired = 0
        while (moment := _next_due(to, failed)) is not None:
            with transaction.atomic():
                clock.move_forward(moment)
            row = take_next(clock.now(), but=failed)
            if row is None:
                break
            fired += 1
            if not fire(row):
                failed.add(row.id)
        with transaction.atomic():
            clock.move_forward(to)
    return fired


def _check(to: dt.datetime) -> None:
    now = clock.now()
    if to < now:
        raise Invalid(
            "demo.clock_back",
            "The demo clock only moves forward.",
            "演示时钟只能向前调。",
            field="to",
            mend_en=f"Send a moment after {now.isoformat()}.",
            mend_zh=f"请填写晚于 {now.isoformat()} 的时刻。",
        )
    if to > now + FURTHEST:
        raise Invalid(
            "demo.clock_too_far",
            f"The demo clock moves at most {FURTHEST.days} days at once, and never back.",
            f"演示时钟一次最多向前调 {FURTHEST.days} 天，且不能调回。",
            field="to",
            mend_en=f"Send a moment before {(now + FURTHEST).isoformat()}.",
            mend_zh=f"请填写早于 {(now + FURTHEST).isoformat()} 的时刻。",
        )


def _next_due(to: dt.datetime, failed: set[int]) -> dt.datetime | None:
    """Never one that failed in this call, however long the call lasts: it ends."""
    free = Due.objects.filter(at__lte=to).exclude(lease__gte=clock.real_now()).exclude(pk__in=failed)
    return free.order_by("at", "id").values_list("at", flat=True).first()
