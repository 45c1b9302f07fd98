"""Sight by taking part (decision 9): which cases an actor sees, as one condition for every query."""

from collections.abc import Collection, Hashable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from onegrid.cases.models import Case, CaseParty, Copy, WorkItem
from onegrid.common.errors import NotFound
from onegrid.jurisdictions import days
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.jurisdictions.selectors import city_centre_id

_MANY_UNITS = 64


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Cases to which a unit of the actor's sight is a party, in the post's sectors; what is theirs; copied to them."""
    if actor.is_system:
        return Case.objects.all()
    return Case.objects.filter(_seen(actor))


def counted_cases(actor: Actor) -> QuerySet[Case]:
    """Cases that may be counted, not looked at: all of them by who designs the city's processes, since publishing
    leaves each where it stands; by everybody else those that they see."""
    if actor.is_system or actor.posts_with(Permission.DESIGN_WORKFLOW, city_centre_id()):
        return Case.objects.all()
    return visible_cases(actor)


def sees(actor: Actor, case_id: int) -> bool:
    """Whether this one case is among them."""
    return visible_cases(actor).filter(pk=case_id).exists()


def require_sight(actor: Actor, case_id: int) -> None:
    """NotFound unless seen: what one may not see does not exist."""
    if not sees(actor, case_id):
        raise NotFound("cases.not_found")


def copies_for(actor: Actor) -> QuerySet[Copy]:
    """Copies that were sent to the actor; who holds no post any more reads none of them."""
    return Copy.objects.filter(person_id=actor.person_id or 0) if actor.posts else Copy.objects.none()


def at_own_units(actor: Actor) -> Q:
    """Of a person's own work, what lies at a unit where they hold a post: work stays with the unit, not with them."""
    return Q(unit_id__in=sorted({post.unit_id for post in actor.posts}))


def is_own(actor: Actor, item: WorkItem) -> bool:
    """The same rule for one item and its owner."""
    return item.owner_id == actor.person_id and any(post.unit_id == item.unit_id for post in actor.posts)


def open_work_of(actor: Actor) -> QuerySet[WorkItem]:
    """What the person is to do, at units where they hold a post."""
    return WorkItem.objects.filter(at_own_units(actor), owner_id=actor.person_id or 0, status=WorkItem.Status.OPEN)


def sight_key(actor: Actor, *more: Hashable) -> Hashable | None:
    """Under which a wording of what the actor sees may be kept (`common.compiled`); None: under none.

    Rights and who holds which post move with the epoch and the day; epoch 0 stands for "not known".
    """
    return (
        (actor.person_id, actor.epoch, *(one.id for one in actor.posts), days.today(), *more) if actor.epoch else None
    )


def _seen(actor: Actor) -> Q:
    condition = Q(pk__in=open_work_of(actor).values("case_id")) | Q(pk__in=copies_for(actor).values("case_id"))
    for sight in actor.sight():
        party = Q(Exists(_parties(sight.unit_ids).filter(case_id=OuterRef("pk"))))
        if sight.sectors:
            party &= Q(sector__in=[*sight.sectors, ""])
        condition |= party
    return condition


def _parties(unit_ids: Collection[int]) -> QuerySet[CaseParty]:
    """Those of the units. Of a whole city's units each case is asked for its few parties: searching the index by every
    unit once per case took fifteen times as long, so their column stands in a form that no index answers."""
    if len(unit_ids) <= _MANY_UNITS:
        return CaseParty.objects.filter(unit_id__in=unit_ids)
    return CaseParty.objects.alias(of=F("unit_id") + 0).filter(of__in=unit_ids)
