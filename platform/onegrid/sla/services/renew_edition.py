"""renew_edition: calendar, office hours or ladder changed; processes read them anew, clocks are recounted."""

from django.db import transaction
from django.db.models import F

from onegrid.sla import rules
from onegrid.sla.models import CalendarEdition
from onegrid.sla.services.recount_deadlines import recount_deadlines


def renew_edition() -> int:
    """In the transaction of the change; after its commit this process recounts, and the sweep what is left. Its number.

    Nothing is read or kept before the commit: a change that is rolled back leaves no trace in memory.
    """
    CalendarEdition.objects.get_or_create(pk=1)
    CalendarEdition.objects.filter(pk=1).update(number=F("number") + 1)
    transaction.on_commit(rules.forget)
    transaction.on_commit(recount_deadlines, robust=True)
    return rules.newest_edition()
