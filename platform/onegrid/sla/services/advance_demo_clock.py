"""advance_demo_clock: business time of a demo moves on, and what falls due on the way happens in order."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from onegrid.cases.models import Due
from onegrid.common import clock
from onegrid.common.errors import Invalid, NotFound
from onegrid.jurisdictions import policy, selectors
from onegrid.sla.services.fire_due_deadlines import fire, take_next


def advance_demo_clock(*, actor: policy.Actor, to: dt.datetime) -> int:
    """Move to `to`, firing every due row on the way at its own moment; answers how many fired.

    Exists only in a demo installation; never moves back (decision 22).
    """
    if not settings.ONEGRID_DEMO:
        raise NotFound
    policy.require(actor, policy.Permission.OPERATE, selectors.city_centre_id())
    if to < clock.now():
        raise Invalid(
            "demo.clock_back",
            "The demo clock only moves forward.",
            "演示时钟只能向前调。",
            field="to",
            mend_en=f"Send a moment after {clock.now().isoformat()}.",
            mend_zh=f"请填写晚于 {clock.now().isoformat()} 的时刻。",
        )
    fired = 0
    while (moment := _next_due(to)) is not None:
        with transaction.atomic():
            clock.move_forward(moment)
        row = take_next(clock.now())
        if row is None:
            break
        fire(row)
        fired += 1
    with transaction.atomic():
        clock.move_forward(to)
    return fired


def _next_due(to: dt.datetime) -> dt.datetime | None:
    free = Due.objects.filter(at__lte=to).exclude(lease__gte=clock.real_now())
    return free.order_by("at").values_list("at", flat=True).first()
