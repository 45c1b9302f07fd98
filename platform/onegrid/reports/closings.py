"""When cases were closed, by day of closing: what the figures, which go by the day of registration, cannot say."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Count
from django.db.models.functions import TruncDate

from onegrid.cases.models import EventRecord
from onegrid.common import clock
from onegrid.jurisdictions.policy import Actor
from onegrid.reports.models import CaseFact
from onegrid.reports.scope import everything, reaches_of


def closed_by_day(actor: Actor, since: dt.date) -> Mapping[dt.date, int]:
    """Cases that reached the milestone `closed`, each once a day, of those that the actor supervises."""
    zone = clock.zone()
    begin = dt.datetime.combine(since, dt.time(), tzinfo=zone)
    counted = CaseFact.objects.filter(everything(reaches_of(actor)))
    closings = EventRecord.objects.filter(milestone="closed", at__gte=begin, case_id__in=counted.values("case_id"))
    rows = closings.annotate(day=TruncDate("at", tzinfo=zone)).values("day").annotate(n=Count("case_id", distinct=True))
    return {row["day"]: row["n"] for row in rows.order_by("day")}
