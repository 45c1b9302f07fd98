"""Sight by taking part (decision 9): which cases an actor sees, as one condition for every query."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from onegrid.cases.models import Case, CaseParty, Copy, WorkItem
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Cases to which a unit of the actor's sight is a party, in the post's sectors; what is theirs; copied to them."""
    if actor.is_system:
        return Case.objects.all()
    return Case.objects.filter(_seen(actor))


def sees(actor: Actor, case_id: int) -> bool:
    """Whether this one case is among them."""
    return visible_cases(actor).filter(pk=case_id).exists()


def require_sight(actor: Actor, case_id: int) -> None:
    """NotFound unless seen: what one may not see does not exist."""
    if not sees(actor, case_id):
        raise NotFound("cases.not_found")


def _seen(actor: Actor) -> Q:
    person_id = actor.person_id or 0
    condition = Q(
        pk__in=WorkItem.objects.filter(owner_id=person_id, status=WorkItem.Status.OPEN).values("case_id")
    ) | Q(pk__in=Copy.objects.filter(person_id=person_id).values("case_id"))
    for sight in actor.sight():
        party = Q(Exists(CaseParty.objects.filter(case_id=OuterRef("pk"), unit_id__in=sight.unit_ids)))
        if sight.sectors:
            party &= Q(sector__in=[*sight.sectors, ""])
        condition |= party
    return condition
