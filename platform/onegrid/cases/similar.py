"""Whether somebody reported the same: open cases of the same category and township, as far as the actor sees them."""

from datetime import timedelta

from onegrid.cases.models import Case
from onegrid.cases.selectors import cases_for
from onegrid.common import clock
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.selectors import division_facts

_WITHIN = timedelta(hours=24)


def similar_open_cases(actor: Actor, *, category: str, division: str, most: int = 5) -> list[Case]:
    """Of the last 24 hours, newest first; none where the category or the township is not known."""
    township = division_facts(division)["township"] if division else None
    if not category or township is None:
        return []
    rows = cases_for(actor).filter(
        status=Case.Status.OPEN,
        category=category,
        division__code__startswith=township,
        registered_at__gte=clock.now() - _WITHIN,
    )
    return list(rows.order_by("-id")[:most])
